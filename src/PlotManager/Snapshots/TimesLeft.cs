using PlotManager.Core.History;
using PlotManager.Core.Plotting;
using PlotManager.Journal;
using PlotManager.Observing;

namespace PlotManager.Snapshots;

/// <summary>
/// The time each plot in the making has left, from this farm's own finished plots. The journal is asked only when a plot has ended
/// since, and only if there is something to estimate.
/// </summary>
public sealed class TimesLeft(IJournal journal)
{
    // Enough for TimeLeft.MostPlots of each of twenty jobs.
    private const int Most = 1000;

    private readonly Dictionary<(string Plotter, int K, string? Job), List<FinishedPlot>> _alike = [];
    private List<FinishedPlot> _history = [];
    private int? _readAt;

    /// <param name="observed">One of its plots: the one in the making, or one that is copied.</param>
    /// <param name="started">When that plot began.</param>
    /// <param name="ended">How many plots ended since the manager started: a change makes the history stale.</param>
    /// <returns>Null where nothing can be said: no log, no plot, or one that waits for ever.</returns>
    public Remaining? Of(ObservedRun seen, ObservedPlot observed, DateTimeOffset started, DateTimeOffset now, int ended)
    {
        var (run, plot) = (seen.Tracked.Run, observed.Log);
        if (plot is not { State: PlotState.Making or PlotState.Copying } || (run.K ?? plot.K) is not { } k)
        {
            return null;
        }

        var suspended = run.SuspendedUntil(observed.Known, now);
        var phaseBegan = RunParts.PhaseBegan(observed.Known, plot, started);
        var position = new PlotPosition(
            plot.Phase,
            observed.Copied ?? plot.WithinPhase,
            suspended > 0 || phaseBegan is null ? null : Math.Max(0, (now - phaseBegan.Value).TotalSeconds),
            Math.Max(0, (now - started).TotalSeconds - suspended));
        return TimeLeft.Of(seen.Profile, k, run.Job, position, Alike(seen.Profile.Name, k, run.Job, ended));
    }

    // Those of the same plotter and k; of the same job alone, if it has made any. No more than are looked at.
    private List<FinishedPlot> Alike(string plotter, int k, string? job, int ended)
    {
        if (_readAt != ended)
        {
            _history = Read() ?? _history;
            _alike.Clear();
            _readAt = ended;
        }
        if (!_alike.TryGetValue((plotter, k, job), out var alike))
        {
            var same = _history.Where(plot => string.Equals(plot.Plotter, plotter, StringComparison.OrdinalIgnoreCase) && plot.K == k)
                .ToList();
            var own = same.Where(plot => plot.Job == job).Take(TimeLeft.MostPlots).ToList();
            _alike[(plotter, k, job)] = alike = own.Count > 0 ? own : [.. same.Take(TimeLeft.MostPlots)];
        }
        return alike;
    }

    private List<FinishedPlot>? Read()
    {
        try
        {
            return [.. journal.Ended(DateTimeOffset.UnixEpoch, Most).Where(IsUsual).Select(Finished)];
        }
        catch (JournalException)
        {
            return null; // the counts of today's plots, read from the same place, say what is wrong
        }
    }

    // What waited for space, was stopped for a while or is somebody else's tells nothing of the next.
    private static bool IsUsual(PastPlot plot) =>
        plot.Plot is { State: PlotState.Completed, Suspect: null, PhaseSeconds.IsEmpty: false, SuspendedSeconds: 0 }
            && plot.Run.Owner.IsReported();

    private static FinishedPlot Finished(PastPlot plot) =>
        new(plot.Run.Job, plot.Run.Plotter, plot.Run.K, [.. plot.Plot.PhaseSeconds.Select(seconds => (double?)seconds)])
        {
            Temp = plot.Run.Directories.Temp,
            TotalSeconds = plot.Plot.TotalSeconds,
            CopySeconds = plot.Plot.CopySeconds,
        };
}
