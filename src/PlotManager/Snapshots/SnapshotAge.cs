using System.Collections.Immutable;

namespace PlotManager.Snapshots;

/// <summary>
/// The same picture some time later: ages grow and countdowns run down by the time that has truly passed, so a clock that is set changes
/// none of them. Nothing else is guessed.
/// </summary>
public static class SnapshotAge
{
    /// <param name="by">Time that has passed since the snapshot was as it is, by a monotonic clock.</param>
    public static Snapshot Later(this Snapshot snapshot, TimeSpan by) => snapshot with
    {
        Now = snapshot.Now + by,
        Age = snapshot.Age + by.TotalSeconds,
        Jobs = [.. snapshot.Jobs.Select(job => Later(job, by.TotalSeconds))],
        Runs = [.. snapshot.Runs.Select(run => Later(run, by.TotalSeconds))],
    };

    private static JobPart Later(JobPart job, double seconds) => job with
    {
        Held = [.. job.Held.Select(held => held.Rule == job.Rule ? held with { Seconds = held.Seconds + seconds } : held)],
    };

    private static RunPart Later(RunPart run, double seconds) => run with
    {
        Elapsed = run.Elapsed + seconds,
        PhaseSeconds = Later(run.PhaseSeconds, run.Phase, seconds),
        Left = Left(run.Left, run.State, seconds),
        LeftP90 = Left(run.LeftP90, run.State, seconds),
        Copies = [.. run.Copies.Select(copy => Later(copy, seconds))],
    };

    private static CopyPart Later(CopyPart copy, double seconds) => copy with
    {
        Elapsed = copy.Elapsed + seconds,
        PhaseSeconds = Later(copy.PhaseSeconds, copy.Phase, seconds),
        Left = Left(copy.Left, copy.State, seconds),
        LeftP90 = Left(copy.LeftP90, copy.State, seconds),
    };

    // The phase that goes on is the last of them.
    private static ImmutableArray<double?> Later(ImmutableArray<double?> phases, int? phase, double seconds) =>
        phase is { } number && number == phases.Length && phases[^1] is { } current
            ? phases.SetItem(number - 1, current + seconds)
            : phases;

    // It moves only while the plotter runs.
    private static double? Left(double? left, string state, double seconds) =>
        state == "running" && left is { } known ? Math.Max(0, known - seconds) : left;
}
