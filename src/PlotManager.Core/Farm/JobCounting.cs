using PlotManager.Core.Plotting;

namespace PlotManager.Core.Farm;

/// <summary>What an event changes in the counts of its job. Only <see cref="FarmState.Apply"/> counts.</summary>
internal static class JobCounting
{
    /// <summary>
    /// A new manager begins: after a clean end all counts begin anew, and each job's turn in its directory lists always does.
    /// </summary>
    public static JobRecord InNewSession(this JobRecord job, bool afterCrash) => afterCrash
        ? job with { DirectoryOffset = 0 }
        : new JobRecord(job.Name) { LastStart = job.LastStart, NoDestinationSince = job.NoDestinationSince };

    public static JobRecord AfterLaunch(this JobRecord job, RunRecord run) =>
        job with { KickedOff = job.KickedOff + run.Plots, LastStart = run.LaunchedAt };

    /// <summary>The next entries of the job's directory lists have their turn.</summary>
    public static JobRecord AfterTurn(this JobRecord job) => job with { DirectoryOffset = job.DirectoryOffset + 1 };

    /// <param name="plot">It has just become what it is.</param>
    public static JobRecord AfterPlot(this JobRecord job, PlotRecord plot, RunRecord run) => plot.State switch
    {
        PlotState.Completed when plot.Suspect is null => job.Released() with { Completed = job.Completed + 1 },
        PlotState.Completed => job.Released(), // suspect: made, but not counted as completed
        PlotState.Unknown when plot.IsOutcomeNotKnown => job,
        PlotState.Killed when run.KilledByUser => job.GivenBack(1, run), // the user's wish is no failure
        PlotState.Failed or PlotState.Killed or PlotState.Unknown => job.GivenBack(1, run) with { Failed = job.Failed + 1 },
        _ => job,
    };

    /// <summary>Plots that were kicked off and will not be made: the job may start as many again.</summary>
    public static JobRecord GivenBack(this JobRecord job, int plots, RunRecord run) =>
        run.Counted ? job with { KickedOff = Math.Max(0, job.KickedOff - plots) } : job;

    public static JobRecord AfterFailure(this JobRecord job) => job with { FailuresInARow = job.FailuresInARow + 1 };

    public static JobRecord After(this JobRecord job, FarmEvent.BackOffBegun begun) =>
        job with { PausesInARow = job.PausesInARow + 1, HeldBackUntil = begun.Until, HeldBackCause = begun.Cause };

    /// <summary>The job's runs work again, or may be tried again: it backs off no more, and the next pause is a short one.</summary>
    public static JobRecord Released(this JobRecord job) =>
        job with { FailuresInARow = 0, PausesInARow = 0, HeldBackUntil = null, HeldBackCause = null };
}
