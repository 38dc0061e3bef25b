using System.Collections.Immutable;

namespace PlotManager.Metrics;

/// <summary>How often a value fell at or below each bound. Immutable.</summary>
public sealed record Histogram(ImmutableArray<double> Bounds, ImmutableArray<long> Counts, double Sum, long Count)
{
    public static Histogram Empty(params ImmutableArray<double> bounds) => new(bounds, [.. new long[bounds.Length]], 0, 0);

    /// <summary>With one more value; counts are cumulative, as Prometheus wants them.</summary>
    public Histogram With(double value)
    {
        var counts = Counts.ToBuilder();
        for (var index = 0; index < Bounds.Length; index++)
        {
            counts[index] += value <= Bounds[index] ? 1 : 0;
        }

        return new Histogram(Bounds, counts.ToImmutable(), Sum + value, Count + 1);
    }
}
