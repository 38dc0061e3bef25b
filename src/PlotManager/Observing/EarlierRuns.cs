using PlotManager.Journal;
using PlotManager.Store;

namespace PlotManager.Observing;

/// <summary>Runs that have left the farm's state, from the journal: what is left of them must not be taken for something new.</summary>
internal sealed class EarlierRuns(FarmStore store)
{
    /// <summary>An ended run's process may linger this long.</summary>
    private static readonly TimeSpan Lingering = TimeSpan.FromDays(3);

    private IReadOnlyList<RunRecord> _lately = [];
    private int? _readAt;

    /// <summary>Those that ended in the last days. Read when it is asked for, and again once another has ended.</summary>
    public IReadOnlyList<RunRecord> Lately(DateTimeOffset now)
    {
        if (_readAt != store.RunsEnded)
        {
            try
            {
                _lately = store.EndedRuns(now - Lingering);
                _readAt = store.RunsEnded;
            }
            catch (JournalException)
            {
                return _lately; // the counts of today's plots, read from the same place, say what is wrong
            }
        }

        return _lately;
    }

    /// <summary>Whether the farm has or had a run of this id. One that cannot be asked after may be.</summary>
    public bool MayHave(string runId) => !TryFind(runId, out var run) || run is not null;

    /// <returns>False where the journal cannot be read at present.</returns>
    public bool TryFind(string runId, out TrackedRun? run)
    {
        try
        {
            run = store.Find(runId);
            return true;
        }
        catch (JournalException)
        {
            run = null;
            return false;
        }
    }
}
