using PlotManager.Core.Checkers;
using PlotManager.Core.Farm.Checks;
using PlotManager.Core.Plotting;

namespace PlotManager.Core.Farm;

/// <summary>A fact that people are told about, without its words: the notice about it is written where it is sent.</summary>
/// <param name="Key">
/// The same for the same event, whoever sees it again, also a manager that comes after a crash: with the kind of news it makes the
/// notice's id.
/// </param>
public abstract record News(string Key, DateTimeOffset At)
{
    /// <summary>The fact that this event is; null where it is none, as for a plot that was over already.</summary>
    /// <param name="before">The state that the event has not been applied to yet.</param>
    public static News? Of(FarmState before, FarmEvent happened) => happened switch
    {
        FarmEvent.PlotChanged changed =>
            before.IsNewOf(changed) ? OfPlot(changed.Plot, before.Find(changed.Plot.RunId)!.Run, changed.At) : null,
        FarmEvent.SessionBegun begun => new ManagerStarted(begun.Id, begun.At),
        FarmEvent.SessionEnded { AllMade: true } ended => before.Session is { } session ? new AllPlotsMade(session.Id, ended.At) : null,
        FarmEvent.SessionFailed failed => before.Session is { } session ? new ManagerFailed(session.Id, failed.At, failed.Error) : null,
        FarmEvent.BackOffBegun begun =>
            new JobBacksOff($"{begun.Job}:{begun.AfterRun}", begun.At, begun.Job, begun.Cause, begun.Until - begun.At),
        FarmEvent.PlotChecked { Check: { Verdict: CheckVerdict.Bad } check } =>
            new PlotFoundBad(check.CheckId, check.EndedAt ?? check.LaunchedAt, check),
        FarmEvent.ShortageBegun begun =>
            new NoDestination($"{begun.Job}:{begun.At.ToUnixTimeSeconds()}", begun.At, begun.Job, begun.Detail),
        _ => null,
    };

    private static News? OfPlot(PlotRecord plot, RunRecord run, DateTimeOffset now)
    {
        if (!run.Owner.IsReported())
        {
            return null; // whoever it belongs to tells it
        }

        var name = plot.PlotId ?? $"{run.RunId}:{plot.Number}";
        return plot.State switch
        {
            PlotState.Completed when plot.Suspect is null => new PlotCompleted(name, now, run, plot, Time(plot, run, now)),
            PlotState.Completed => new PlotSuspect(name, now, run, plot),
            PlotState.Failed => new PlotFailed(name, now, run, plot),
            PlotState.Killed when !run.KilledByUser => new PlotFailed(name, now, run, plot),
            // Lost while no manager ran, or with the machine. Of an adopted run without a log nobody can tell more than that it is over.
            PlotState.Unknown when plot.IsOutcomeNotKnown => null,
            PlotState.Unknown when !run.Foreign || (run.Job is not null && plot.PlotId is not null) => new PlotFailed(name, now, run, plot),
            PlotState.Blocked => new RunBlocked($"{name}:{plot.Blockades}", now, run, plot),
            _ => null,
        };
    }

    private static TimeSpan Time(PlotRecord plot, RunRecord run, DateTimeOffset now) =>
        plot.TotalSeconds is { } seconds
            ? TimeSpan.FromSeconds(seconds + (plot.CopySeconds ?? 0))
            : now - (plot.StartedAt ?? run.LaunchedAt);

    public sealed record ManagerStarted(string Key, DateTimeOffset At) : News(Key, At);

    public sealed record AllPlotsMade(string Key, DateTimeOffset At) : News(Key, At);

    public sealed record ManagerFailed(string Key, DateTimeOffset At, string Error) : News(Key, At);

    public sealed record PlotCompleted(string Key, DateTimeOffset At, RunRecord Run, PlotRecord Plot, TimeSpan Took) : News(Key, At);

    public sealed record PlotSuspect(string Key, DateTimeOffset At, RunRecord Run, PlotRecord Plot) : News(Key, At);

    public sealed record PlotFoundBad(string Key, DateTimeOffset At, CheckRecord Check) : News(Key, At);

    public sealed record PlotFailed(string Key, DateTimeOffset At, RunRecord Run, PlotRecord Plot) : News(Key, At);

    public sealed record RunBlocked(string Key, DateTimeOffset At, RunRecord Run, PlotRecord Plot) : News(Key, At);

    public sealed record JobBacksOff(string Key, DateTimeOffset At, string Job, string Cause, TimeSpan Pause) : News(Key, At);

    public sealed record NoDestination(string Key, DateTimeOffset At, string Job, string Detail) : News(Key, At);
}
