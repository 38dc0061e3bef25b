using System.Collections.Immutable;

namespace PlotManager.Core.History;

/// <summary>What finished plots are told apart by in <c>analyze_logs --by</c>.</summary>
public enum PlotGrouping
{
    Job,
    Plotter,
    K,
    Temp,
}

/// <summary>Median and spread of each phase over the plots of one group.</summary>
/// <param name="Group">The job's, plotter's or directory's name, or the size; <c>?</c> where not known.</param>
/// <param name="Phases">By phase; null where no plot of the group knows it.</param>
public sealed record PhaseRow(string Group, int Plots, ImmutableArray<Spread?> Phases, Spread? Copy, Spread? Total);

/// <summary>Compares finished plots, phase by phase.</summary>
public static class PhaseTable
{
    /// <summary>A row for each group, by name; plots whose run was suspended for a while are left out.</summary>
    public static ImmutableArray<PhaseRow> Of(IEnumerable<FinishedPlot> plots, PlotGrouping grouping) =>
    [
        .. plots.Where(plot => !plot.WasSuspended)
            .GroupBy(plot => Name(plot, grouping))
            .OrderBy(group => group.Key, StringComparer.Ordinal)
            .Select(group => Row(group.Key, [.. group])),
    ];

    private static string Name(FinishedPlot plot, PlotGrouping grouping) => (grouping switch
    {
        PlotGrouping.Job => plot.Job,
        PlotGrouping.Plotter => plot.Plotter,
        PlotGrouping.K => plot.K is { } k ? $"k{k}" : null,
        _ => plot.Temp,
    }) ?? "?";

    private static PhaseRow Row(string group, ImmutableArray<FinishedPlot> plots)
    {
        var phases = plots.Max(plot => plot.PhaseSeconds.Length);
        return new PhaseRow(
            group,
            plots.Length,
            [.. Enumerable.Range(0, phases).Select(phase => Spread.Of(plots.Where(plot => phase < plot.PhaseSeconds.Length).Select(plot => plot.PhaseSeconds[phase]).OfType<double>()))],
            Spread.Of(plots.Select(plot => plot.CopySeconds).OfType<double>()),
            Spread.Of(plots.Select(plot => plot.TotalSeconds).OfType<double>()));
    }
}
