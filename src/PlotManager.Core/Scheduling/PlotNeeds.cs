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
        var hasTemp2 = job.Temp2DestinationSync || job.Temp2.Length > 0;
        var plot = Sizes.FinalBytes(job);
        var (temp, temp2) = job.Temp.Length == 0 ? (0L, 0L) : Sizes.PeakTemp(job, hasTemp2);
        return new(plot, temp, temp2);
    }
}

internal static class Sizes
{
    public static long FinalBytes(Job job) => job.K switch
    {
        25 => 667_397_652,
        32 => 108_877_420_953,
        33 => 224_454_990_888,
        34 => 462_310_279_741,
        35 => 951_421_155_409,
        _ => (long)(((2L * job.K) + 1) * (1L << (job.K - 1)) * 0.78),
    };

    public static (long Temp, long Temp2) PeakTemp(Job job, bool hasTemp2) => job.K == 32 ? (239L << 30, hasTemp2 ? FinalBytes(job) : 0) : (0, 0);
}
