using System.Collections.Immutable;
using PlotManager.Core.Plotting;
using PlotManager.Journal;
using PlotManager.Notifications;

namespace PlotManager.Store;

/// <summary>
/// The one place where a run's or a plot's state changes, and where plots are counted. Every change goes to the journal as one
/// transaction with all that follows from it: the counts, the notice.
/// </summary>
public sealed class Ledger
{
    private readonly IJournal _journal;
    private readonly Books _books;
    private readonly Dictionary<string, int> _directoryOffsets = [];

    private Ledger(IJournal journal)
    {
        var state = journal.Load();
        (_journal, _books, Unread) = (journal, new Books(state), state.Unread);
    }

    /// <summary>What the journal holds and this version does not know, each in a few words.</summary>
    public ImmutableArray<string> Unread { get; }

    public StartMode Starts => _books.Starts;

    /// <summary>Null in a ledger that is only looked at, where no manager has been yet.</summary>
    public FarmIdentity? Farm => _books.Farm?.Identity;

    /// <summary>When this manager started; null in a ledger that is only looked at.</summary>
    public DateTimeOffset? SessionStarted => _books.Session?.StartedAt;

    /// <summary>
    /// Why the journal cannot be written at present; null where it can. What it misses is kept and written as soon as it can be. Until then
    /// nothing is started, deleted or moved.
    /// </summary>
    public string? Trouble => _journal.Trouble;

    /// <summary>How many changes are in memory only.</summary>
    public int Unsaved => _journal.Unsaved.Length;

    /// <summary>Names of the services that notices are queued for.</summary>
    public IReadOnlyCollection<string> Services { get; set; } = [];

    /// <summary>Told of every plot whose record has changed: its run, the plot before (null: new) and now.</summary>
    public Action<RunRecord, PlotRecord?, PlotRecord> PlotChanged { get; set; } = (_, _, _) => { };

    /// <summary>Told when a notice was queued, saved or not.</summary>
    public Action NoticeQueued { get; set; } = () => { };

    /// <summary>Plots that ended since the ledger was loaded.</summary>
    public int PlotsEnded { get; private set; }

    /// <summary>All that are remembered: those that have not ended, and those that ended in the last days.</summary>
    public IEnumerable<TrackedRun> Known => _books.Runs;

    /// <summary>Runs whose process may live, those with a lingering process included.</summary>
    public IEnumerable<TrackedRun> Open => _books.Runs.Where(run => run.Run.State != RunState.Ended);

    public IEnumerable<TrackedRun> InFlight => _books.Runs.Where(run => run.IsInFlight);

    public static Ledger Load(IJournal journal) => new(journal);

    /// <summary>Begins a life of the manager. After a clean end the counts begin anew; after a crash they go on.</summary>
    public void BeginSession(string id, int pid, DateTimeOffset now)
    {
        var crashed = _books.Session is { EndedAt: null };
        var changes = new List<Change> { new Change.Session(new SessionRecord(id, pid, now)) };
        if (!crashed)
        {
            changes.AddRange(_books.Jobs.Select(job => new Change.Job(new JobRecord(job.Name) { LastStart = job.LastStart, NoDestinationSince = job.NoDestinationSince })));
            changes.AddRange(_books.Runs.Where(run => run.Run.Counted).Select(run => new Change.Run(run.Run with { Counted = false })));
        }

        if (Starts == StartMode.Draining)
        {
            changes.Add(new Change.Starts(StartMode.Allowed)); // a drain ends with the manager that drained; a pause stays
        }

        Write(changes);
    }

    /// <summary>Writes down which farm this is and where it lies now.</summary>
    public void Recognise(FarmRecord farm) => Write([new Change.Farm(farm)]);

    public void EndSession(DateTimeOffset now) =>
        Write([new Change.Session(_books.Session! with { EndedAt = now }), new Change.Happened(HeldBefore.Stopped(now))]);

    public JobRecord Job(string name) => _books.Job(name) ?? new JobRecord(name);

    /// <summary>Runs of the job adopted when the manager started + runs launched since.</summary>
    public int DirectoryOffset(string job) => _directoryOffsets.GetValueOrDefault(job);

    public TrackedRun? Find(string runId) => _books.Find(runId);

