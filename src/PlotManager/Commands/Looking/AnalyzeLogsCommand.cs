using System.CommandLine;
using System.Text.Json;
using PlotManager.Core.History;
using PlotManager.Core.Text;
using PlotManager.Display;
using PlotManager.Display.Terminal;
using PlotManager.Farms;
using PlotManager.Hosting;
using PlotManager.Journal.Sqlite;
using PlotManager.Logs;

namespace PlotManager.Commands.Looking;

/// <summary><c>analyze_logs</c>: what the completed logs of the farm's folder say about the length of the phases.</summary>
public sealed class AnalyzeLogsCommand(CommandEnvironment environment)
{
    private readonly Option<string?> _by = new("--by")
    {
        Description = "Compare: median and 90th percentile of each phase by job, plotter, k or temp",
        HelpName = "job|plotter|k|temp",
    };
    private readonly Option<bool> _json = SharedOptions.Json("the figures");

    public Command Build()
    {
        _by.AcceptOnlyFromAmong("job", "plotter", "k", "temp");
        var command = new Command(
            "analyze_logs",
            "Work out from all completed logs where phases end and what they weigh, to paste under progress:")
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
        var byPlotter = new SortedDictionary<string, LogAnalysis>(StringComparer.Ordinal);
        foreach (var (_, log) in Logs(farm))
        {
            if (!byPlotter.TryGetValue(log.Plotter!, out var analysis))
            {
                byPlotter[log.Plotter!] = analysis = new LogAnalysis();
            }

            analysis.Add(log.Log!);
        }

        // The progress section is for the config's own backend: figures of several plotters in one mean nothing.
        var backend = farm.Config.Profiles.Find(farm.Config.Backend)?.Name ?? farm.Config.Backend;
        var own = byPlotter.GetValueOrDefault(backend) ?? new LogAnalysis();
        var others = byPlotter.Where(pair => pair.Key != backend && pair.Value.Plots > 0).ToList();
        if (asJson)
        {
            environment.TellJson(JsonLine.Of(writer => WriteJson(writer, backend, own, others)));
        }
        else
        {
            WriteLines(own, others);
        }

        if (others.Count > 0)
        {
            environment.Complain(
                $"warning: {string.Join(", ", others.Select(pair => $"{Figures.Count(pair.Value.Plots, "plot")} of {pair.Key}"))}: "
                + $"their lines are comments, for progress: is for the config's backend, {backend}, alone");
        }

        return Answer(own.Plots, $"no completed plot {(others.Count > 0 ? $"of {backend} " : "")}in the logs of {farm.Config.LogFolder}");
    }

    private void WriteLines(LogAnalysis own, List<KeyValuePair<string, LogAnalysis>> others)
    {
        foreach (var line in own.Text())
        {
            environment.Out.WriteLine(line);
        }

        foreach (var (plotter, analysis) in others)
        {
            environment.Out.WriteLine($"# {plotter}, {Figures.Count(analysis.Plots, "plot")}:");
            foreach (var line in analysis.Text())
            {
                environment.Out.WriteLine($"#{line}");
            }
        }
    }

    private static void WriteJson(Utf8JsonWriter writer, string backend, LogAnalysis own, List<KeyValuePair<string, LogAnalysis>> others)
    {
        Write(backend, own);
        if (others.Count > 0)
        {
            writer.WriteStartArray("others");
            foreach (var (plotter, analysis) in others)
            {
                writer.WriteStartObject();
                Write(plotter, analysis);
                writer.WriteEndObject();
            }

            writer.WriteEndArray();
        }

        void Write(string plotter, LogAnalysis analysis)
        {
            writer.WriteString("plotter", plotter);
            writer.WriteNumber("plots", analysis.Plots);
            foreach (var parts in analysis.Text().Select(line => line.Split(':', 2)))
            {
                writer.WritePropertyName(parts[0].Trim());
                writer.WriteRawValue(parts[1].Trim());
            }
        }
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
                environment.TellJson(GroupsPage.Json(kind, group));
            }
        }
        else if (groups.Plots > 0)
        {
            Page.Write((width, ellipsis) => GroupsPage.Lines(kind, groups, width, ellipsis), environment);
        }
        return Answer(groups.Plots, $"no completed plot in the logs of {farm.Config.LogFolder}");
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

    private int Answer(int plots, string none)
    {
        if (plots > 0)
        {
            return ExitCode.Done;
        }

        environment.Complain(none);
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
                yield return (LogName.JobOf(log.Path, log.Log!, farm.Config), log);
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
}
