using PlotManager.Core.Checkers;
using PlotManager.Core.Configuration;
using PlotManager.Core.Farm.Checks;
using PlotManager.Core.Plotting;
using PlotManager.Logging;
using PlotManager.Metrics;
using PlotManager.Snapshots;
using PlotManager.Store;

namespace PlotManager.Loop;

/// <summary>Writes into debug.log and the metrics what becomes of plots, and into debug.log that the clock was set.</summary>
public sealed class PlotEventLog(IEventLog log, MetricsState metrics) : IFarmSubscriber
{
    public void Happened(CommittedEvent committed)
    {
        switch (committed.Event)
        {
            case FarmEvent.PlotChanged { Plot: var plot }
                when committed.Before.Find(plot.RunId) is { } run && run.MayTake(plot) && plot != run.Plot(plot.Number):
                Note(run.Run, run.Plot(plot.Number), plot);
                break;
            case FarmEvent.PlotSettled { Run: var run, Plot: var plot }:
                log.Write(
                    LogLevel.Warning,
                    plot.State == PlotState.Completed ? $"the plot is made after all: {plot.Detail}" : $"the plot is lost: {plot.Detail}",
                    run.Job,
                    plot.PlotId);
                break;
            case FarmEvent.PlotChecked { Check: var check }:
                Note(check);
                break;
            case FarmEvent.ClockShifted shifted:
                log.Write(
                    LogLevel.Warning,
                    $"the wall clock was set by {shifted.By}{(shifted.BeforeSession ? " while no manager ran" : "")}; "
                    + "waits go on as they were");
                break;
            default:
                break;
        }
    }

    internal void Note(RunRecord run, PlotRecord? before, PlotRecord now)
    {
        if (!run.Owner.IsReported())
        {
            NoteOfOthers(run, before, now);
            return;
        }

        var job = run.Job ?? "";
        for (var phase = before?.PhaseSeconds.Length ?? 0; phase < now.PhaseSeconds.Length; phase++)
        {
            if (run.SuspendedSince is null && now.SuspendedSeconds == 0)
            {
                metrics.PhaseTook(job, phase + 1, now.PhaseSeconds[phase]);
            }

            log.Write(LogLevel.Debug, $"phase {phase + 1} took {now.PhaseSeconds[phase]:0} s", run.Job, now.PlotId);
        }

        if (now.State != before?.State)
        {
            NoteState(job, run, now);
        }
    }

    private void Note(CheckRecord check)
    {
        metrics.PlotChecked(CheckWords.Verdict(check.Verdict));
        log.Write(
            check.Verdict == CheckVerdict.Good ? LogLevel.Info : LogLevel.Error,
            $"{check.File} was checked by {check.Checker} and is {CheckWords.Verdict(check.Verdict)}"
                + $"{(check.Proofs is { } proofs ? $", {proofs} proofs of {check.Challenges} challenges" : "")}"
                + $"{(check.Detail is { } why ? $": {why}" : "")}",
            check.Job,
            check.PlotId);
    }

    // Others report their plots themselves.
    private void NoteOfOthers(RunRecord run, PlotRecord? before, PlotRecord plot)
    {
        if (plot.State != before?.State && plot.State.IsOver())
        {
            if (plot.State == PlotState.Completed)
            {
                metrics.OthersCompleted();
            }

            var owner = run.OtherFarm is { } farm ? $"the farm {farm.Name}" : "somebody else";
            log.Write(
                LogLevel.Debug,
                $"a plot of {owner} is {plot.State.ToString().ToLowerInvariant()} (pid {run.Process?.Pid})",
                plot: plot.PlotId);
        }
    }

    private void NoteState(string job, RunRecord run, PlotRecord plot)
    {
        switch (plot.State)
        {
            case PlotState.Completed when plot.Suspect is { } why:
                log.Write(LogLevel.Error, $"the plot is made but suspect: {why}", run.Job, plot.PlotId);
                break;
            case PlotState.Completed:
                metrics.PlotCompleted(job);
                log.Write(LogLevel.Info, $"the plot is made: {plot.FinalFile}", run.Job, plot.PlotId);
                break;
            case PlotState.Unknown when plot.IsOutcomeNotKnown:
                log.Write(LogLevel.Info, $"{plot.Detail} (pid {run.Process?.Pid})", run.Job, plot.PlotId);
                break;
            case PlotState.Failed or PlotState.Killed or PlotState.Unknown:
                metrics.PlotFailed(job, (plot.Cause?.ToString() ?? "Unknown").ToLowerInvariant());
                log.Write(LogLevel.Error, $"the plot is lost: {plot.Detail} (log {run.LogFile ?? "unknown"})", run.Job, plot.PlotId);
                break;
            case PlotState.Blocked:
                log.Write(LogLevel.Error, $"the plotter waits: {plot.Detail}", run.Job, plot.PlotId);
                break;
            default:
                log.Write(LogLevel.Debug, $"the plot is {plot.State.ToString().ToLowerInvariant()}", run.Job, plot.PlotId);
                break;
        }
    }
}
