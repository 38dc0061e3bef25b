namespace PlotManager.Snapshots;

/// <summary>
/// The same picture some time later: ages grow and countdowns run down by the time that has truly passed, so a clock that is set changes
/// none of them. Nothing else is guessed.
/// </summary>
public static class SnapshotAge
{
    /// <param name="by">Time that has passed since the snapshot was as it is, by a monotonic clock.</param>
    public static Snapshot Later(this Snapshot snapshot, TimeSpan by)
    {
        return snapshot with
        {
            Now = snapshot.Now + by,
            Age = snapshot.Age + by.TotalSeconds,
            Jobs = [.. snapshot.Jobs.Select(job => Later(job, by.TotalSeconds))],
            Runs = [.. snapshot.Runs.Select(run => Later(run, by.TotalSeconds))],
        };
    }

    private static JobPart Later(JobPart job, double seconds) => job with
    {
        Held = [.. job.Held.Select(held => held.Rule == job.Rule ? held with { Seconds = held.Seconds + seconds } : held)],
    };

    // What a run has left moves only while it runs.
    private static RunPart Later(RunPart run, double seconds)
    {
        var isRunning = run.State == "running";
        return run with
        {
            Elapsed = run.Elapsed + seconds,
            PhaseSeconds = run.Phase is { } phase && phase == run.PhaseSeconds.Length && run.PhaseSeconds[^1] is { } current
                ? run.PhaseSeconds.SetItem(phase - 1, current + seconds)
                : run.PhaseSeconds,
            Left = isRunning && run.Left is { } left ? Math.Max(0, left - seconds) : run.Left,
            LeftP90 = isRunning && run.LeftP90 is { } most ? Math.Max(0, most - seconds) : run.LeftP90,
            Copies = [.. run.Copies.Select(copy => Later(copy, seconds))],
        };
    }

    private static CopyPart Later(CopyPart copy, double seconds)
    {
        var asRun = Later(
            new RunPart
            {
                RunId = "",
                Plotter = "",
                Foreign = false,
                State = copy.State,
                Elapsed = copy.Elapsed,
                Phase = copy.Phase,
                PhaseSeconds = copy.PhaseSeconds,
                Left = copy.Left,
                LeftP90 = copy.LeftP90,
            },
            seconds);
        return copy with { Elapsed = asRun.Elapsed, PhaseSeconds = asRun.PhaseSeconds, Left = asRun.Left, LeftP90 = asRun.LeftP90 };
    }
}
