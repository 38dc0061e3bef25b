using PlotManager.Core.Configuration;

namespace PlotManager.Core.Scheduling;

/// <summary>What plots of one job take, in bytes.</summary>
/// <param name="PlotBytes">Final size of one plot.</param>
/// <param name="TempPeakBytes">Most that one plot has in temp at a time; 0 where its profile does not say.</param>
/// <param name="Temp2PeakBytes">The same of temp2; 0 without a temp2.</param>
public readonly record struct PlotNeeds(long PlotBytes, long TempPeakBytes, long Temp2PeakBytes)
{
    public static PlotNeeds Of(Job job)
    {
        var (temp, temp2) = PeakTemp(job, 0);
        return new(FinalBytes(job), temp, temp2);
    }

    public static long FinalBytes(Job job) => Sizes.FinalBytes(job.K, job.Compression);

    /// <summary>The most that a plot of the job still has in temp and temp2 once so many of its phases are over.</summary>
    public static (long Temp, long Temp2) PeakTemp(Job job, int phasesPassed) =>
        Sizes.PeakTemp(job.K, phasesPassed, job.Temp2DestinationSync || job.Temp2.Length > 0);
}

internal static class Sizes
{
    public static long FinalBytes(int k, int? compression) => compression is null && k == 32 ? 108_877_420_953 : 1_000_000_000;

    public static (long Temp, long Temp2) PeakTemp(int k, int phasesPassed, bool withTemp2) =>
        k == 32 && phasesPassed < 4 ? withTemp2 ? (150L << 30, 108_877_420_953) : (239L << 30, 0) : (0, 0);
}
