using PlotManager.Core.Plotters;
using PlotManager.Core.Plotting;
using PlotManager.Platform;

namespace PlotManager.Remains;

/// <summary>A plot that is over or was given up, as far as its files go.</summary>
/// <param name="Id">The 64 hex digits that its files' names carry.</param>
/// <param name="Finished">Its last phase is over and it was not delivered: what is in temp or temp2 is a whole plot, and hours of
/// work.</param>
/// <param name="FinalBytes">What a whole plot of its size has, 0 if unknown.</param>
/// <param name="PhaseIsSure">Whether its log says how far it came; else a file as large as a plot is taken for one.</param>
public sealed record LostPlot(string Id, bool Finished, long FinalBytes, bool PhaseIsSure)
{
    /// <summary>Its plotter had delivered it: what is left of it is of no use.</summary>
    public bool Delivered { get; init; }

    /// <summary>When its plotter's process began; null where that is not known.</summary>
    public DateTimeOffset? Begun { get; init; }

    /// <summary>Why the id may be another plot's; null where it is proven.</summary>
    public string? Doubt { get; init; }

    public static LostPlot Of(PlotRecord plot, RunRecord run, PlotterProfile profile, bool logStands) => new(
        plot.PlotId!,
        plot.TotalSeconds is not null || (profile.Phases.Length > 0 && plot.PhaseSeconds.Length >= profile.Phases.Length),
        run.K is { } k ? profile.FinalBytes(k, run.Compression) : 0,
        logStands)
    {
        Delivered = plot.State == PlotState.Completed,
        Begun = run.LaunchedAt,
    };

    /// <summary>Whether this file, which grows into the plot, may be the whole of it.</summary>
    public bool IsWhole(FileFinding file) =>
        !Delivered && (Finished || (!PhaseIsSure && FinalBytes > 0 && file.Length >= FinalBytes * PlotSizes.LeastShare));
}
