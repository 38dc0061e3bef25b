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
        var watch = new Option<double?>("--watch", "-w")
        {
            Description = "Show it again every N seconds (5) until it is interrupted",
            HelpName = "N",
            Arity = ArgumentArity.ZeroOrOne,
        };
        watch.Validators.Add(result =>
        {
            if (result.Tokens.Count > 0 && result.GetValueOrDefault<double?>() is not (>= 1 and <= MostSeconds))
            {
                result.AddError($"--watch takes a number of seconds from 1 to {MostSeconds}");
            }
        });
        var command = new Command("status", "Show the farm once: problems, running plots, why nothing starts, drives") { json, watch };
        command.SetAction(async (parsed, cancel) =>
        {
            using var source = SnapshotSource.Open(parsed, environment, looks: true);
            if (!parsed.GetValue(json))
            {
                await source.MeasureAsync(cancel);
            }

            do
            {
                var snapshot = await source.LookAsync(cancel);
                if (parsed.GetValue(json))
                {
                    environment.TellJson(SnapshotJson.Write(snapshot));
                }
                else
                {
                    StatusPage.Write(snapshot, source.View, environment);
                }

                environment.Out.Flush();
            }
            while (parsed.GetResult(watch) is not null && await WaitAsync(parsed.GetValue(watch) ?? UsualSeconds, cancel));
            return ExitCode.Done;
        });
        return command;
    }

    private const double UsualSeconds = 5;
    private const double MostSeconds = 86_400;

    private async Task<bool> WaitAsync(double seconds, CancellationToken cancel)
    {
        try
        {
            await Task.Delay(TimeSpan.FromSeconds(seconds), environment.Machine.Value.Time, cancel);
            return true;
        }
        catch (OperationCanceledException)
        {
            return false; // an interruption is how it ends
        }
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
            using var source = SnapshotSource.Open(parsed, environment, looks: true);
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
