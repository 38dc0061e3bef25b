using PlotManager.Core.Plotting;

namespace PlotManager.Store;

/// <summary>What a plot's end changes in its job's counts.</summary>
public static class Counting
{
    /// <param name="job">Null where the run belongs to no job.</param>
    /// <param name="plot">As it is now; its state has changed.</param>
    public static JobRecord? AfterPlot(JobRecord? job, PlotRecord plot, RunRecord run) => (job, plot.State, plot.Suspect) switch
    {
        (null, _, _) => null,
        (_, PlotState.Completed, null) => HoldingBack.AfterSuccess(job with { Completed = job.Completed + 1 }),
        (_, PlotState.Completed, _) => HoldingBack.AfterSuccess(job), // suspect: made, but not counted as completed
        (_, PlotState.Killed, _) when run.KilledByUser => GiveBack(job, run, 1), // wished, so no failure
        (_, PlotState.Failed or PlotState.Killed or PlotState.Unknown, _) => GiveBack(job with { Failed = job.Failed + 1 }, run, 1),
        _ => job,
    };

    /// <summary>Plots that were kicked off and will not be made: the job may start as many again.</summary>
    public static JobRecord? GiveBack(JobRecord? job, RunRecord run, int plots) =>
        job is not null && run.Counted ? job with { KickedOff = Math.Max(0, job.KickedOff - plots) } : job;
}
