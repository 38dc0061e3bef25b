using PlotManager.Core.Configuration;

namespace PlotManager.Core.Scheduling;

/// <summary>What plots of one job take, in bytes, by the job's plotter profile.</summary>
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

    public static long FinalBytes(Job job) => job.Plotter.FinalBytes(job.K, job.Compression);

    /// <summary>The most that a plot of the job still has in temp and temp2 once so many of its phases are over.</summary>
    public static (long Temp, long Temp2) PeakTemp(Job job, int phasesPassed) =>
        job.Plotter.PeakTemp(job.K, phasesPassed, job.Temp2DestinationSync || job.Temp2.Length > 0);
}
