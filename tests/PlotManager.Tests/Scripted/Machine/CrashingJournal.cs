using PlotManager.Core.Farm.Checks;
using PlotManager.Journal;
using PlotManager.Tests.Faults;

namespace PlotManager.Tests.Scripted;

/// <summary>A journal whose commits are numbered calls of the manager's life, like those of the seam.</summary>
internal sealed class CrashingJournal(IJournal inner, SeamCalls calls) : IJournal
{
    public JournalState Load() => calls.Make("Journal.Load", "", inner.Load, () => throw new JournalException("it cannot be read"));

    public void Commit(IReadOnlyList<Change> changes)
    {
        if (changes.Count == 0)
        {
            return;
        }

        calls.Make(
            "Journal.Commit", "",
            () =>
            {
                inner.Commit(changes);
                return true;
            },
            () => throw new JournalException("the drive of the journal is full"));
    }

    public IReadOnlyList<EventRecord> Events(DateTimeOffset since) => inner.Events(since);

    public TrackedRun? Find(string runId) => inner.Find(runId);

    public IReadOnlyList<RunRecord> RunsEnded(DateTimeOffset since) => inner.RunsEnded(since);

    public IReadOnlyList<PastPlot> Ended(DateTimeOffset since, int most) => inner.Ended(since, most);

    public IReadOnlyList<CheckRecord> LastChecks() => inner.LastChecks();

    public void Dispose() => inner.Dispose();
}
