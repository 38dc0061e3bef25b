using System.Collections.Immutable;

namespace PlotManager.Core.Scheduling;

/// <summary>Something that happens to the farm and changes what may start.</summary>
public abstract record FarmEvent
{
    private FarmEvent() { }

    /// <summary>A run's plot has ended this phase (1-based) and is in the next.</summary>
    /// <param name="TempPeakBytes">Peak in temp of the phases still to come.</param>
    /// <param name="Temp2PeakBytes">The same of temp2.</param>
    public sealed record PhaseEnded(string RunId, int Phase, long TempPeakBytes = 0, long Temp2PeakBytes = 0) : FarmEvent;

    /// <summary>A run has made a plot and goes on with the next one.</summary>
    public sealed record PlotMade(string RunId, long TempPeakBytes = 0, long Temp2PeakBytes = 0) : FarmEvent;

    /// <summary>A run is gone. The plots it had still to make are made if <paramref name="Made"/>; else they are given back to its job.</summary>
    public sealed record RunEnded(string RunId, bool Made) : FarmEvent;

    /// <summary>A run that this manager did not start is there: adopted at its start, or somebody else's.</summary>
    public sealed record RunAppeared(RunInFlight Run) : FarmEvent;

    /// <summary>Early deaths hold a job back.</summary>
    public sealed record JobHeldBack(string Job, DateTimeOffset Until, string Cause) : FarmEvent;

    public sealed record StartsSwitched(StartMode Starts) : FarmEvent;

    /// <summary>A directory was looked at anew.</summary>
    public sealed record DirectoryChanged(string Path, DirectoryFinding Finding) : FarmEvent;
}

public sealed partial record World
{
    private static readonly JobHistory NoHistory = new("");

    /// <summary>The same farm at another instant.</summary>
    public World At(DateTimeOffset instant) => this with { Now = instant };

    /// <summary>The world once this start has succeeded, at the same instant; the new run is the last of <see cref="Runs"/>.</summary>
    /// <param name="start">From a decision over this world.</param>
    /// <param name="runId">Null: one made of the job's name and its offset.</param>
    public World After(Start start, string? runId = null)
    {
        var name = start.Job.Name;
        var history = HistoryOf(name);
        var run = new RunInFlight(runId ?? $"{name}#{history.DirectoryOffset}", name)
        {
            Started = Now,
            IsKickedOff = true,
            Temp = start.Directories.Temp,
            Temp2 = start.Directories.Temp2,
            Destination = start.Directories.Destination,
            TempDrive = start.TempDrive,
            Temp2Drive = start.Temp2Drive,
            DestinationDrive = start.DestinationDrive,
            PlotsToMake = start.Plots,
            PlotBytes = start.Needs.PlotBytes,
            TempPeakBytes = start.Needs.TempPeakBytes,
            Temp2PeakBytes = start.Needs.Temp2PeakBytes,
        };
        return this with
        {
            Runs = Runs.Add(run),
            LastStart = Now,
            Jobs = With((history.Name.Length == 0 ? new JobHistory(name) : history) with
            {
                KickedOff = history.KickedOff + start.Plots,
                DirectoryOffset = history.DirectoryOffset + 1,
                LastStart = Now,
            }),
        };
    }

    /// <summary>The world once this has happened, at the same instant. An event of a run or job that is not there changes nothing.</summary>
    public World After(FarmEvent happened) => happened switch
    {
        FarmEvent.PhaseEnded ended => WithRun(ended.RunId, run => run with
        {
            Phase = ended.Phase + 1,
            PhaseEnds = Ended(run.PhaseEnds, ended.Phase),
            TempPeakBytes = ended.TempPeakBytes,
            Temp2PeakBytes = ended.Temp2PeakBytes,
        }),
        FarmEvent.PlotMade made => AfterPlot(made),
        FarmEvent.RunEnded ended => AfterEnd(ended),
        FarmEvent.RunAppeared appeared => this with { Runs = Runs.Add(appeared.Run) },
        FarmEvent.JobHeldBack held => this with
        {
            Jobs = With(HistoryOf(held.Job) with { HeldBackUntil = held.Until, HeldBackCause = held.Cause }),
        },
        FarmEvent.StartsSwitched switched => this with { Starts = switched.Starts },
        FarmEvent.DirectoryChanged changed => this with
        {
            Directories = new Dictionary<string, DirectoryFinding>(Directories) { [changed.Path] = changed.Finding },
        },
        _ => this,
    };

