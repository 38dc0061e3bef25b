using System.Collections.Immutable;
using PlotManager.Core.Plotters.Logs;
using PlotManager.Core.Plotting;

namespace PlotManager.Core.History;

/// <summary>
/// What the original's <c>analyze_logs</c> works out over all completed logs: the line that ends each phase, and each phase's share
/// of the time. It grows with nothing but its sums.
/// </summary>
public sealed class LogAnalysis
{
    /// <summary>The original knew plotters of four phases only, and the <c>progress:</c> section has four.</summary>
    public const int Phases = 4;

    private readonly long[] _lines = new long[Phases];
    private readonly double[] _seconds = new double[Phases];

    /// <summary>Completed plots counted in.</summary>
    public int Plots { get; private set; }

    /// <summary>Counts in every completed plot of a log that has all four phases.</summary>
    public void Add(RunLog log)
    {
        foreach (var plot in log.Plots)
        {
            if (plot.State == PlotState.Completed && plot.Phases.Length == Phases)
            {
                Add(plot);
            }
        }
    }

    /// <summary>Eight lines to paste under <c>progress:</c>; none if no plot was counted in.</summary>
    public ImmutableArray<string> Text()
    {
        if (Plots == 0)
        {
            return [];
        }

        var whole = _seconds.Sum();
        var lines = ImmutableArray.CreateBuilder<string>();
        for (var phase = 1; phase <= Phases; phase++)
        {
            lines.Add($"  phase{phase}_line_end: {HalfToEven(_lines[phase - 1], Plots)}");
        }

        for (var phase = 1; phase <= Phases; phase++)
        {
            lines.Add($"  phase{phase}_weight: {Weight(whole > 0 ? _seconds[phase - 1] / whole * 100 : 0)}");
        }

        return lines.ToImmutable();
    }

    private void Add(PlotLog plot)
    {
        Plots++;
        foreach (var end in plot.Phases)
        {
            // Of several plots in one log each counts from the first line of its own part.
            _lines[end.Phase - 1] += end.Line - plot.FirstLine + 1;
            _seconds[end.Phase - 1] += end.Seconds;
        }
    }

    // Exact in whole numbers, so that a mean of x.5 goes to the even neighbour as it should.
    private static long HalfToEven(long sum, long count)
    {
        var (whole, rest) = Math.DivRem(sum, count);
        return 2 * rest > count || (2 * rest == count && whole % 2 != 0) ? whole + 1 : whole;
    }

    // As Python shows a float rounded to two places: 33.4 and not 33.40, but 5.0 and not 5.
    private static string Weight(double weight) => Math.Round(weight, 2, MidpointRounding.ToEven).ToString("0.0#");
}
