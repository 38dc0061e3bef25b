using PlotManager.Core.Plotters;

namespace PlotManager.Core.History;

/// <summary>How long a plot will still take, in seconds.</summary>
/// <param name="Usual">By the medians.</param>
/// <param name="AtMost">By the 90th percentiles: nine plots in ten are done by then. Null where there is no history.</param>
/// <param name="Basis">How many finished plots it rests on; 0: on the profile's weights and the time it took so far.</param>
public sealed record Remaining(double Usual, double? AtMost, int Basis);

/// <summary>Where a plot in the making stands.</summary>
/// <param name="Phase">0 before phase 1, number of phases + 1 while copying.</param>
/// <param name="Within">Share of that phase that is done, 0..1.</param>
/// <param name="PhaseSeconds">Seconds since the phase began, null if unknown.</param>
/// <param name="Seconds">Seconds since the plot began, time spent suspended left out; null if unknown.</param>
public sealed record PlotPosition(int Phase, double Within, double? PhaseSeconds, double? Seconds);

/// <summary>
/// Estimates the time a plot has left from this farm's own finished plots of the same plotter, k and job; failing those of the same
/// plotter and k; failing those from the profile's weights and how long the plot took so far.
/// </summary>
public static class TimeLeft
{
    /// <summary>Later plots tell more: of a long history only so many are looked at, newest first.</summary>
    public const int MostPlots = 50;

    /// <param name="history">Finished plots, newest first.</param>
    /// <returns>Null if nothing can be said yet.</returns>
    public static Remaining? Of(PlotterProfile profile, int? k, string? job, PlotPosition position, IEnumerable<FinishedPlot> history)
    {
        var alike = history.Where(plot => string.Equals(plot.Plotter, profile.Name, StringComparison.OrdinalIgnoreCase) && plot.K == k)
            .ToList();
        var own = alike.Where(plot => plot.Job == job).Take(MostPlots).ToList();
        var plots = own.Count > 0 ? own : alike.Take(MostPlots).ToList();
        return plots.Count > 0 && ByHistory(profile, position, plots) is { } remaining ? remaining : ByWeights(profile, position);
    }

    private static Remaining? ByHistory(PlotterProfile profile, PlotPosition position, List<FinishedPlot> plots)
    {
        var phases = profile.Phases.Length;
        double usual = 0, most = 0;
        for (var phase = Math.Max(1, position.Phase); phase <= phases; phase++)
        {
            var number = phase;
            var known = plots.Where(plot => plot.PhaseSeconds.Length >= number)
                .Select(plot => plot.PhaseSeconds[number - 1])
                .OfType<double>();
            if (Spread.Of(known) is not { } spread)
            {
                return null;
            }

            var isCurrent = phase == position.Phase;
            usual += isCurrent ? LeftOfPhase(spread.Median, position) : spread.Median;
            most += isCurrent ? LeftOfPhase(spread.Percentile90, position) : spread.Percentile90;
        }
        // Plots that needed no copy count as copied in no time.
        if (Spread.Of(plots.Select(plot => plot.CopySeconds ?? 0)) is { } copy)
        {
            var isCopying = position.Phase > phases;
            usual += isCopying ? LeftOfCopy(copy.Median, position) : copy.Median;
            most += isCopying ? LeftOfCopy(copy.Percentile90, position) : copy.Percentile90;
        }
        return new Remaining(usual, most, plots.Count);
    }

    // The clock tells it as long as the phase takes no longer than it should; after that, what is left by the milestones counts.
    private static double LeftOfPhase(double seconds, PlotPosition position) =>
        position.PhaseSeconds is { } elapsed && elapsed < seconds ? seconds - elapsed : seconds * (1 - position.Within);

    // What is copied tells more than what copies usually take; at the beginning it tells too little.
    private static double LeftOfCopy(double seconds, PlotPosition position) =>
        position is { Within: >= 0.02, PhaseSeconds: { } elapsed } ? elapsed * (1 - position.Within) / position.Within
        : Math.Max(0, seconds - (position.PhaseSeconds ?? 0));

    private static Remaining? ByWeights(PlotterProfile profile, PlotPosition position)
    {
        var whole = profile.Phases.Sum(phase => phase.Weight) + profile.CopyWeight;
        var done = profile.Phases.Take(position.Phase - 1).Sum(phase => phase.Weight);
        if (position.Phase >= 1)
        {
            var weight = position.Phase <= profile.Phases.Length ? profile.Phases[position.Phase - 1].Weight : profile.CopyWeight;
            done += weight * position.Within;
        }
        // Before a few per cent are done the estimate would jump about.
        return whole > 0 && done / whole >= 0.02 && position.Seconds is > 0 and { } seconds
            ? new Remaining(seconds * (whole - done) / done, null, 0)
            : null;
    }
}
