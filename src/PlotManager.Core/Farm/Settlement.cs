using System.Collections.Immutable;
using PlotManager.Core.Plotters;
using PlotManager.Core.Plotters.Logs;
using PlotManager.Core.Plotting;

namespace PlotManager.Core.Farm;

/// <summary>From evidence about a run to the events that it proves, in the order in which they are applied. Pure.</summary>
public static class Settlement
{
    /// <summary>What one pass has seen of a run.</summary>
    /// <param name="state">The farm before these events.</param>
    /// <param name="run">As <paramref name="state"/> has it.</param>
    /// <param name="profile">Of the run's plotter.</param>
    /// <param name="zone">In which the plotter writes its log.</param>
    public static ImmutableArray<FarmEvent> Of(
        FarmState state, TrackedRun run, PlotterProfile profile, RunEvidence evidence, DateTimeOffset now, TimeZoneInfo zone)
    {
        var after = RunProgress.Next(run, profile, evidence, now, zone);
        return Between(state, run, after, new Death(DiedBeforeWork(evidence.Log, run), evidence.Rebooted), now);
    }

    /// <summary>An intended run that the system refused to launch: its job backs off as after an early death.</summary>
    public static ImmutableArray<FarmEvent> OfRefusal(FarmState state, string runId, string cause, DateTimeOffset now)
    {
        var events = ImmutableArray.CreateBuilder<FarmEvent>();
        if (state.Find(runId) is { } run)
        {
            AddFailure(events, state, run, new FarmEvent.RunFailed(runId, BeforeWork: true, cause, now));
            events.Add(new FarmEvent.RunForgotten(runId, now));
        }

        return events.DrainToImmutable();
    }

    /// <summary>What has happened to a run that was as <paramref name="before"/> and is as <paramref name="after"/>.</summary>
    internal static ImmutableArray<FarmEvent> Between(FarmState state, TrackedRun before, TrackedRun after, Death death, DateTimeOffset now)
    {
        var events = ImmutableArray.CreateBuilder<FarmEvent>();
        AddRun(events, before.Run, after.Run, now);
        foreach (var plot in after.Plots)
        {
            if (plot != before.Plot(plot.Number))
            {
                events.Add(new FarmEvent.PlotChanged(plot, now));
            }
        }

        if (IsFailure(before, after) && !death.Rebooted)
        {
            var last = after.Current;
            AddFailure(
                events,
                state,
                before,
                new FarmEvent.RunFailed(before.RunId, last is null || death.BeforeWork, last?.Detail ?? "it ended at once", now));
        }

        if (after.Run.State == RunState.Ended)
        {
            events.Add(new FarmEvent.RunEnded(before.RunId, now, after.Run.ExitCode, after.Run.Signal));
        }

        return events.DrainToImmutable();
    }

    private static void AddRun(ImmutableArray<FarmEvent>.Builder events, RunRecord before, RunRecord after, DateTimeOffset now)
    {
        if (after.LogFile != before.LogFile || after.K != before.K)
        {
            events.Add(new FarmEvent.RunFound(before.RunId, after.LogFile, after.K));
        }

        if (after.SuspendedSince is { } since && (since != before.SuspendedSince || after.State != before.State))
        {
            events.Add(new FarmEvent.RunSuspended(before.RunId, since));
        }
        else if (after.SuspendedSince is null
            && after.State != RunState.Ended
            && (before.SuspendedSince is not null || after.State != before.State))
        {
            events.Add(new FarmEvent.RunResumed(before.RunId, now));
        }
    }

    // Its slot is free, and not all of its plots were made. What the user ends, others start or a restart of the machine takes is no
    // failure of the job.
    private static bool IsFailure(TrackedRun before, TrackedRun after) =>
        before.IsInFlight
            && !after.IsInFlight
            && after.PlotsMade < after.Run.Plots
            && after.Run is { Job: not null, KilledByUser: false, Foreign: false };

    // How often the job's runs have failed is known once the events before this one are applied: a plot that was made begins the count
    // anew.
    private static void AddFailure(ImmutableArray<FarmEvent>.Builder events, FarmState state, TrackedRun run, FarmEvent.RunFailed failure)
    {
        foreach (var earlier in events)
        {
            state = state.Apply(earlier);
        }

        events.Add(failure);
        if (BackOff.After(state.Apply(failure).Job(run.Run.Job!), failure) is { } begun)
        {
            events.Add(begun);
        }
    }

    // Where the log is gone, the run's record tells whether it had begun.
    private static bool DiedBeforeWork(RunLog? log, TrackedRun run) =>
        log is { Plots.Length: > 0 } ? !log.Plots.Any(plot => plot.GotToWork) : run.Current?.PlotId is null;

    /// <summary>How a run died, where it has.</summary>
    /// <param name="BeforeWork">Its log never reached its first milestone.</param>
    /// <param name="Rebooted">The machine was started anew since: the plotter did not die of its own.</param>
    internal readonly record struct Death(bool BeforeWork, bool Rebooted);
}
