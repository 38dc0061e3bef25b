using System.Collections.Immutable;
using PlotManager.Core.Farm.Checks;
using PlotManager.Core.Plotting;

namespace PlotManager.Core.Farm;

/// <summary>
/// All that is remembered of the farm: its runs, the counts of its jobs, the manager's session. <see cref="Apply"/> is the one place
/// where any of it changes. It holds runs that have not ended; what became of the others is in the journal.
/// </summary>
public sealed record FarmState
{
    public static FarmState Empty { get; } = new();

    /// <summary>The life of the manager that is, or was last. Null before the first.</summary>
    public SessionRecord? Session { get; init; }
    public StartMode Starts { get; init; }

    /// <summary>Intended, in flight, or with a process that lingers, in the order in which they came.</summary>
    public ImmutableArray<TrackedRun> Runs { get; init; } = [];
    public ImmutableArray<JobRecord> Jobs { get; init; } = [];

    /// <summary>Runs that count against the limits.</summary>
    public IEnumerable<TrackedRun> InFlight => Runs.Where(run => run.IsInFlight);

    /// <summary>The drive that each directory was last seen on.</summary>
    public ImmutableDictionary<string, string> Drives { get; init; } = ImmutableDictionary<string, string>.Empty;

    /// <summary>The destinations whose last plots were not made.</summary>
    public ImmutableDictionary<string, NotMadeThere> NotMade { get; init; } = ImmutableDictionary<string, NotMadeThere>.Empty;

    /// <summary>Checks of plots that are not over, in the order in which they were wanted.</summary>
    public ImmutableArray<CheckRecord> Checks { get; init; } = [];

    /// <summary>The state once this has happened. An event of a run that is not here, because it has ended, changes nothing.</summary>
    public FarmState Apply(FarmEvent happened) => happened switch
    {
        FarmEvent.PlotChanged changed => AfterPlot(changed),
        FarmEvent.PlotSettled settled => AfterSettled(settled),
        FarmEvent.OfCheck check => this with { Checks = Checks.After(check) },
        FarmEvent.SessionBegun begun => AfterBegin(begun),
        FarmEvent.SessionEnded ended => Session is { } session ? this with { Session = session with { EndedAt = ended.At } } : this,
        FarmEvent.FirstPassMade => AfterFirstPass(),
        FarmEvent.StartsChanged changed => this with { Starts = changed.Starts },
        FarmEvent.ClockShifted shifted => AfterShift(shifted),
        FarmEvent.DirectorySeen seen => AfterDirectory(seen),
        FarmEvent.RunIntended intended => WithNew(intended.Run with { State = RunState.Intended, EndedAt = null }),
        FarmEvent.RunAdopted adopted => WithNew(adopted.Run),
        FarmEvent.RunLaunched launched => AfterLaunch(launched.RunId, launched, takesTurn: true),
        FarmEvent.RunConfirmed confirmed => AfterLaunch(confirmed.RunId, confirmed, takesTurn: false),
        FarmEvent.RunForgotten forgotten =>
            Find(forgotten.RunId) is { Run.State: RunState.Intended } ? Without(IndexOf(forgotten.RunId)) : this,
        FarmEvent.RunFailed failed => AfterFailure(failed),
        FarmEvent.RunEnded ended => AfterEnd(ended),
        FarmEvent.BackOffBegun begun => WithJob(begun.Job, job => job.After(begun)),
        FarmEvent.JobReleased released => WithJob(released.Job, job => job.Released()),
        FarmEvent.ShortageBegun begun => WithJob(begun.Job, job => job with { NoDestinationSince = begun.At }),
        FarmEvent.ShortageEnded ended => WithJob(ended.Job, job => job with { NoDestinationSince = null }),
        _ => happened.RunId() is { } runId && IndexOf(runId) is var index and >= 0 ? WithRun(index, Runs[index].After(happened)) : this,
    };

    public FarmState ApplyAll(IEnumerable<FarmEvent> happened) => happened.Aggregate(this, (state, next) => state.Apply(next));

    /// <summary>Null for a run that has ended.</summary>
    public TrackedRun? Find(string runId) => IndexOf(runId) is var index and >= 0 ? Runs[index] : null;

    public TrackedRun? FindByProcess(ProcessIdentity process)
    {
        foreach (var run in Runs)
        {
            if (run.Run.Process == process)
            {
                return run;
            }
        }

        return null;
    }

    /// <summary>What is counted for this job; a blank record if nothing is.</summary>
    public JobRecord Job(string name) => JobIndexOf(name) is var index and >= 0 ? Jobs[index] : new JobRecord(name);

    /// <summary>
    /// Whether this event tells of a new state of one of its run's plots, not of one that is over or of a run that has ended.
    /// </summary>
    public bool IsNewOf(FarmEvent.PlotChanged changed) =>
        Find(changed.Plot.RunId) is { } run && run.MayTake(changed.Plot) && run.Plot(changed.Plot.Number)?.State != changed.Plot.State;

    private FarmState AfterBegin(FarmEvent.SessionBegun begun)
    {
        var afterCrash = Session is { EndedAt: null };
        return this with
        {
            Session = new SessionRecord(begun.Id, begun.Pid, begun.At),
            Starts = Starts == StartMode.Draining ? StartMode.Allowed : Starts, // a drain ends with the manager that drained
            Jobs = [.. Jobs.Select(job => job.InNewSession(afterCrash))],
            Runs = afterCrash ? Runs : [.. Runs.Select(run => run with { Run = run.Run with { Counted = false } })],
        };
    }

