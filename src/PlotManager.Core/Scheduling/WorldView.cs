using System.Collections.Immutable;
using System.Runtime.InteropServices;
using PlotManager.Core.Farm;
using PlotManager.Core.Plotting;

namespace PlotManager.Core.Scheduling;

/// <summary>What was observed of a run beside its record. Sizes are in bytes; <see cref="RunInFlight"/> says what each one means.</summary>
public sealed record RunFigures
{
    public static RunFigures Unknown { get; } = new();

    public int Phase { get; init; }
    public string? TempDrive { get; init; }
    public string? Temp2Drive { get; init; }
    public string? DestinationDrive { get; init; }
    public ImmutableDictionary<string, long> FurtherDrives { get; init; } = ImmutableDictionary<string, long>.Empty;
    public long PlotBytes { get; init; }
    public long BytesAtDestination { get; init; }
    public long TempPeakBytes { get; init; }
    public long TempBytes { get; init; }
    public long Temp2PeakBytes { get; init; }
    public long Temp2Bytes { get; init; }
}

/// <summary>What one pass observed of the farm, beside what the state remembers.</summary>
/// <param name="Runs">By the id of the run. A run that is not there counts in the limits alone.</param>
/// <param name="Directories">By the path as in the config.</param>
public sealed record FarmObservation(
    DateTimeOffset At, IReadOnlyDictionary<string, RunFigures> Runs, IReadOnlyDictionary<string, DirectoryFinding> Directories)
{
    /// <summary>Why a job's plotter cannot be started, by the name of the job.</summary>
    public IReadOnlyDictionary<string, string> PlotterProblems { get; init; } = ImmutableDictionary<string, string>.Empty;

    /// <summary>A start that is later than those the state tells of; null where there is none.</summary>
    public DateTimeOffset? LastStart { get; init; }
}

/// <summary>
/// The world as a view of the farm's state and what was observed beside it; and back, for a farm of which only a world is known.
/// </summary>
public static class WorldView
{
    /// <param name="jobs">Names of the config's jobs, in their order.</param>
    public static World Of(IEnumerable<string> jobs, FarmState state, FarmObservation seen)
    {
        ImmutableArray<RunInFlight> runs =
            [.. state.Runs.Where(run => run.IsInFlight)
                .Select(run => InFlight(run, seen.Runs.GetValueOrDefault(run.RunId, RunFigures.Unknown)))];
        ImmutableArray<JobHistory> histories =
            [.. jobs.Select(job => History(state.Job(job), runs, seen.PlotterProblems.GetValueOrDefault(job)))];
        return new World
        {
            Now = seen.At,
            ManagerStarted = state.Session?.StartedAt ?? seen.At,
            Starts = state.Starts,
            Runs = runs,
            Jobs = histories,
            LastStart = LastStart(histories, seen.LastStart),
            Directories = seen.Directories,
        };
    }

    public static RunInFlight InFlight(TrackedRun tracked, RunFigures figures)
    {
        var run = tracked.Run;
        return new RunInFlight(run.RunId, run.Job)
        {
            Started = run.LaunchedAt,
            IsKickedOff = run.Counted,
            Phase = figures.Phase,
            PhaseEnds = tracked.Current?.PhaseEnds ?? [],
            Temp = run.Directories.Temp,
            Temp2 = run.Directories.Temp2,
            Destination = run.Directories.Destination,
            TempDrive = figures.TempDrive,
            Temp2Drive = figures.Temp2Drive,
            DestinationDrive = figures.DestinationDrive,
            FurtherDrives = figures.FurtherDrives,
            PlotsToMake = tracked.PlotsToMake,
            PlotBytes = figures.PlotBytes,
            BytesAtDestination = figures.BytesAtDestination,
            TempPeakBytes = figures.TempPeakBytes,
            TempBytes = figures.TempBytes,
            Temp2PeakBytes = figures.Temp2PeakBytes,
            Temp2Bytes = figures.Temp2Bytes,
        };
    }

    /// <param name="runs">In flight. A run that somebody else started moves the stagger like one of our own.</param>
    public static JobHistory History(JobRecord job, ImmutableArray<RunInFlight> runs, string? plotterProblem)
    {
        var lastStart = job.LastStart;
        foreach (var run in runs)
        {
            // A run that counts has moved it already.
            if (!run.IsKickedOff && run.Job == job.Name && !(lastStart >= run.Started))
            {
                lastStart = run.Started;
            }
        }

        return new JobHistory(job.Name)
        {
            KickedOff = job.KickedOff,
            Completed = job.Completed,
            DirectoryOffset = job.DirectoryOffset,
            LastStart = lastStart,
            HeldBackUntil = job.HeldBackUntil,
            HeldBackCause = job.HeldBackCause,
            PlotterProblem = plotterProblem,
        };
    }

