using System.Collections.Immutable;
using PlotManager.Core.Configuration;
using PlotManager.Core.Plotting;
using PlotManager.Core.Scheduling;

namespace PlotManager.Core.Simulation;

/// <summary>How long the phases of a plot take; a run is gone when the last one ends.</summary>
/// <param name="Default">For jobs that have none of their own, and for runs of no job.</param>
/// <param name="OfJob">By the job's name.</param>
public sealed record PhaseDurations(ImmutableArray<TimeSpan> Default, ImmutableDictionary<string, ImmutableArray<TimeSpan>> OfJob)
{
    public PhaseDurations(params double[] minutes)
        : this([.. minutes.Select(TimeSpan.FromMinutes)], ImmutableDictionary<string, ImmutableArray<TimeSpan>>.Empty) { }

    public ImmutableArray<TimeSpan> For(string? job) => job is not null && OfJob.TryGetValue(job, out var own) ? own : Default;

    public PhaseDurations With(string job, params double[] minutes) =>
        this with { OfJob = OfJob.SetItem(job, [.. minutes.Select(TimeSpan.FromMinutes)]) };
}

/// <summary>What is to be played through.</summary>
/// <param name="Start">The farm at minute 0: empty, or as it is now.</param>
/// <param name="Length">How long the manager runs.</param>
/// <param name="Polling">
/// Looks come only at multiples of <c>check_interval</c>, also after a look that started something, as the original's did. Otherwise
/// the manager looks at every event, and again at once after a start.
/// </param>
public sealed record SimulationPlan(Config Config, World Start, PhaseDurations Durations, TimeSpan Length, bool Polling = false)
{
    /// <summary>Share of all plots, 0..1, whose plotter dies at some instant of the plot. The same ones every time.</summary>
    public double Failures { get; init; }
}

/// <summary>A run of the simulation, told when it starts; how it goes on is known then.</summary>
/// <param name="StartMinute">Minutes since the first look; at or below 0 for a run that was there already.</param>
/// <param name="PhaseEndMinutes">Where its phases end, plot after plot, as far as is played.</param>
/// <param name="EndMinute">When it is gone: its last plot is made, or one has failed.</param>
/// <param name="WasThere">In flight at minute 0.</param>
public sealed record SimulatedRun(
    string? Job, PlotDirectories Directories, int Plots, double StartMinute, ImmutableArray<double> PhaseEndMinutes, double EndMinute,
    int PhasesPerPlot, bool WasThere);
