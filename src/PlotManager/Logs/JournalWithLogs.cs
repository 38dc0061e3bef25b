using System.Collections.Immutable;
using PlotManager.Core.Farm.Checks;
using PlotManager.Core.Plotting;
using PlotManager.Journal;

namespace PlotManager.Logs;

/// <summary>
/// A journal with the plots that only logs tell of. They are history: nothing that counts, limits or tells of them knows them.
/// </summary>
public sealed class JournalWithLogs(IJournal inner, LoggedPlots logged) : IJournal
{
    private IReadOnlyList<PastPlot>? _read;
    private ImmutableArray<PastPlot> _others = [];

    /// <summary>How many plots are known from logs alone.</summary>
    public int Others => Unknown().Length;

    public string? Trouble => inner.Trouble;

    public ImmutableArray<Change> Unsaved => inner.Unsaved;

    public JournalState Load() => inner.Load();

    public void Commit(IReadOnlyList<Change> changes) => inner.Commit(changes);

    public TrackedRun? Find(string runId) => inner.Find(runId);

    public IReadOnlyList<RunRecord> RunsEnded(DateTimeOffset since) => inner.RunsEnded(since);

    public IReadOnlyList<EventRecord> Events(DateTimeOffset since) => inner.Events(since);

    public IReadOnlyList<CheckRecord> LastChecks() => inner.LastChecks();

    public IReadOnlyList<PastPlot> Ended(DateTimeOffset since, int most) =>
        With(inner.Ended(since, most), [.. Unknown().Where(plot => plot.Plot.EndedAt >= since)], most);

    public IReadOnlyList<MadePlot> Made(DateTimeOffset since) =>
    [
        .. inner.Made(since),
        .. Unknown().Where(plot => plot.Plot.State == PlotState.Completed && plot.Plot.EndedAt >= since)
            .Select(plot => new MadePlot(plot.Plot.EndedAt!.Value, plot.Plot.FinalBytes ?? 0, plot.Run.Owner)),
    ];

    public void Dispose() => inner.Dispose();

    /// <summary>The plots of the journal, newest first, with those of the logs that it does not tell of.</summary>
    internal static IReadOnlyList<PastPlot> Joined(IReadOnlyList<PastPlot> journal, IReadOnlyList<PastPlot> logged) =>
        With(journal, NotIn(journal, logged), int.MaxValue);

    private static IReadOnlyList<PastPlot> With(IReadOnlyList<PastPlot> journal, ImmutableArray<PastPlot> others, int most) =>
        others.IsEmpty ? journal : [.. journal.Concat(others).OrderByDescending(plot => plot.Plot.EndedAt).Take(most)];

    // What the journal does not know of them once they are read, it will never know: what runs is in its books.
    private ImmutableArray<PastPlot> Unknown()
    {
        if (logged.Plots is var plots && !ReferenceEquals(plots, _read))
        {
            _others = plots.Count == 0 ? [] : NotIn(inner.Ended(DateTimeOffset.UnixEpoch, int.MaxValue), plots);
            _read = plots;
        }

        return _others;
    }

    // By the id; a run that never came to one by the name of its log. The logs of another farm's runs tell nothing of this one.
    private static ImmutableArray<PastPlot> NotIn(IReadOnlyList<PastPlot> journal, IReadOnlyList<PastPlot> logged)
    {
        var ids = journal.Select(plot => plot.Plot.PlotId).OfType<string>().ToHashSet(StringComparer.OrdinalIgnoreCase);
        var logs = journal.Where(plot => plot.Run.LogFile is not null)
            .ToLookup(plot => plot.Run.Owner.IsReported(), plot => Path.GetFileName(plot.Run.LogFile!));
        var (ours, others) = (logs[true].ToHashSet(StringComparer.Ordinal), logs[false].ToHashSet(StringComparer.Ordinal));
        return [.. logged.Where(plot => Path.GetFileName(plot.Run.LogFile!) is var log && !others.Contains(log)
            && (plot.Plot.PlotId is { } id ? !ids.Contains(id) : !ours.Contains(log)))];
    }
}
