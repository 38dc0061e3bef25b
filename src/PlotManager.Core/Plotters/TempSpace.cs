using System.Collections.Immutable;

namespace PlotManager.Core.Plotters;

/// <summary>What a plot needs on its temp drives at the worst, phase by phase.</summary>
public sealed record TempSpace
{
    public static TempSpace Unknown { get; } = new();

    /// <summary>All of it in temp: a run without a temp2.</summary>
    public SpaceCurve Alone { get; init; } = SpaceCurve.Nothing;

    /// <summary>What is in temp, and what in temp2, of a run that has one.</summary>
    public SpaceCurve Temp { get; init; } = SpaceCurve.Nothing;
    public SpaceCurve Temp2 { get; init; } = SpaceCurve.Nothing;

    public (long Temp, long Temp2) Peak(int k, int phasesPassed, bool withTemp2, PlotSizes sizes) =>
        withTemp2 ? (Temp.Bytes(k, phasesPassed, sizes), Temp2.Bytes(k, phasesPassed, sizes)) : (Alone.Bytes(k, phasesPassed, sizes), 0);
}

/// <param name="PeakGiB">The peak by k; for other k it is scaled as the finished plot's size is.</param>
/// <param name="Shares">
/// Of the peak, what is still the most to come in phase 1, 2, ... and while copying; missing ones are like the last given.
/// </param>
public sealed record SpaceCurve(ImmutableDictionary<int, double> PeakGiB, ImmutableArray<double> Shares)
{
    private const double GiB = 1024.0 * 1024 * 1024;

    public static SpaceCurve Nothing { get; } = new(ImmutableDictionary<int, double>.Empty, []);

    public long Bytes(int k, int phasesPassed, PlotSizes sizes)
    {
        if (PeakGiB.IsEmpty)
        {
            return 0;
        }

        var share = Shares.IsEmpty ? 1 : Shares[Math.Clamp(phasesPassed, 0, Shares.Length - 1)];
        return (long)Math.Round(PeakBytes(k, sizes) * share);
    }

    private double PeakBytes(int k, PlotSizes sizes)
    {
        if (PeakGiB.TryGetValue(k, out var known))
        {
            return known * GiB;
        }

        var nearest = PeakGiB.Keys.Order().MinBy(key => Math.Abs(key - k));
        var scale = sizes.FinalBytes(nearest, null);
        return scale == 0 ? PeakGiB[nearest] * GiB * Math.Pow(2, k - nearest) : PeakGiB[nearest] * GiB * sizes.FinalBytes(k, null) / scale;
    }
}
