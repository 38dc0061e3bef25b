using PlotManager.Core.Plotting;

namespace PlotManager.Core.Plotters.Logs;

/// <summary>How far a plot is, 0..1. Below 1 until it is completed.</summary>
public static class ProgressOf
{
    /// <summary>All is done but the completion itself: 99.99 % on the screen.</summary>
    public const double AlmostAll = 0.9999;

    /// <summary>By the profile's weights and milestones, of a plot that is not completed.</summary>
    public static double Profile(PlotterProfile profile, int phase, double within)
    {
        var done = 0.0;
        var whole = profile.CopyWeight;
        for (var number = 1; number <= profile.Phases.Length; number++)
        {
            var weight = profile.Phases[number - 1].Weight;
            whole += weight;
            done += number < phase ? weight : number == phase ? weight * within : 0;
        }

        done += phase > profile.Phases.Length ? profile.CopyWeight * within : 0;
        return whole > 0 ? Math.Min(done / whole, AlmostAll) : 0;
    }

    /// <summary>By a <c>progress:</c> section where there is one.</summary>
    /// <param name="lines">Complete lines of the log so far, as <see cref="RunLog.Lines"/>.</param>
    /// <param name="ownBackend">The run's plotter is the config's own backend, for which its line ends are meant.</param>
    /// <param name="reached">What was shown before: progress never goes back.</param>
    /// <param name="copied">How much of a plot that is copied is at its destination, 0..1; null where that is not known.</param>
    public static double Settings(
        PlotterProfile profile, PlotLog plot, int lines, ProgressSettings? settings, bool ownBackend, double reached = 0,
        double? copied = null)
    {
        if (plot.State == PlotState.Completed)
        {
            return 1;
        }

        if (settings is null)
        {
            return Math.Max(reached, copied is { } share ? Profile(profile, plot.Phase, share) : plot.Progress);
        }

        var weights = Weights(profile, settings);
        var whole = weights.Sum();
        if (whole <= 0)
        {
            return Math.Max(reached, plot.Progress);
        }

        var within = plot.WithinPhase;
        if (ownBackend && WithinLines(plot, lines, settings) is { } byLines)
        {
            within = byLines;
        }

        var done = weights.Take(plot.Phase - 1).Sum()
            + (plot.Phase >= 1 && plot.Phase <= weights.Length ? weights[plot.Phase - 1] * within : 0);
        return Math.Max(reached, Math.Min(done / whole, AlmostAll));
    }

    // A weight that the section does not give is the profile's share, on the scale of the given ones.
    private static double[] Weights(PlotterProfile profile, ProgressSettings settings)
    {
        var given = settings.Weights.IsDefault ? [] : settings.Weights;
        if (given.All(weight => weight is null))
        {
            return [.. profile.Phases.Select(phase => phase.Weight)];
        }

        var whole = profile.Phases.Sum(phase => phase.Weight);
        return [.. profile.Phases.Select((phase, index) =>
            (index < given.Length ? given[index] : null) ?? (whole > 0 ? phase.Weight * 100 / whole : 0))];
    }

    // Line ends count from the first line of the plot's part of the log.
    private static double? WithinLines(PlotLog plot, int lines, ProgressSettings settings)
    {
        var ends = settings.LineEnds.IsDefault ? [] : settings.LineEnds;
        if (plot.Phase < 1 || plot.Phase > ends.Length || ends[plot.Phase - 1] is not { } end)
        {
            return null;
        }

        var start = plot.Phase == 1 ? 0 : ends[plot.Phase - 2];
        if (start is not { } first || end <= first)
        {
            return null;
        }

        var line = lines - plot.FirstLine + 1;
        return Math.Clamp((line - first) / (double)(end - first), 0, 1);
    }
}