    /// <summary>What is remembered of this job; a blank page if nothing is.</summary>
    public JobHistory HistoryOf(string job)
    {
        foreach (var history in Jobs)
        {
            if (history.Name == job)
            {
                return history;
            }
        }

        return NoHistory;
    }

    /// <summary>As <see cref="HistoryOf"/>, quicker where the histories stand in the order of the jobs.</summary>
    internal JobHistory HistoryAt(int index, string job) =>
        index < Jobs.Length && Jobs[index].Name == job ? Jobs[index] : HistoryOf(job);

    internal bool HasRunsOf(string job)
    {
        foreach (var run in Runs)
        {
            if (run.Job == job)
            {
                return true;
            }
        }

        return false;
    }

    private World AfterPlot(FarmEvent.PlotMade made)
    {
        var index = IndexOf(made.RunId);
        if (index < 0)
        {
            return this;
        }

        var run = Runs[index];
        var world = Filled(run, plots: 1);
        if (run.Job is { } job && HistoryOf(job) is { Name.Length: > 0 } history)
        {
            world = world with { Jobs = With(history with { Completed = history.Completed + 1 }) };
        }

        return world with
        {
            Runs = Runs.SetItem(index, run with
            {
                Phase = 1,
                PhaseEnds = [],
                PlotsToMake = run.PlotsToMake - 1,
                BytesAtDestination = 0,
                TempPeakBytes = made.TempPeakBytes,
                Temp2PeakBytes = made.Temp2PeakBytes,
                TempBytes = 0,
                Temp2Bytes = 0,
            }),
        };
    }

    private World AfterEnd(FarmEvent.RunEnded ended)
    {
        var index = IndexOf(ended.RunId);
        if (index < 0)
        {
            return this;
        }

        var run = Runs[index];
        var world = ended.Made ? Filled(run, run.PlotsToMake) : this;
        if (run.Job is { } job && HistoryOf(job) is { Name.Length: > 0 } history)
        {
            history = ended.Made
                ? history with { Completed = history.Completed + run.PlotsToMake }
                : history with { KickedOff = history.KickedOff - (run.IsKickedOff ? run.PlotsToMake : 0) };
            world = world with { Jobs = world.With(history) };
        }
        return world with { Runs = Runs.RemoveAt(index) };
    }

    /// <summary>The destination's drive once the run has written so many plots to the end.</summary>
    private World Filled(RunInFlight run, int plots)
    {
        var bytes = (long)Int128.Clamp(((Int128)plots * run.PlotBytes) - run.BytesAtDestination, 0, Room.Most);
        if (run.DestinationDrive is null || bytes == 0)
        {
            return this;
        }

        var directories = new Dictionary<string, DirectoryFinding>(Directories.Count);
        foreach (var (path, finding) in Directories)
        {
            directories[path] = finding.Drive == run.DestinationDrive
                ? finding with { FreeBytes = Math.Max(0, finding.FreeBytes - bytes) }
                : finding;
        }
        return this with { Directories = directories };
    }

    private World WithRun(string id, Func<RunInFlight, RunInFlight> change)
    {
        var index = IndexOf(id);
        return index < 0 ? this : this with { Runs = Runs.SetItem(index, change(Runs[index])) };
    }

    private int IndexOf(string runId)
    {
        for (var i = 0; i < Runs.Length; i++)
        {
            if (Runs[i].RunId == runId)
            {
                return i;
            }
        }

        return -1;
    }

    private ImmutableArray<JobHistory> With(JobHistory changed)
    {
        for (var i = 0; i < Jobs.Length; i++)
        {
            if (Jobs[i].Name == changed.Name)
            {
                return Jobs.SetItem(i, changed);
            }
        }

        return changed.Name.Length == 0 ? Jobs : Jobs.Add(changed);
    }

    private ImmutableArray<DateTimeOffset?> Ended(ImmutableArray<DateTimeOffset?> ends, int phase)
    {
        while (ends.Length < phase)
        {
            ends = ends.Add(null);
        }

        return ends.SetItem(phase - 1, Now);
    }
}
