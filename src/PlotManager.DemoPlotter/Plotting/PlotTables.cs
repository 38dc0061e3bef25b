namespace PlotManager.DemoPlotter.Plotting;

/// <summary>
/// The counts of a plot's seven tables, drawn as they fall out in real plots. A table holds about 2^k entries; each is a pair of entries
/// of the table before, so that a table with a share more than 2^k makes the next one exceed it by twice that share. Phase 2 drops what no
/// kept entry of the next table refers to: with R pairs thrown at L entries, exp(-2R/L) of them.
/// </summary>
internal sealed class PlotTables
{
    private readonly long[] _matches = new long[8];
    private readonly long[] _kept = new long[8];

    private PlotTables(int k)
    {
        K = k;
    }

    public int K { get; }

    public long Largest => _matches.Max();

    /// <summary>Entries of the final plot.</summary>
    public long FinalEntries => _kept.AsSpan(2).ToArray().Sum();

    /// <summary>Entries of table 1 to 7 after phase 1.</summary>
    public long Matches(int table) => _matches[table];

    /// <summary>Entries of table 1 to 7 after phase 2.</summary>
    public long Kept(int table) => _kept[table];

    public long Dropped(int table) => _matches[table] - _kept[table];

    /// <summary>The kept entries of a table as a share of 2^k: so far do their positions reach.</summary>
    public double KeptShare(int table) => Math.Min(1, (double)_kept[table] / (1L << K));

    public static PlotTables Draw(int k, Random random)
    {
        var tables = new PlotTables(k);
        double full = 1L << k;
        tables._matches[1] = 1L << k;
        for (var table = 2; table <= 7; table++)
        {
            var before = tables._matches[table - 1];
            tables._matches[table] = (long)(before / full * before + Gauss(random) * Math.Sqrt(full) * 0.6);
        }

        tables._kept[7] = tables._matches[7];
        for (var table = 6; table >= 1; table--)
        {
            var entries = tables._matches[table];
            tables._kept[table] = (long)(entries * (1 - Math.Exp(-2.0 * tables._kept[table + 1] / entries)));
        }

        return tables;
    }

    private static double Gauss(Random random) =>
        Math.Sqrt(-2 * Math.Log(1 - random.NextDouble())) * Math.Cos(2 * Math.PI * random.NextDouble());
}
