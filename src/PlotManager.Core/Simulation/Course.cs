using System.Collections.Immutable;
using PlotManager.Core.Configuration;
using PlotManager.Core.Scheduling;

namespace PlotManager.Core.Simulation;

/// <summary>How a job's plots go: the length of each phase, and the peaks of temp and temp2 from there on.</summary>
/// <param name="job">Null for runs of no job.</param>
internal sealed class Course(ImmutableArray<TimeSpan> phases, Job? job)
{
    private readonly ImmutableArray<(long Temp, long Temp2)> _peaksOfLast = PeaksOf(phases.Length, job, plots: 1);
    private readonly ImmutableArray<(long Temp, long Temp2)> _peaks = PeaksOf(phases.Length, job, plots: 2);

    private readonly ImmutableArray<TimeSpan> _before =
        [.. Enumerable.Range(0, phases.Length + 1)
            .Select(passed => phases.Take(passed).Aggregate(TimeSpan.Zero, (sum, phase) => sum + phase))];

    public ImmutableArray<TimeSpan> Phases { get; } = phases;

    /// <summary>How long a plot takes.</summary>
    public TimeSpan Length => _before[^1];

    public int? EarlyPhase => job?.StartEarlyPhase;

    /// <summary>How far into its plot this phase (1-based) begins.</summary>
    public TimeSpan Before(int phase) => _before[phase - 1];

    /// <param name="plots">Plots the run has still to make, the one in the making included.</param>
    public (long Temp, long Temp2) PeakFrom(int phasesPassed, int plots) => (plots > 1 ? _peaks : _peaksOfLast)[phasesPassed];

    private static ImmutableArray<(long Temp, long Temp2)> PeaksOf(int phases, Job? job, int plots) =>
        [.. Enumerable.Range(0, phases + 1).Select(passed => job is null ? default : PlotNeeds.PeakTemp(job, passed, plots))];
}
