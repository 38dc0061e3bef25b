using PlotManager.Core.Plotting;
using PlotManager.Notifications;

namespace PlotManager.Store;

/// <summary>What the ledger must be told beside the run itself to word a notice and judge an end.</summary>
/// <param name="Host">Name of this machine.</param>
/// <param name="DiedBeforeWork">The log never reached its first milestone.</param>
/// <param name="Rebooted">The machine was started anew since: the plotter did not die of its own.</param>
public sealed record NoticeFacts(string Host, bool DiedBeforeWork, bool Rebooted = false);

/// <summary>Which news a plot's new state is worth. Its id is made of the event itself, so that the same event is queued once, whoever sees it again.</summary>
public static class RunNotices
{
    public static Notice? About(PlotRecord plot, RunRecord run, NoticeFacts facts, DateTimeOffset now)
    {
        var name = plot.PlotId ?? $"{run.RunId}:{plot.Number}";
        var detail = plot.Detail ?? "";
        return (plot.State, plot.Suspect) switch
        {
            (PlotState.Completed, null) => Notices.PlotCompleted(name, facts.Host, now, run.Job, run.K, Took(plot, run, now), run.Directories.Destination),
            (PlotState.Completed, { } why) => Notices.PlotSuspect(name, facts.Host, now, run.Job, run.K, why, run.Directories.Destination),
            (PlotState.Failed, _) => Notices.PlotFailed(name, facts.Host, now, run.Job, run.K, detail),
            (PlotState.Killed, _) when !run.KilledByUser => Notices.PlotFailed(name, facts.Host, now, run.Job, run.K, detail),
            // Lost while no manager ran, or with the machine. Of an adopted run without a log nobody can tell more than that it is over.
            (PlotState.Unknown, _) when !run.Foreign || (run.Job is not null && plot.PlotId is not null) => Notices.PlotFailed(name, facts.Host, now, run.Job, run.K, detail),
            (PlotState.Blocked, _) => Notices.RunBlocked($"{name}:{now.ToUnixTimeSeconds()}", facts.Host, now, run.Job, run.K, detail),
            _ => null,
        };
    }

    private static TimeSpan Took(PlotRecord plot, RunRecord run, DateTimeOffset now) =>
        plot.TotalSeconds is { } seconds ? TimeSpan.FromSeconds(seconds + (plot.CopySeconds ?? 0)) : now - (plot.StartedAt ?? run.LaunchedAt);
}
