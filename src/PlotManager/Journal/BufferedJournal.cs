using System.Collections.Immutable;
using PlotManager.Core.Plotting;

namespace PlotManager.Journal;

/// <summary>
/// A journal that always takes a change. While its file cannot be written, changes wait in memory in the order in which they came, and are
/// committed first, all in one transaction, when the file can be written again. Whoever reads here finds them as if they were in the file.
/// </summary>
/// <remarks>The loop and the sender of notices share it.</remarks>
public sealed class BufferedJournal(IJournal file, TimeProvider time) : IJournal
{
    /// <summary>A file that could not be written is not tried again before so long.</summary>
    public static readonly TimeSpan Pause = TimeSpan.FromSeconds(1);

    /// <summary>Attempts take at most one part of so many of the time.</summary>
    private const int Share = 100;

    private readonly Lock _turn = new();
    private readonly List<Change> _unsaved = [];

    // Of the runs that are not the farm's own.
    private readonly Dictionary<string, RunOwner> _owners = [];
    private long _tried;
    private TimeSpan _took;

    /// <inheritdoc/>
    public string? Trouble { get; private set; }

    /// <inheritdoc/>
    public ImmutableArray<Change> Unsaved
    {
        get
        {
            lock (_turn)
            {
                return [.. _unsaved];
            }
        }
    }

    public JournalState Load()
    {
        var state = file.Load();
        lock (_turn)
        {
            Remember(state.Runs);
        }

        return state;
    }

    /// <summary>Takes the changes, and writes all that waits if the file can be written and was not tried just now.</summary>
    public void Commit(IReadOnlyList<Change> changes)
    {
        lock (_turn)
        {
            _unsaved.AddRange(changes);
            Remember(changes.OfType<Change.Run>().Select(change => change.Record));
            if (Trouble is null || IsDue())
            {
                Save();
            }
        }
    }

    /// <summary>Writes all that waits, however short ago that failed: for the last moment of a manager.</summary>
    public void Save()
    {
        lock (_turn)
        {
            _tried = time.GetTimestamp();
            try
            {
                file.Commit(_unsaved);
                _unsaved.Clear();
                Trouble = null;
            }
            catch (JournalException refused)
            {
                Trouble = refused.Message;
            }

            _took = time.GetElapsedTime(_tried);
        }
    }

    public IReadOnlyList<EventRecord> Events(DateTimeOffset since)
    {
        var unsaved = Unsaved; // first: what is saved meanwhile is found in the file
        var saved = file.Events(since);
        return
        [
            .. saved,
            .. unsaved.OfType<Change.Happened>().Select(change => change.Record).Where(happened => happened.At >= since).Except(saved),
        ];
    }

    /// <summary>Those in the file. What has not been saved is known to the books as well.</summary>
    public IReadOnlyList<PastPlot> Ended(DateTimeOffset since, int most) => file.Ended(since, most);

    public IReadOnlyList<MadePlot> Made(DateTimeOffset since)
    {
        lock (_turn)
        {
            // Each plot is completed once, and with its last record.
            var unsaved = _unsaved.OfType<Change.Plot>().Select(change => change.Record)
                .GroupBy(plot => (plot.RunId, plot.Number)).Select(records => records.Last());
            return
            [
                .. file.Made(since),
                .. from plot in unsaved
                   where plot.State == PlotState.Completed && plot.EndedAt >= since
                   select new MadePlot(plot.EndedAt!.Value, plot.FinalBytes ?? 0, _owners.GetValueOrDefault(plot.RunId, RunOwner.Own)),
            ];
        }
    }

    public void Dispose() => file.Dispose();

    private void Remember(IEnumerable<RunRecord> runs)
    {
        foreach (var run in runs.Where(run => run.Foreign))
        {
            _owners[run.RunId] = run.Owner;
        }
    }

    private bool IsDue() => time.GetElapsedTime(_tried) is var since && since >= Pause && since >= Share * _took;
}
