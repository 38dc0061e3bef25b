using System.Collections.Immutable;
using PlotManager.Core.Scheduling;

namespace PlotManager.Core.Simulation;

/// <summary>What a simulation came to.</summary>
/// <param name="Length">How long was played.</param>
/// <param name="Started">Plots started, by runs that began in that time.</param>
/// <param name="Completed">Plots completed in that time.</param>
/// <param name="BytesCompleted">Their final sizes together.</param>
/// <param name="Temps">By the name of the drive.</param>
/// <param name="Waiting">Each rule's share of all waiting, 0..1, the greatest first. A job that has started all its plots waits no
/// more.</param>
/// <param name="Destinations">By the name of the drive.</param>
public sealed record SimulationSummary(
    TimeSpan Length,
    int Started,
    int Completed,
    long BytesCompleted,
    ImmutableArray<JobForecast> Jobs,
    ImmutableArray<TempForecast> Temps,
    ImmutableArray<WaitShare> Waiting,
    ImmutableArray<DestinationForecast> Destinations)
{
    /// <summary>When all jobs had made their plots (max_plots); null if the time ended before.</summary>
    public TimeSpan? AllMadeAfter { get; init; }

    /// <summary>Plots that failed in that time.</summary>
    public int Failed { get; init; }

    /// <summary>Plots that were made and found no room at their destination; they wait to the end.</summary>
    public int WithoutRoom { get; init; }

    public double PlotsPerDay => Length > TimeSpan.Zero ? Completed / Length.TotalDays : 0;

    public double TiBPerDay => Length > TimeSpan.Zero ? BytesCompleted / (double)(1L << 40) / Length.TotalDays : 0;
}

public sealed record JobForecast(string Job, int Started, int Completed, int Failed = 0);

/// <param name="PeakBytes">The most that its runs had in temp files together, each counted with the peak of the phase it was in and those
/// after.</param>
/// <param name="TotalBytes">Size of the drive, null if unknown.</param>
/// <param name="Idle">Share of the time, 0..1, in which no run used it.</param>
public sealed record TempForecast(string Drive, long PeakBytes, int PeakRuns, long? TotalBytes, double Idle)
{
    /// <summary>When its runs may first need more than is there, with the finished plots that came to it; null if never.</summary>
    public double? OverflowAtMinute { get; init; }
}

public sealed record WaitShare(Rule Rule, double Share);

/// <param name="Plots">Plots that were completed there.</param>
/// <param name="FullAtMinute">When it first had no room for another plot of the jobs that use it, null if never.</param>
/// <param name="FullInDays">
/// Days from minute 0 until it is full: as it was seen, else reckoned from the bytes a day that came there; null if its size is
/// unknown or nothing came.
/// </param>
public sealed record DestinationForecast(string Drive, int Plots, double? FullAtMinute, double? FullInDays)
{
    /// <summary>Plots that found no room there and wait to the end.</summary>
    public int WaitingPlots { get; init; }

    /// <summary>When the first of them began to wait; null if none does.</summary>
    public double? OverflowAtMinute { get; init; }
}
