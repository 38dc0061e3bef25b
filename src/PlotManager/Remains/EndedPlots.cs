using PlotManager.Core.Configuration;
using PlotManager.Core.Plotters;
using PlotManager.Core.Plotting;
using PlotManager.Journal;
using PlotManager.Logs;
using PlotManager.Platform;

namespace PlotManager.Remains;

/// <summary>A plot that is known to be over.</summary>
/// <param name="How">In words: "killed on 2026-11-22".</param>
public sealed record EndedPlot(LostPlot Plot, PlotterProfile Profile, string How)
{
    /// <summary>The run that made it; null where a log alone tells of the plot.</summary>
    public RunRecord? Run { get; init; }
}

/// <summary>Which plot ids are over, as the journal or a log knows; a plot of a run that lives is never among them.</summary>
public sealed class EndedPlots
{
    private readonly Config _config;
    private readonly IFiles _files;
    private readonly Dictionary<string, PastPlot> _past = new(StringComparer.OrdinalIgnoreCase);
    private readonly Dictionary<string, EndedPlot?> _byId = new(StringComparer.OrdinalIgnoreCase);
    private readonly HashSet<string> _living;

    /// <param name="ended">Of the journal, newest first, with what the last pass has found.</param>
    /// <param name="farm">After a pass: it knows what lives.</param>
    public EndedPlots(Config config, IEnumerable<PastPlot> ended, FarmState farm, IFiles files)
    {
        (_config, _files) = (config, files);
        _living =
            farm.Runs.SelectMany(run => run.Plots).Select(plot => plot.PlotId).OfType<string>().ToHashSet(StringComparer.OrdinalIgnoreCase);
        foreach (var past in ended.Reverse())
        {
            if (past.Plot.PlotId is { } id && !_living.Contains(id))
            {
                _past[id] = past;
            }
        }
    }

    public EndedPlot? Find(string id)
    {
        if (!_byId.TryGetValue(id, out var found))
        {
            _byId[id] = found = _past.TryGetValue(id, out var past) ? Of(past) : null;
        }

        return found;
    }

    public bool IsLiving(string id) => _living.Contains(id);

    /// <summary>
    /// Looks through the logs, newest first, for ids that are not known yet, or not surely; only a log's last word counts, not that it
    /// merely stops.
    /// </summary>
    public void Learn(IEnumerable<string> ids)
    {
        var wanted = ids.Where(id => !IsLiving(id) && Find(id) is null or { Plot.Doubt: not null })
            .ToHashSet(StringComparer.OrdinalIgnoreCase);
        if (wanted.Count == 0)
        {
            return;
        }

        var reader = new LogFile(_config.Profiles);
        foreach (var log in Logs(_config.LogFolder, _files))
        {
            if (wanted.Count == 0)
            {
                return;
            }

            if (Read(reader, log, _files) is not ({ } profile, var said))
            {
                continue;
            }

            foreach (var plot in said.Plots.Where(plot => plot.PlotId is not null
                && plot.State.IsOver()
                && plot.State != PlotState.Unknown))
            {
                if (wanted.Remove(plot.PlotId!))
                {
                    var finished = plot.TotalSeconds is not null || plot.Phase > profile.Phases.Length;
                    var bytes = plot.K is { } k ? profile.FinalBytes(k) : 0;
                    _byId[plot.PlotId!] = new EndedPlot(
                        new LostPlot(plot.PlotId!, finished, bytes, PhaseIsSure: true) { Delivered = plot.State == PlotState.Completed },
                        profile, $"{Word(plot.State)}, says {Path.GetFileName(log.Path)}")
                    {
                        Run = _past.GetValueOrDefault(plot.PlotId!)?.Run,
                    };
                }
            }
        }
    }

    // Which id a run had that somebody else started is sure only if its log names its process.
    private EndedPlot? Of(PastPlot past)
    {
        var (run, plot) = past;
        return _config.Profiles.Find(run.Plotter) is not { } profile ? null : new EndedPlot(
            LostPlot.Of(plot, run, profile, logStands: true) with
            {
                Doubt = run.Foreign && !IdProof.NamesProcess(_files, run, profile)
                    ? "nothing proves that the plotter which ended was this plot's: its log was found by its time alone"
                    : null,
            },
            profile, $"{Word(plot.State)} on {plot.EndedAt:yyyy-MM-dd}")
        {
            Run = run,
        };
    }

    private static IEnumerable<FileFinding> Logs(string folder, IFiles files)
    {
        try
        {
            return files.List(folder).OrderByDescending(file => file.Changed);
        }
        catch (Exception unreadable) when (unreadable is IOException or UnauthorizedAccessException)
        {
            return []; // what only they would know stays where it is
        }
    }

    private static LogReading? Read(LogFile reader, FileFinding log, IFiles files)
    {
        try
        {
            return reader.Read(files, log.Path);
        }
        catch (Exception unreadable) when (unreadable is IOException or UnauthorizedAccessException)
        {
            return null;
        }
    }

    private static string Word(PlotState state) => state switch
    {
        PlotState.Completed => "completed",
        PlotState.Failed => "failed",
        PlotState.Killed => "killed",
        _ => "ended",
    };
}
