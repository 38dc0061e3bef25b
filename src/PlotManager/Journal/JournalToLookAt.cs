using PlotManager.Core.Farm.Checks;

namespace PlotManager.Journal;

/// <summary>A journal for those who only look: what is written to it is remembered until it is disposed, and never saved.</summary>
/// <param name="inner">Null where there is none, or none that may be read.</param>
public sealed class JournalToLookAt(IJournal? inner) : IJournal
{
    private readonly List<Change> _written = [];

    private JournalOverlay WithWritten => new(inner, [.. _written]);

    public JournalState Load() => inner?.Load() ?? new JournalState();

    public void Commit(IReadOnlyList<Change> changes) => _written.AddRange(changes);

    public IReadOnlyList<EventRecord> Events(DateTimeOffset since) => WithWritten.Events(since);

    public TrackedRun? Find(string runId) => WithWritten.Find(runId);

    public IReadOnlyList<RunRecord> RunsEnded(DateTimeOffset since) => WithWritten.RunsEnded(since);

    public IReadOnlyList<PastPlot> Ended(DateTimeOffset since, int most) => WithWritten.Ended(since, most);

    public IReadOnlyList<PastPlot> Lost(DateTimeOffset since) => WithWritten.Lost(since);

    public IReadOnlyList<MadePlot> Made(DateTimeOffset since) => WithWritten.Made(since);

    public IReadOnlyList<CheckRecord> LastChecks() => WithWritten.LastChecks();

    public void Dispose() => inner?.Dispose();
}
