using System.Collections.Immutable;

namespace PlotManager.Core.Plotters;

/// <summary>How large a finished plot is: known bytes first, else a formula over k; compressed plots by level.</summary>
public sealed record PlotSizes
{
    /// <summary>A whole plot has at least this share of its expected size: below it something is missing.</summary>
    public const double LeastShare = 0.98;

    public static PlotSizes Unknown { get; } = new();

    public SizeFormula? Formula { get; init; }

    /// <summary>Bytes by k, where they are known better than by formula.</summary>
    public ImmutableDictionary<int, long> Bytes { get; init; } = ImmutableDictionary<int, long>.Empty;

    /// <summary>Share of the uncompressed size by compression level.</summary>
    public ImmutableDictionary<int, double> CompressedShare { get; init; } = ImmutableDictionary<int, double>.Empty;

    /// <summary>0 if nothing is known. A level that is not in the table has the size of the nearest lower one.</summary>
    public long FinalBytes(int k, int? compression)
    {
        var whole = Bytes.TryGetValue(k, out var known) ? known : Formula?.Bytes(k) ?? 0;
        if (compression is not > 0)
        {
            return whole;
        }

        var level = CompressedShare.Keys.Where(key => key <= compression).DefaultIfEmpty(0).Max();
        return level == 0 ? whole : (long)Math.Round(whole * CompressedShare[level]);
    }
}
