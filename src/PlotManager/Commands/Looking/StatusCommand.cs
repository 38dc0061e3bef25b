using System.CommandLine;
using PlotManager.Display;
using PlotManager.Display.Json;
using PlotManager.Hosting;
using PlotManager.Store;

namespace PlotManager.Commands.Looking;

/// <summary><c>status</c>: the view, once.</summary>
public sealed class StatusCommand(CommandEnvironment environment)
{
    public Command Build()
    {
        var json = SharedOptions.Json("the whole snapshot");
        var command = new Command("status", "Show the farm once: problems, running plots, why nothing starts, drives") { json };
        command.SetAction(async (parsed, cancel) =>
        {
            using var source = SnapshotSource.Open(parsed, environment);
            var snapshot = await source.LookAsync(cancel);
            if (parsed.GetValue(json))
            {
                environment.TellJson(SnapshotJson.Write(snapshot));
            }
            else
            {
                StatusPage.Write(snapshot, source.View, environment);
            }

            return ExitCode.Done;
        });
        return command;
    }
}

/// <summary><c>json</c>: one line in the form of the original, for scripts written for it.</summary>
public sealed class JsonCommand(CommandEnvironment environment)
{
    public Command Build()
    {
        var command = new Command("json", "Print the running plots as one line of JSON in the original's form (status --json tells more)");
        command.SetAction(async (parsed, cancel) =>
        {
            using var source = SnapshotSource.Open(parsed, environment);
            var snapshot = await source.LookAsync(cancel);
            if (source.Unread is { } unread)
            {
                environment.Complain($"warning: {unread}"); // the original's form has no place for it
            }

            if (snapshot.Manager is { Unsaved: > 0 and var unsaved, UnsavedReason: { } reason })
            {
                environment.Complain($"warning: {NotSaved.Words(ends: false, unsaved, reason)}");
            }

            environment.TellJson(OriginalJson.Write(snapshot, source.View, environment.Machine.Value.Time.LocalTimeZone));
            return ExitCode.Done;
        });
        return command;
    }
}
