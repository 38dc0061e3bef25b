using PlotManager.Core.Plotting;

namespace PlotManager.Core.Farm;

/// <summary>What an event changes in the record of its run.</summary>
public static class RunEvents
{
    /// <summary>
    /// The run once this has happened to it; for its end, the run as it is remembered. Events that are not about it change nothing.
    /// </summary>
    public static TrackedRun After(this TrackedRun run, FarmEvent happened) => happened switch
    {
        FarmEvent.RunLaunched launched => Confirmed(run, launched.Process),
        FarmEvent.RunConfirmed confirmed => Confirmed(run, confirmed.Process),
        FarmEvent.RunInherited inherited => run with { Run = run.Run.Inherited(inherited.Process) },
        FarmEvent.KillAsked kill => run with { Run = run.Run with { KilledByUser = kill.Asked } },
        FarmEvent.RunFound found => run with { Run = run.Run with { LogFile = found.LogFile, K = found.K } },
        FarmEvent.RunSuspended suspended => run with { Run = run.Run.Suspended(suspended.At) },
        FarmEvent.RunResumed => run with { Run = run.Run.Resumed() },
        FarmEvent.PlotChanged changed => run.With(changed.Plot),
        FarmEvent.RunForgotten forgotten => run with { Run = run.Run.Ended(forgotten.At) },
        FarmEvent.RunEnded ended => run with { Run = run.Run.Ended(ended.At, ended.ExitCode, ended.Signal) },
        FarmEvent.ClockShifted shifted => Shifted(run, shifted.By),
        _ => run,
    };

    /// <summary>The run that this event is about; null where it is about none.</summary>
    public static string? RunId(this FarmEvent happened) => happened switch
    {
        FarmEvent.RunIntended intended => intended.Run.RunId,
        FarmEvent.RunAdopted adopted => adopted.Run.RunId,
        FarmEvent.RunForgotten forgotten => forgotten.RunId,
        FarmEvent.RunLaunched launched => launched.RunId,
        FarmEvent.RunConfirmed confirmed => confirmed.RunId,
        FarmEvent.RunInherited inherited => inherited.RunId,
        FarmEvent.KillAsked kill => kill.RunId,
        FarmEvent.RunFound found => found.RunId,
        FarmEvent.RunSuspended suspended => suspended.RunId,
        FarmEvent.RunResumed resumed => resumed.RunId,
        FarmEvent.PlotChanged changed => changed.Plot.RunId,
        FarmEvent.PlotSettled settled => settled.Plot.RunId,
        FarmEvent.RunFailed failed => failed.RunId,
        FarmEvent.RunEnded ended => ended.RunId,
        _ => null,
    };

    private static TrackedRun Confirmed(TrackedRun run, ProcessIdentity? process) =>
        run with { Run = run.Run.Launched(process) with { Counted = true } };

    private static TrackedRun Shifted(TrackedRun run, TimeSpan by) => run with
    {
        Run = run.Run.Shifted(by),
        Plots =
        [
            .. run.Plots.Select(plot => plot.State.IsOver()
                ? plot
                : plot with { StartedAt = plot.StartedAt + by, PhaseEnds = [.. plot.PhaseEnds.Select(end => end + by)] }),
        ],
    };
}
