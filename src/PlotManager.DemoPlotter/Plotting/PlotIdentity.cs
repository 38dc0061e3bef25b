using System.Security.Cryptography;

namespace PlotManager.DemoPlotter.Plotting;

/// <summary>The id, name and sizes of one plot in the making.</summary>
internal sealed class PlotIdentity
{
    public const int SmallestK = 18;
    public const int LargestK = 22;

    private PlotIdentity(int k, string id, DateTime started, Random random)
    {
        K = k;
        Id = id;
        Name = $"plot-k{k}-{started:yyyy-MM-dd-HH-mm}-{id}";
        Tables = PlotTables.Draw(k, random);
        FinalBytes = (long)(SizeOf(k) * (0.996 + 0.004 * random.NextDouble()));
    }

    public int K { get; }

    /// <summary>64 hex digits.</summary>
    public string Id { get; }

    /// <summary>The file name without its ending <c>.plot</c>.</summary>
    public string Name { get; }

    public PlotTables Tables { get; }

    /// <summary>
    /// The size of the finished file: a little less than <see cref="SizeOf"/>, and differing from plot to plot as real ones do.
    /// </summary>
    public long FinalBytes { get; }

    public static PlotIdentity Draw(int k) => new(k, RandomHex(32), DateTime.Now, Random.Shared);

    /// <summary>Bytes of a plot of this k, by the usual formula.</summary>
    public static double SizeOf(int k) => (2 * k + 1) * Math.Pow(2, k - 1) * 0.78;

    public static string RandomHex(int bytes) => Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(bytes));
}
