using System.CommandLine;
using PlotManager.Core.Configuration;
using PlotManager.Core.History;
using PlotManager.Core.Plotters.Logs;
using PlotManager.Display;
using PlotManager.Display.Json;
using PlotManager.Display.Terminal;
using PlotManager.Farms;
using PlotManager.Journal;
using PlotManager.Logs;

namespace PlotManager.Commands.Looking;

/// <summary><c>analyze_logs</c>: what the completed logs of the farm's folder say about the length of the phases.</summary>
public sealed class AnalyzeLogsCommand(CommandEnvironment environment)
{
    private readonly Option<string?> _by = new("--by") { Description = "Compare: median and 90th percentile of each phase by job, plotter, k or temp", HelpName = "job|plotter|k|temp" };
    private readonly Option<bool> _json = SharedOptions.Json("the figures");

    public Command Build()
    {
        _by.AcceptOnlyFromAmong("job", "plotter", "k", "temp");
        var command = new Command(
            "analyze_logs",
            "Work out where phases end and what they weigh, from all completed logs of the log folder: eight lines to paste under progress:\n"
            + "For example: plotmanager analyze_logs, or plotmanager analyze_logs --by temp")
        {
            _by, _json,
        };
        command.SetAction(Run);
        return command;
    }

    private int Run(ParseResult parsed)
    {
        var farm = Farm.Open(parsed, environment);
        return parsed.GetValue(_by) is { } kind ? Compare(farm, kind, parsed.GetValue(_json)) : Analyze(farm, parsed.GetValue(_json));
    }

    private int Analyze(Farm farm, bool asJson)
    {
        var analysis = new LogAnalysis();
        foreach (var (_, log) in Logs(farm))
        {
            analysis.Add(log.Log!);
        }

        var lines = analysis.Text();
        if (asJson)
        {
            environment.Out.WriteLine(JsonLine.Of(writer =>
            {
                writer.WriteNumber("plots", analysis.Plots);
                foreach (var (name, value) in lines.Select(line => line.Split(':', 2)).Select(parts => (parts[0].Trim(), parts[1].Trim())))
                {
                    writer.WritePropertyName(name);
                    writer.WriteRawValue(value);
                }
            }));
        }
        else
        {
            foreach (var line in lines)
            {
                environment.Out.WriteLine(line);
            }
        }
        return Answer(farm, analysis.Plots);
    }

    private int Compare(Farm farm, string kind, bool asJson)
    {
        var groups = new PlotGroups(kind);
        var suspended = Suspended(farm);
        foreach (var (job, log) in Logs(farm))
        {
            foreach (var plot in log.Log!.Plots)
            {
                if (!(plot.PlotId is { } id && suspended.Contains(id)) && FinishedPlot.Of(plot, log.Plotter!, job) is { } finished)
                {
                    groups.Add(finished);
                }
            }
        }
        if (asJson)
        {
            foreach (var group in groups.Sorted())
            {
                environment.Out.WriteLine(GroupsPage.Json(kind, group));
            }
        }
        else if (groups.Plots > 0)
        {
            Page.Write(width => GroupsPage.Lines(kind, groups, width), environment);
        }
        return Answer(farm, groups.Plots);
    }

    // What a plot took that was stopped for a while tells nothing of others. No log says so; the journal does.
    private HashSet<string> Suspended(Farm farm)
    {
        var ended = SqliteJournal.EndedIn(farm.Paths.Journal, DateTimeOffset.UnixEpoch, int.MaxValue, out var unread);
        if (unread is not null)
        {
            environment.Complain($"plots that were suspended count too: {unread}");
        }

        return [.. ended.Where(plot => plot.Plot.SuspendedSeconds > 0).Select(plot => plot.Plot.PlotId).OfType<string>()];
    }

    private int Answer(Farm farm, int plots)
    {
        if (plots > 0)
        {
            return ExitCode.Done;
        }

        environment.Complain($"no completed plot in the logs of {farm.Config.LogFolder}");
        return ExitCode.No;
    }

    private IEnumerable<(string? Job, FolderLog Log)> Logs(Farm farm)
    {
        using var logs = LogFolder.Of(farm, environment).Read().GetEnumerator();
        while (Next(logs, farm))
        {
            var log = logs.Current;
            if (log.Trouble is { } trouble)
            {
                environment.Complain(trouble.StartsWith(log.Path, StringComparison.Ordinal) ? trouble : $"{log.Path}: {trouble}");
            }
            else if (log.Plotter is not null)
            {
                yield return (JobOf(log.Path, log.Log!, farm.Config), log);
            }
        }
    }

    private static bool Next(IEnumerator<FolderLog> logs, Farm farm)
    {
        try
        {
            return logs.MoveNext();
        }
        catch (Exception unreadable) when (unreadable is IOException or UnauthorizedAccessException)
        {
            throw new CommandFault($"the log folder {farm.Config.LogFolder} cannot be read: {unreadable.Message.ReplaceLineEndings(" ")}");
        }
    }

    // By the name that the manager, and the original, gave the log; else by the temp directory.
    private static string? JobOf(string path, RunLog log, Config config) =>
        LogName.JobOf(Path.GetFileName(path))
        ?? (log.Current?.Temp is { } temp ? config.Jobs.FirstOrDefault(job => job.Temp.Contains(temp))?.Name : null);
}