    /// <summary>Last start of any job.</summary>
    public static DateTimeOffset? LastStart(ImmutableArray<JobHistory> jobs, DateTimeOffset? other)
    {
        foreach (var job in jobs)
        {
            other = other >= job.LastStart ? other : job.LastStart ?? other;
        }

        return other;
    }

    /// <summary>What a world tells of the farm's state, so that events can be applied to it.</summary>
    public static (FarmState State, FarmObservation Seen) TakeUp(World world)
    {
        var state = new FarmState
        {
            Session = new SessionRecord("", 0, world.ManagerStarted),
            Starts = world.Starts,
            Runs = [.. world.Runs.Select(Tracked)],
            Jobs = [.. world.Jobs.Select(job => new JobRecord(job.Name)
            {
                KickedOff = job.KickedOff,
                Completed = job.Completed,
                DirectoryOffset = job.DirectoryOffset,
                LastStart = job.LastStart,
                HeldBackUntil = job.HeldBackUntil,
                HeldBackCause = job.HeldBackCause,
            })],
        };
        return (state, new FarmObservation(world.Now, world.Runs.ToDictionary(run => run.RunId, FiguresOf), world.Directories)
        {
            PlotterProblems = world.Jobs.Where(job => job.PlotterProblem is not null)
                .ToDictionary(job => job.Name, job => job.PlotterProblem!),
            LastStart = world.LastStart,
        });
    }

    /// <summary>The events of a start that succeeds.</summary>
    public static ImmutableArray<FarmEvent> Launch(StartRun start, string runId, DateTimeOffset at) =>
        ImmutableCollectionsMarshal.AsImmutableArray<FarmEvent>(
            [new FarmEvent.RunIntended(RunOf(start, runId, at)), new FarmEvent.RunLaunched(runId, default)]);

    /// <summary>The run of a start, as it is written down before it is launched.</summary>
    public static RunRecord RunOf(StartRun start, string runId, DateTimeOffset at) => new()
    {
        RunId = runId,
        Job = start.Job.Name,
        Plotter = start.Job.Plotter.Name,
        K = start.Job.K,
        Compression = start.Job.Compression,
        Plots = start.Plots,
        LaunchedAt = at,
        Directories = start.Directories,
    };

    /// <summary>What a run takes of its drives as it starts.</summary>
    public static RunFigures FiguresOf(StartRun start) => new()
    {
        TempDrive = start.TempDrive,
        Temp2Drive = start.Temp2Drive,
        DestinationDrive = start.DestinationDrive,
        PlotBytes = start.Needs.PlotBytes,
        TempPeakBytes = start.Needs.TempPeakBytes,
        Temp2PeakBytes = start.Needs.Temp2PeakBytes,
    };

    public static RunFigures FiguresOf(RunInFlight run) => new()
    {
        Phase = run.Phase,
        TempDrive = run.TempDrive,
        Temp2Drive = run.Temp2Drive,
        DestinationDrive = run.DestinationDrive,
        FurtherDrives = run.FurtherDrives,
        PlotBytes = run.PlotBytes,
        BytesAtDestination = run.BytesAtDestination,
        TempPeakBytes = run.TempPeakBytes,
        TempBytes = run.TempBytes,
        Temp2PeakBytes = run.Temp2PeakBytes,
        Temp2Bytes = run.Temp2Bytes,
    };

    /// <summary>A run of which only this is known, with the plot now in the making as its first.</summary>
    public static TrackedRun Tracked(RunInFlight run) => new(
        new RunRecord
        {
            RunId = run.RunId,
            Job = run.Job,
            Plotter = "",
            Plots = run.PlotsToMake,
            State = RunState.Running,
            LaunchedAt = run.Started,
            Directories = new PlotDirectories(run.Temp, run.Temp2, run.Destination),
            Owner = run.Job is null ? RunOwner.Stranger : RunOwner.Own,
            Counted = run.IsKickedOff,
        },
        run.PhaseEnds.IsEmpty ? [] : [new PlotRecord(run.RunId, 1) { StartedAt = run.Started, PhaseEnds = run.PhaseEnds }]);
}
