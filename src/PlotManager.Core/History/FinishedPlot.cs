using System.Collections.Immutable;
using PlotManager.Core.Plotters.Logs;
using PlotManager.Core.Plotting;

namespace PlotManager.Core.History;

/// <summary>A plot that was made, for comparing plots with one another.</summary>
/// <param name="Job">Name of its job, null if unknown.</param>
/// <param name="Plotter">Name of its profile.</param>
/// <param name="PhaseSeconds">Seconds of phases 1, 2, ...; null where not known.</param>
public sealed record FinishedPlot(string? Job, string Plotter, int? K, ImmutableArray<double?> PhaseSeconds)
{
    public string? Temp { get; init; }
    public double? TotalSeconds { get; init; }
    public double? CopySeconds { get; init; }

    /// <summary>Null unless the log says that the plot was completed.</summary>
    public static FinishedPlot? Of(PlotLog plot, string plotter, string? job) =>
        plot.State != PlotState.Completed || plot.Phases.IsEmpty
            ? null
            : new FinishedPlot(job, plotter, plot.K, Seconds(plot.Phases))
            {
                Temp = plot.Temp,
                TotalSeconds = plot.TotalSeconds,
                CopySeconds = plot.CopySeconds,
            };

    private static ImmutableArray<double?> Seconds(ImmutableArray<PhaseEnd> ends)
    {
        var seconds = new double?[ends[^1].Phase];
        foreach (var end in ends)
        {
            seconds[end.Phase - 1] = end.Seconds;
        }

        return [.. seconds];
    }
}
