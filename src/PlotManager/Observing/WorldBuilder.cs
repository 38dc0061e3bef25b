using System.Collections.Immutable;
using PlotManager.Core.Configuration;
using PlotManager.Core.Launching;
using PlotManager.Core.Scheduling;
using PlotManager.Core.Simulation;

namespace PlotManager.Observing;

/// <summary>From what was seen and the farm's state to the world that Decide knows.</summary>
public static class WorldBuilder
{
    public static World Build(Config config, FarmState farm, Observation seen)
    {
        var runs = seen.Runs.Select(run => InFlight(run, seen.At)).ToImmutableArray();
        var jobs = config.Jobs
            .Select(job => History(job, farm, runs, seen.Plotters.GetValueOrDefault(CommandLine.Executable(job.Plotter, job)).Problem))
            .ToImmutableArray();
        return new World
        {
            Now = seen.At,
            ManagerStarted = farm.Session?.StartedAt ?? seen.At,
            Starts = farm.Starts,
            Runs = runs,
            Jobs = jobs,
            LastStart = jobs.Max(job => job.LastStart),
            Directories = seen.Directories,
            Checks = seen.Checks,
        };
    }

    private static JobHistory History(Job job, FarmState farm, ImmutableArray<RunInFlight> runs, string? plotterProblem)
    {
        var record = farm.Job(job.Name);

        // A run that somebody else started moves the stagger like one of our own.
        var lastStart = runs.Where(run => run.Job == job.Name).Select(run => (DateTimeOffset?)run.Started).Append(record.LastStart).Max();
        return new JobHistory(job.Name)
        {
            KickedOff = record.KickedOff,
            Completed = record.Completed,
            DirectoryOffset = record.DirectoryOffset,
            LastStart = lastStart,
            HeldBackUntil = record.HeldBackUntil,
            HeldBackCause = record.HeldBackCause,
            PlotterProblem = plotterProblem,
        };
    }

    private static RunInFlight InFlight(ObservedRun seen, DateTimeOffset at)
    {
        var run = seen.Tracked.Run;
        var (temp, temp2, destination) = run.Directories;
        // Of a size that its plotter does not make nothing is known: such a run counts in the limits alone.
        var k = (run.K ?? seen.Log?.Current?.K) is { } said && seen.Profile.AllowsK(said) ? said : (int?)null;
        var phase = Phase(seen, k ?? 32, at);
        var hasTemp2 = temp2 is not null && temp2 != temp;
        var plotBytes = k is { } size ? seen.Profile.FinalBytes(size, run.Compression) : 0;
        var waiting = PlotNeeds.WaitingForCopy(seen.Profile, seen.Process?.Arguments ?? [], plotBytes);
        var (now, peak) = k is not null ? (Peak(1), Peak(seen.Tracked.PlotsToMake)) : default;
        return new RunInFlight(run.RunId, run.Job)
        {
            Started = run.LaunchedAt,
            IsKickedOff = run.Counted,
            Phase = phase,
            PhaseEnds = seen.Tracked.Current?.PhaseEnds ?? [],
            Temp = temp,
            Temp2 = temp2,
            Destination = destination,
            TempDrive = seen.Drives.Temp,
            Temp2Drive = seen.Drives.Temp2,
            DestinationDrive = seen.Drives.Destination,
            FurtherDrives =
                seen.FurtherDrives.ToImmutableDictionary(drive => drive, drive => seen.Files.AtFurther.GetValueOrDefault(drive)),
            PlotsToMake = seen.Tracked.PlotsToMake,
            PlotBytes = plotBytes,
            BytesAtDestination = seen.Files.AtDestination,
            TempPeakBytes = Math.Max(now.Temp + seen.Files.Made, peak.Temp),
            TempBytes = seen.Files.Temp,
            Temp2PeakBytes = peak.Temp2,
            Temp2Bytes = seen.Files.Temp2,
        };

        (long Temp, long Temp2) Peak(int plots) =>
            PlotNeeds.StillToCome(seen.Profile, k ?? 0, Math.Max(0, phase - 1), hasTemp2, plots, waiting);
    }

    // A run that tells nothing of its phase counts as in phase 1 no longer than that usually takes.
    private static int Phase(ObservedRun seen, int k, DateTimeOffset now)
    {
        var isSilent = seen.Phase == 0 && seen.Log is null;
        return isSilent && now - seen.Tracked.Run.LaunchedAt > PhaseDurationText.Usual(seen.Profile, k)[0] ? 2 : seen.Phase;
    }
}