    /// <summary>Plots of this farm that failed, were killed or are suspect since then, the user's own kills apart.</summary>
    public IEnumerable<(RunRecord Run, PlotRecord Plot)> Lost(DateTimeOffset since) =>
        from run in _books.Runs
        where !run.Run.KilledByUser && run.Run.Owner.IsReported()
        from plot in run.Plots
        where plot.EndedAt >= since && (plot.State is PlotState.Failed or PlotState.Killed or PlotState.Unknown || plot.Suspect is not null)
        orderby plot.EndedAt descending
        select (run.Run, plot);

    /// <summary>The run whose process this is, ended ones included: a lingering process is never taken for a new run.</summary>
    public TrackedRun? FindByProcess(ProcessIdentity process) => _books.FindByProcess(process);

    /// <summary>Writes down the wish to start a run, before its process exists.</summary>
    public bool Intend(RunRecord run)
    {
        Write([new Change.Run(run with { State = RunState.Intended })]);
        return Trouble is null;
    }

    /// <summary>Its process exists, or has existed: it has started, and counts.</summary>
    /// <param name="process">Null if it is gone and only its log tells of it.</param>
    public void Confirm(string runId, ProcessIdentity? process)
    {
        var run = _books[runId].Run with { State = RunState.Running, EndedAt = null, Process = process, Counted = true };
        var job = Job(run.Job!);
        Write([
            new Change.Run(run),
            new Change.Job(job with { KickedOff = job.KickedOff + run.Plots, LastStart = run.LaunchedAt }),
        ]);
    }

    /// <summary>The process that was started is gone, and its child plots on.</summary>
    public void GoesOn(string runId, ProcessIdentity child) => Write([new Change.Run(_books[runId].Run with { Process = child })]);

    /// <summary>It never came to a process: nothing is counted, but the job is held back as after an early death.</summary>
    public void Refuse(string runId, string cause, string host, DateTimeOffset now)
    {
        var run = _books[runId].Run with { State = RunState.Ended, EndedAt = now };
        var (job, notice) = HoldingBack.AfterFailure(Job(run.Job!), beforeFirstMilestone: true, cause, host, now);
        Write([new Change.Run(run), new Change.Job(job), .. Queued(notice)]);
    }

    /// <summary>The manager died between writing the intention and starting the process.</summary>
    public void Forget(string runId, DateTimeOffset now) => Write([new Change.Run(_books[runId].Run with { State = RunState.Ended, EndedAt = now })]);

    /// <summary>A foreign run is taken into the books.</summary>
    public void Adopt(RunRecord run) => Write([new Change.Run(run)]);

    /// <summary>The next entries of the job's directory lists have their turn: a run was launched, or was in flight when the manager started.</summary>
    public void TurnDirectories(string? job)
    {
        if (job is not null)
        {
            _directoryOffsets[job] = DirectoryOffset(job) + 1;
        }
    }

    public void SetStarts(StartMode mode) => Write([new Change.Starts(mode)]);

    /// <summary>The user ends this run on purpose, or did not after all.</summary>
    public void MarkKilledByUser(string runId, bool killed = true) => Write([new Change.Run(_books[runId].Run with { KilledByUser = killed })]);

    /// <summary>A changed config lets a held-back job try again.</summary>
    public void ReleaseHeldBack(string job) =>
        Write([new Change.Job(Job(job) with { HeldBackUntil = null, HeldBackCause = null, FailuresInARow = 0, PausesInARow = 0 })]);

    /// <summary>A job has no destination for another plot from now on.</summary>
    public void BeginShortage(string job, DateTimeOffset now, Notice notice) =>
        Write([new Change.Job(Job(job) with { NoDestinationSince = now }), .. Queued(notice)]);

    public void EndShortage(string job) => Write([new Change.Job(Job(job) with { NoDestinationSince = null })]);

    /// <summary>The wall clock was set: what is remembered moves with it, so that no wait grows or shrinks.</summary>
    public void ShiftClock(TimeSpan by) =>
        Write(_books.Session is { } session ? [.. Shifted(by), new Change.Session(session with { StartedAt = session.StartedAt + by })] : [.. Shifted(by)]);

    /// <summary>It was set before this manager started.</summary>
    public void ShiftPast(TimeSpan by) => Write([.. Shifted(by)]);

    private IEnumerable<Change> Shifted(TimeSpan by) =>
    [
        .. _books.Jobs.Select(job => new Change.Job(job with { LastStart = job.LastStart + by, HeldBackUntil = job.HeldBackUntil + by })),
        .. Open.Select(run => new Change.Run(run.Run with { LaunchedAt = run.Run.LaunchedAt + by, SuspendedSince = run.Run.SuspendedSince + by })),
        .. Open.SelectMany(run => run.Plots).Where(plot => !plot.State.IsOver())
            .Select(plot => new Change.Plot(plot with { StartedAt = plot.StartedAt + by, PhaseEnds = [.. plot.PhaseEnds.Select(end => end + by)] })),
    ];

