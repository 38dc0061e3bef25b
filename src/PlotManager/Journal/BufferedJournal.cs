using System.Collections.Immutable;
using PlotManager.Core.Farm.Checks;

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

    public JournalState Load() => file.Load();

    /// <summary>Takes the changes, and writes all that waits if the file can be written and was not tried just now.</summary>
    public void Commit(IReadOnlyList<Change> changes)
    {
        lock (_turn)
        {
            _unsaved.AddRange(changes);
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

    public IReadOnlyList<EventRecord> Events(DateTimeOffset since) => WithUnsaved.Events(since);

    public TrackedRun? Find(string runId) => WithUnsaved.Find(runId);

    public IReadOnlyList<RunRecord> RunsEnded(DateTimeOffset since) => WithUnsaved.RunsEnded(since);

    public IReadOnlyList<PastPlot> Ended(DateTimeOffset since, int most) => WithUnsaved.Ended(since, most);

    public IReadOnlyList<PastPlot> Lost(DateTimeOffset since) => WithUnsaved.Lost(since);

    public IReadOnlyList<MadePlot> Made(DateTimeOffset since) => WithUnsaved.Made(since);

    public IReadOnlyList<CheckRecord> LastChecks() => WithUnsaved.LastChecks();

    public void Dispose() => file.Dispose();

    private JournalOverlay WithUnsaved => new(file, Unsaved);

    private bool IsDue() => time.GetElapsedTime(_tried) is var since && since >= Pause && since >= Share * _took;
}
