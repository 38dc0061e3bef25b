using PlotManager.Core.Farm.Checks;
using PlotManager.Core.Notifications;
using PlotManager.Core.Plotting;
using PlotManager.Journal;

namespace PlotManager.Tests.Scripted;

/// <summary>A journal in memory that outlives the managers which write it: all of a commit or nothing, as the real one.</summary>
internal sealed class MemoryJournal : IJournal
{
    private readonly Dictionary<string, CheckRecord> _checks = [];
    private JournalState _state = new() { Farm = new FarmRecord(ScriptedFarm.Identity) };

    /// <summary>Every notice that was queued, in order, but that a manager has started.</summary>
    public List<string> Queued { get; } = [];

    public List<Notice> Notices { get; } = [];

    /// <summary>Why commits fail at present.</summary>
    public string? Refuses { get; set; }

    public int Commits { get; private set; }

    public JournalState Load() =>
        _state with { Checks = [.. _checks.Values.Where(check => check.EndedAt is null)] };

    public void Commit(IReadOnlyList<Change> changes)
    {
        if (changes.Count == 0)
        {
            return;
        }

        if (Refuses is { } refusal)
        {
            throw new JournalException(refusal);
        }

        Commits++;
        Written.AddRange(changes.OfType<Change.Happened>().Select(change => change.Record));
        foreach (var check in changes.OfType<Change.Check>().Select(change => change.Record))
        {
            _checks[check.CheckId] = check;
        }

        foreach (var change in changes)
        {
            _state = change switch
            {
                Change.Run { Record: var run } => _state with { Runs = [.. _state.Runs.Where(known => known.RunId != run.RunId), run] },
                Change.Plot { Record: var plot } => _state with
                {
                    Plots = [.. _state.Plots.Where(known => (known.RunId, known.Number) != (plot.RunId, plot.Number)), plot],
                },
                Change.Job { Record: var job } => _state with { Jobs = [.. _state.Jobs.Where(known => known.Name != job.Name), job] },
                Change.Session { Record: var session } => _state with { LastSession = session },
                Change.Directory directory => _state with
                {
                    Directories = [.. _state.Directories.Where(known => known.Path != directory.Path), directory],
                },
                Change.Farm { Record: var farm } => _state with { Farm = farm },
                Change.Starts { Mode: var mode } => _state with { Starts = mode },
                _ => _state,
            };
            if (change is Change.Queued { Notice: { Kind: not NoticeKind.ManagerStarted } notice } && !Queued.Contains(notice.Id))
            {
                Queued.Add(notice.Id);
                Notices.Add(notice);
            }
        }
    }

    public List<EventRecord> Written { get; } = [];

    public IReadOnlyList<EventRecord> Events(DateTimeOffset since) => [.. Written.Where(happened => happened.At >= since)];

    public TrackedRun? Find(string runId) => _state.Runs.FirstOrDefault(run => run.RunId == runId) is { } run
        ? new TrackedRun(run, [.. _state.Plots.Where(plot => plot.RunId == runId).OrderBy(plot => plot.Number)])
        : null;

    public IReadOnlyList<RunRecord> RunsEnded(DateTimeOffset since) =>
        [.. _state.Runs.Where(run => run.State == RunState.Ended && run.EndedAt >= since)];

    public IReadOnlyList<PastPlot> Ended(DateTimeOffset since, int most) =>
    [
        .. _state.Plots.Where(plot => plot.EndedAt >= since).OrderByDescending(plot => plot.EndedAt).Take(most)
            .Select(plot => new PastPlot(_state.Runs.First(run => run.RunId == plot.RunId), plot)),
    ];

    public IReadOnlyList<CheckRecord> LastChecks() => CheckRecords.Last(_checks.Values);

    public void Dispose()
    {
        // It outlives its user.
    }
}
