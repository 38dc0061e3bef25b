using System.Collections.Immutable;

namespace PlotManager.Core.History;

/// <summary>Median and 90th percentile of some durations in seconds.</summary>
public sealed record Spread(int Count, double Median, double Percentile90)
{
    /// <summary>Null of nothing. Between two values the line between them is taken.</summary>
    public static Spread? Of(IEnumerable<double> values)
    {
        var sorted = values.Order().ToImmutableArray();
        return sorted.IsEmpty ? null : new Spread(sorted.Length, At(sorted, 0.5), At(sorted, 0.9));
    }

    private static double At(ImmutableArray<double> sorted, double share)
    {
        var position = share * (sorted.Length - 1);
        var below = (int)position;
        var above = Math.Min(below + 1, sorted.Length - 1);
        return sorted[below] + (position - below) * (sorted[above] - sorted[below]);
    }
}