    private FarmState AfterFirstPass()
    {
        var state = this;
        foreach (var run in Runs)
        {
            if (run.IsInFlight && run.Run.Job is { } job)
            {
                state = state.WithJob(job, turns => turns.AfterTurn());
            }
        }

        return state;
    }

    // Another drive, or a user who has seen to it, is tried anew.
    private FarmState AfterDirectory(FarmEvent.DirectorySeen seen) => this with
    {
        Drives = seen.Drive is { } drive ? Drives.SetItem(seen.Path, drive) : Drives.Remove(seen.Path),
        NotMade = Drives.GetValueOrDefault(seen.Path) == seen.Drive ? NotMade : NotMade.Remove(seen.Path),
    };

    private FarmState AfterShift(FarmEvent.ClockShifted shifted) => this with
    {
        Session = shifted.BeforeSession || Session is not { } session
            ? Session
            : session with { StartedAt = session.StartedAt + shifted.By },
        Jobs = [.. Jobs.Select(job => job with { LastStart = job.LastStart + shifted.By, HeldBackUntil = job.HeldBackUntil + shifted.By })],
        Runs = [.. Runs.Select(run => run.After(shifted))],
        Checks = [.. Checks.Select(check => check.Shifted(shifted.By))],
    };

    private FarmState AfterLaunch(string runId, FarmEvent happened, bool takesTurn)
    {
        var index = IndexOf(runId);
        if (index < 0 || Runs[index].Run.State != RunState.Intended)
        {
            return this;
        }

        var run = Runs[index].After(happened);
        return WithRun(index, run).WithJob(run.Run.Job, job => takesTurn ? job.AfterLaunch(run.Run).AfterTurn() : job.AfterLaunch(run.Run));
    }

    private FarmState AfterPlot(FarmEvent.PlotChanged changed)
    {
        var index = IndexOf(changed.Plot.RunId);
        if (index < 0 || !Runs[index].MayTake(changed.Plot))
        {
            return this;
        }

        var before = Runs[index];
        var after = WithRun(index, before.After(changed).Compacted());
        if (!changed.Plot.State.IsOver() || !before.Run.Owner.IsReported())
        {
            return after;
        }

        var counted = after.WithJob(before.Run.Job, job => job.AfterPlot(changed.Plot, before.Run));
        return counted with { NotMade = NotMadeAfter(before.Run.Directories.Destination, changed.Plot) };
    }

    // Counts tell of the plots of this session.
    private FarmState AfterSettled(FarmEvent.PlotSettled settled)
    {
        var (run, plot) = (settled.Run, settled.Plot);
        var index = IndexOf(run.RunId);
        var after = index >= 0 && Runs[index].Plot(plot.Number) is not null ? WithRun(index, Runs[index].With(plot)) : this;
        return run.Owner.IsReported() && plot.EndedAt >= Session?.StartedAt
            ? after.WithJob(run.Job, job => job.AfterPlot(plot, run))
            : after;
    }

    // What nobody has seen says nothing about its destination.
    private ImmutableDictionary<string, NotMadeThere> NotMadeAfter(string? destination, PlotRecord plot) => (destination, plot.Proof) switch
    {
        ({ } folder, FileProof.Made) => NotMade.Remove(folder),
        ({ } folder, FileProof.NotMade) =>
            NotMade.SetItem(folder, new NotMadeThere((NotMade.GetValueOrDefault(folder)?.InARow ?? 0) + 1, plot.Detail ?? "")),
        _ => NotMade,
    };

    private FarmState AfterFailure(FarmEvent.RunFailed failed) =>
        Find(failed.RunId) is { } run ? WithJob(run.Run.Job, job => job.AfterFailure()) : this;

    private FarmState AfterEnd(FarmEvent.RunEnded ended)
    {
        var index = IndexOf(ended.RunId);
        if (index < 0)
        {
            return this;
        }

        var run = Runs[index];
        var neverBegun = Math.Max(0, run.Run.Plots - run.PlotsBegun);
        return Without(index).WithJob(run.Run.Job, job => job.GivenBack(neverBegun, run.Run));
    }

    private FarmState WithNew(RunRecord run) => IndexOf(run.RunId) < 0 ? this with { Runs = Runs.Add(new TrackedRun(run, [])) } : this;

    private FarmState WithRun(int index, TrackedRun run) => this with { Runs = Runs.SetItem(index, run) };

    private FarmState Without(int index) => this with { Runs = Runs.RemoveAt(index) };

    private FarmState WithJob(string? name, Func<JobRecord, JobRecord> change)
    {
        if (name is null)
        {
            return this;
        }

        var index = JobIndexOf(name);
        if (index < 0)
        {
            return this with { Jobs = Jobs.Add(change(new JobRecord(name))) };
        }

        var changed = change(Jobs[index]);
        return ReferenceEquals(changed, Jobs[index]) ? this : this with { Jobs = Jobs.SetItem(index, changed) };
    }

    private int IndexOf(string runId)
    {
        for (var index = 0; index < Runs.Length; index++)
        {
            if (Runs[index].RunId == runId)
            {
                return index;
            }
        }

        return -1;
    }

    private int JobIndexOf(string name)
    {
        for (var index = 0; index < Jobs.Length; index++)
        {
            if (Jobs[index].Name == name)
            {
                return index;
            }
        }

        return -1;
    }
}
