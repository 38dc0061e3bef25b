using PlotManager.Core.Configuration;
using PlotManager.Core.Plotters;

namespace PlotManager.Core.Scheduling;

/// <summary>What a run of one job takes, in bytes, by the job's plotter profile.</summary>
/// <param name="PlotBytes">Final size of one plot.</param>
/// <param name="TempPeakBytes">Most that the run has in temp at a time; 0 where its profile does not say.</param>
/// <param name="Temp2PeakBytes">The same of temp2; 0 without a temp2.</param>
public readonly record struct PlotNeeds(long PlotBytes, long TempPeakBytes, long Temp2PeakBytes)
{
    /// <param name="plots">How many plots the run makes one after another.</param>
    public static PlotNeeds Of(Job job, int plots)
    {
        var (temp, temp2) = PeakTemp(job, 0, plots);
        return new(FinalBytes(job), temp, temp2);
    }

    public static long FinalBytes(Job job) => job.Plotter.FinalBytes(job.K, job.Compression);

    /// <summary>
    /// The most that a run of the job still has in temp and temp2 once so many phases of the plot in the making are over.
    /// </summary>
    /// <param name="plots">Plots it has still to make, that one included.</param>
    public static (long Temp, long Temp2) PeakTemp(Job job, int phasesPassed, int plots)
    {
        var withTemp2 = job.Temp2DestinationSync || job.Temp2.Length > 0;
        var waiting = WaitingForCopy(job.Plotter, job.ExtraArgs, FinalBytes(job));
        return StillToCome(job.Plotter, job.K, phasesPassed, withTemp2, plots, waiting);
    }

    /// <summary>The same by a plotter's profile.</summary>
    /// <param name="waiting">What a plot that is made and not yet copied has in temp while the next is made.</param>
    public static (long Temp, long Temp2) StillToCome(
        PlotterProfile plotter, int k, int phasesPassed, bool withTemp2, int plots, long waiting)
    {
        // Nothing grows in temp while a plot is copied.
        var now = phasesPassed >= plotter.Phases.Length ? default : plotter.PeakTemp(k, phasesPassed, withTemp2);
        if (plots <= 1)
        {
            return now;
        }

        var next = plotter.PeakTemp(k, 0, withTemp2);
        return (Math.Max(now.Temp, next.Temp == 0 ? 0 : next.Temp + waiting), Math.Max(now.Temp2, next.Temp2));
    }

    /// <summary>
    /// What a finished plot has in temp while the next is made beside its copy: 0 for plotters that copy first, or are told to.
    /// </summary>
    public static long WaitingForCopy(PlotterProfile plotter, IEnumerable<string> arguments, long plotBytes) =>
        plotter.Log.CopiesInBackground && !arguments.Any(plotter.Log.WaitsForCopy.Contains) ? plotBytes : 0;
}