    /// <summary>Puts what was seen of a run into the books, with everything that follows: counts, holding back, notices.</summary>
    public void Settle(TrackedRun after, NoticeFacts facts, DateTimeOffset now)
    {
        var before = _books[after.RunId];
        var changes = new List<Change>();
        if (after.Run != before.Run)
        {
            RefuseImpossible(before.Run.State, after.Run.State);
            changes.Add(new Change.Run(after.Run));
        }

        var isReported = after.Run.Owner.IsReported();
        var job = isReported && after.Run.Job is { } name ? Job(name) : null;
        var jobBefore = job;
        foreach (var plot in after.Plots)
        {
            var old = plot.Number <= before.Plots.Length ? before.Plots[plot.Number - 1] : null;
            if (plot == old)
            {
                continue;
            }

            changes.Add(new Change.Plot(plot));
            PlotChanged(after.Run, old, plot);
            if (plot.State != old?.State)
            {
                PlotsEnded += plot.State.IsOver() ? 1 : 0;
                job = Counting.AfterPlot(job, plot, after.Run);
                changes.AddRange(Queued(isReported ? RunNotices.About(plot, after.Run, facts, now) : null));
            }
        }

        if (after.Run.State == RunState.Ended && before.Run.State != RunState.Ended)
        {
            job = Counting.GiveBack(job, after.Run, Math.Max(0, after.Run.Plots - after.Plots.Length)); // those it never began
        }

        if (job is not null && before.IsInFlight && !after.IsInFlight && after.PlotsMade < after.Run.Plots && !after.Run.KilledByUser && !after.Run.Foreign && !facts.Rebooted)
        {
            var last = after.Current;
            (job, var notice) = HoldingBack.AfterFailure(job, last is null || facts.DiedBeforeWork, last?.Detail ?? "it ended at once", facts.Host, now);
            changes.AddRange(Queued(notice));
        }

        if (job is not null && job != jobBefore)
        {
            changes.Add(new Change.Job(job));
        }

        if (changes.Count > 0)
        {
            Write(changes);
            Tidy(now);
        }
    }

    /// <summary>News of the manager itself.</summary>
    public void Queue(Notice notice) => Write(Queued(notice));

    /// <summary>Writes down what was decided or done, and why.</summary>
    public void Record(IEnumerable<EventRecord> events) => Write(events.Select(happened => new Change.Happened(happened)));

    /// <summary>The drive this directory was last seen on, null if it was not or that was forgotten.</summary>
    public string? DriveOf(string directory) => _books.DriveOf(directory);

    /// <param name="driveOf">Null where it is not known: what was remembered stays.</param>
    public void Remember(IEnumerable<string> directories, Func<string, string?> driveOf) =>
        Write([.. directories.Where(path => driveOf(path) is { } drive && drive != DriveOf(path)).Select(path => new Change.Directory(path, driveOf(path)))]);

    public void ForgetDrives() => Write([.. _books.Directories.Select(path => new Change.Directory(path, null))]);

    /// <summary>Tries to write what the journal has missed, and sees that the journal is still under its name.</summary>
    public void Flush() => Write([]);

    /// <summary>Whether the journal could not be written and now can: what waits for that need not wait for the next pass as well.</summary>
    public bool IsSavedAgain()
    {
        if (Trouble is null)
        {
            return false;
        }

        Flush();
        return Trouble is null;
    }

    private IEnumerable<Change> Queued(Notice? notice) => notice is null ? [] : [new Change.Queued(notice, Services)];

    private static void RefuseImpossible(RunState before, RunState after)
    {
        if (before != after && !before.MayBecome(after))
        {
            throw new InvalidOperationException($"a run that is {before} cannot become {after}");
        }
    }

    // Ended runs are remembered as long as their process may linger; they are few, but a farm runs for months.
    private void Tidy(DateTimeOffset now)
    {
        var old = _books.Runs.Where(run => run.Run.EndedAt < now - TimeSpan.FromDays(3)).ToList();
        old.ForEach(_books.Drop);
    }

    private void Write(IEnumerable<Change> changes)
    {
        List<Change> all = [.. changes];
        all.ForEach(_books.Apply);
        _journal.Commit(all);
        if (all.Exists(change => change is Change.Queued))
        {
            NoticeQueued();
        }
    }
}
