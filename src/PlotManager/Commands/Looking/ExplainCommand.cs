using System.CommandLine;
using PlotManager.Display;
using PlotManager.Display.Json;
using PlotManager.Display.Terminal;
using PlotManager.Hosting;

namespace PlotManager.Commands.Looking;

/// <summary><c>explain</c>: for each job, what it waits for, or what it starts and where.</summary>
public sealed class ExplainCommand(CommandEnvironment environment)
{
    public Command Build()
    {
        var json = SharedOptions.Json("each job's decision with all verdicts");
        var command = new Command("explain", "Say for each job what it waits for and until when, or what it starts and where") { json };
        command.SetAction(async (parsed, cancel) =>
        {
            using var source = SnapshotSource.Open(parsed, environment, looks: true);
            var snapshot = await source.LookAsync(cancel);
            if (parsed.GetValue(json))
            {
                environment.TellJson(SnapshotJson.WriteDecisions(snapshot));
            }
            else
            {
                Page.Write((_, _) => ExplainPage.Lines(snapshot), environment);
            }

            if (source.Unread is { } unread)
            {
                environment.Complain($"warning: {unread}");
            }

            return ExitCode.Done;
        });
        return command;
    }
}
