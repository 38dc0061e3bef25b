using System.Collections.Immutable;
using PlotManager.Core.Plotters;
using PlotManager.Core.Plotters.Logs;
using PlotManager.Core.Plotting;

namespace PlotManager.Core.Farm;

/// <summary>What one look saw of a run.</summary>
public sealed record RunSight
{
    public required bool Alive { get; init; }
    public bool Suspended { get; init; }

    /// <summary>The machine was started anew since the run was.</summary>
    public bool Rebooted { get; init; }

    /// <summary>How it ended; null while it lives, and for processes that are no children of ours.</summary>
    public ProcessExit? Exit { get; init; }

    /// <summary>Null where no log is known.</summary>
    public RunLog? Log { get; init; }
    public string? LogFile { get; init; }

    /// <summary>All that the log had said by then was known already. Null: it is read for the first time.</summary>
    public DateTimeOffset? HeardAt { get; init; }

    /// <summary>Bytes of the finished file of a plot in the run's destination; 0 if there is none, null if nobody can tell.</summary>
    public required Func<string, long?> FinalFile { get; init; }

    public ProcessFacts Process => Alive ? ProcessFacts.Living : new ProcessFacts(false, Exit?.ExitCode, Exit?.Signal);
}

/// <summary>From a run as the books have it and what was seen to the run as it is now. Pure.</summary>
public static class RunProgress
{
    public static TrackedRun Next(TrackedRun run, PlotterProfile profile, RunSight sight, DateTimeOffset now, TimeZoneInfo zone)
    {
        var next = AtWorkAgain(run, sight, now) with { Run = run.Run with { LogFile = run.Run.LogFile ?? sight.LogFile, K = run.Run.K ?? sight.Log?.Current?.K } };
        var logs = sight.Log?.Plots ?? [];
        for (var index = run.Earlier; index < Math.Max(logs.Length, next.PlotsBegun); index++)
        {
            var known = next.Plot(index + 1) ?? new PlotRecord(run.RunId, index + 1) { State = PlotState.Making };
            if (!known.State.IsOver())
            {
                next = next.With(Plot(known, index < logs.Length ? logs[index] : null, next.Run, profile, sight, now, zone));
            }
        }

        if (!sight.Alive && next.Plots.IsEmpty)
        {
            // It ended before it began a plot, or nothing is known of what it did.
            var outcome = LogOutcome.OfRun(sight.Log ?? new RunLog(), sight.Process) ?? new PlotOutcome(PlotState.Unknown, null, null);
            next = next.With(Judged(new PlotRecord(run.RunId, 1) { State = PlotState.Making, StartedAt = run.Run.LaunchedAt }, Wished(outcome, next.Run, sight), sight, now));
        }

        return next with { Run = Process(next.Run, sight, now) };
    }

    // Where nobody looked meanwhile it is taken for suspended until it is seen at work. It held up the plots that were in the making.
    private static TrackedRun AtWorkAgain(TrackedRun run, RunSight sight, DateTimeOffset now) =>
        run.Run.SuspendedSince is null || sight is { Alive: true, Suspended: true }
            ? run
            : run with { Plots = [.. run.Plots.Select(plot => plot.State.IsOver() ? plot : plot with { SuspendedSeconds = run.Run.SuspendedUntil(plot, now) })] };

    private static RunRecord Process(RunRecord run, RunSight sight, DateTimeOffset now)
    {
        run = run with { SuspendedSince = sight is { Alive: true, Suspended: true } ? run.SuspendedSince ?? now : null };
        if (!sight.Alive)
        {
            return run with { State = RunState.Ended, EndedAt = now, ExitCode = sight.Exit?.ExitCode, Signal = sight.Exit?.Signal };
        }

        return run.State is RunState.Running or RunState.Suspended ? run with { State = sight.Suspended ? RunState.Suspended : RunState.Running } : run;
    }

    /// <param name="log">Null where the log tells nothing of it any more: it was deleted or replaced.</param>
    private static PlotRecord Plot(
        PlotRecord known, PlotLog? log, RunRecord run, PlotterProfile profile, RunSight sight, DateTimeOffset now, TimeZoneInfo zone)
    {
        if (log is null && sight.Alive)
        {
            return known;
        }

        var told = log is null ? known : Told(known, log, run, new PlotTimes(run.LaunchedAt, sight.HeardAt, now, zone));
        var plot = (log ?? new PlotLog { State = known.State }) with { K = log?.K ?? run.K };
        var final = told.PlotId is { } id && (!sight.Alive || plot.State == PlotState.Unknown) ? sight.FinalFile(id) : null;
        var words = (sight.Log ?? new RunLog()) with { Plots = [plot] };
        var judged = Judged(told, Wished(LogOutcome.Of(profile, words, 0, sight.Process, final, run.Compression), run, sight), sight, now);
        return judged.State == PlotState.Completed ? judged with { FinalBytes = judged.FinalBytes ?? final } : judged;
    }

    private static PlotRecord Told(PlotRecord known, PlotLog log, RunRecord run, PlotTimes times)
    {
        var started = known.StartedAt ?? (known.Number == 1 ? run.LaunchedAt : times.Start(log));
        return known with
        {
            PlotId = log.PlotId ?? known.PlotId,
            StartedAt = started,
            PhaseSeconds = PhaseSeconds(known.PhaseSeconds, log),
            PhaseEnds = times.PhaseEnds(known, started, log),
            TotalSeconds = log.TotalSeconds ?? known.TotalSeconds,
            CopySeconds = log.CopySeconds ?? known.CopySeconds,
            FinalBytes = log.FinalBytes ?? known.FinalBytes,
            FinalFile = log.FinalFile ?? known.FinalFile,
        };
    }

    // A log that was cut off at its head tells of later phases alone; what it said of the earlier ones is known.
    private static ImmutableArray<double> PhaseSeconds(ImmutableArray<double> known, PlotLog log)
    {
        foreach (var end in log.Phases)
        {
            known = end.Phase == known.Length + 1 ? known.Add(end.Seconds) : known;
        }

        return known;
    }

    // What the user ended on purpose was killed, whatever it ended with: madMax that is told twice to stop exits with 252.
    private static PlotOutcome Wished(PlotOutcome outcome, RunRecord run, RunSight sight) =>
        run.KilledByUser && !sight.Alive && outcome.State != PlotState.Completed
            ? new PlotOutcome(PlotState.Killed, new Failure(FailureCause.Killed, "killed by the user"), outcome.Suspect)
            : outcome;

    private static PlotRecord Judged(PlotRecord plot, PlotOutcome outcome, RunSight sight, DateTimeOffset now)
    {
        if (outcome.State != plot.State && !plot.State.MayBecome(outcome.State))
        {
            return plot; // a log read anew after it was replaced may be behind what is known
        }

        return plot with
        {
            State = outcome.State,
            Suspect = outcome.State == PlotState.Completed ? outcome.Suspect : null,
            Cause = outcome.Failure?.Cause,
            Detail = outcome.Failure?.Text ?? (outcome.State != PlotState.Unknown ? null
                : sight.Rebooted ? "the machine was restarted while the plot was made"
                : sight.Exit is { ExitCode: 0 } ? "the plotter ended with exit code 0, and its log does not say that the plot was made"
                : "the plotter is gone and its log does not say why"),
            EndedAt = outcome.State.IsOver() ? now : null,
        };
    }
}
