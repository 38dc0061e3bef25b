namespace PlotManager.Core.Simulation;

/// <param name="PlotsLeft">The plot that fails is the one in the making when so many are left, itself included.</param>
/// <param name="After">How long after its beginning.</param>
internal sealed record Fate(int PlotsLeft, TimeSpan After);

/// <summary>Which plots of a simulation fail, and when: drawn anew for each run, and the same every time the same plan is played.</summary>
/// <param name="rate">Share of all plots that fail, 0..1.</param>
internal sealed class Fates(double rate)
{
    private ulong _seed = 2026;

    /// <summary>The first failure among the plots of a run, which ends with it; null where all of them are made.</summary>
    /// <param name="plots">Plots the run has still to make, the one in the making included.</param>
    /// <param name="length">How long a plot takes.</param>
    /// <param name="passed">How much of that the one in the making has behind it.</param>
    public Fate? Draw(int plots, TimeSpan length, TimeSpan passed)
    {
        if (rate <= 0)
        {
            return null;
        }

        // Made before the first that fails: as often as a draw for each of them would give it, with one draw.
        var made = rate >= 1 ? 0 : Math.Floor(Math.Log(1 - NextShare()) / Math.Log(1 - rate));
        var share = NextShare();
        if (made >= plots)
        {
            return null;
        }

        var from = made == 0 ? passed : TimeSpan.Zero;
        return new(plots - (int)made, from + (share * (length - from)));
    }

    // SplitMix64 (Steele, Lea and Flood 2014): the same on every machine and in every version.
    private double NextShare()
    {
        _seed += 0x9E3779B97F4A7C15;
        var mixed = (_seed ^ (_seed >> 30)) * 0xBF58476D1CE4E5B9;
        mixed = (mixed ^ (mixed >> 27)) * 0x94D049BB133111EB;
        return ((mixed ^ (mixed >> 31)) >> 11) * (1.0 / (1UL << 53));
    }
}
