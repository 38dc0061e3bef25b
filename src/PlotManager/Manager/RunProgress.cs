using PlotManager.Core.Plotters;
using PlotManager.Core.Plotters.Logs;
using PlotManager.Core.Plotting;
using PlotManager.Journal;
using PlotManager.Platform;

namespace PlotManager.Manager;

/// <summary>What one look saw of a run.</summary>
public sealed record RunSight
{
    public required bool Alive { get; init; }
    public bool Suspended { get; init; }

    /// <summary>How it ended; null while it lives, and for processes that are no children of ours.</summary>
    public ProcessExit? Exit { get; init; }

    /// <summary>Null where no log is known.</summary>
    public RunLog? Log { get; init; }
    public string? LogFile { get; init; }

    /// <summary>Bytes of the finished file of a plot in the run's destination, null if there is none.</summary>
    public required Func<string, long?> FinalFile { get; init; }
}

/// <summary>From a run as the books have it and what was seen to the run as it is now. Pure.</summary>
public static class RunProgress
{
    public static TrackedRun Next(TrackedRun run, PlotterProfile profile, RunSight sight, DateTimeOffset now, TimeZoneInfo zone)
    {
        var next = run with { Run = run.Run with { LogFile = run.Run.LogFile ?? sight.LogFile, K = run.Run.K ?? sight.Log?.Current?.K } };
        var logs = sight.Log?.Plots ?? [];
        for (var index = 0; index < logs.Length; index++)
        {
            var known = index < next.Plots.Length ? next.Plots[index] : new PlotRecord(run.RunId, index + 1) { State = PlotState.Making };
            if (!known.State.IsOver())
            {
                next = next.With(Plot(known, logs[index], next.Run, profile, sight, now, zone));
            }
        }

        if (!sight.Alive && next.Plots.IsEmpty)
        {
            // It ended before it began a plot, or nothing is known of what it did.
            var lost = Outcome(new PlotRecord(run.RunId, 1), null, next.Run, profile, sight);
            next = next.With(lost with { StartedAt = run.Run.LaunchedAt, EndedAt = now });
        }

        return next with { Run = Process(next.Run, sight, now) };
    }

    private static RunRecord Process(RunRecord run, RunSight sight, DateTimeOffset now)
    {
        if (!sight.Alive)
        {
            return run with { State = RunState.Ended, EndedAt = now, ExitCode = sight.Exit?.ExitCode, Signal = sight.Exit?.Signal };
        }

        return run.State.IsInFlight() ? run with { State = sight.Suspended ? RunState.Suspended : RunState.Running } : run;
    }

    private static PlotRecord Plot(
        PlotRecord known, PlotLog log, RunRecord run, PlotterProfile profile, RunSight sight, DateTimeOffset now, TimeZoneInfo zone)
    {
        var told = known with
        {
            PlotId = log.PlotId ?? known.PlotId,
            StartedAt = known.StartedAt ?? (known.Number == 1 ? run.LaunchedAt : Instant(log.StartedAt, zone) ?? now),
            PhaseSeconds = [.. log.Phases.Select(end => end.Seconds)],
            TotalSeconds = log.TotalSeconds,
            CopySeconds = log.CopySeconds,
            FinalBytes = log.FinalBytes,
            FinalFile = log.FinalFile,
        };
        var judged = sight.Alive || log.State.IsOver() ? Judge(told, log) : Outcome(told, log, run, profile, sight);
        if (judged.State != known.State && !known.State.MayBecome(judged.State))
        {
            return told with { State = known.State };
        }

        return judged.State.IsOver() ? judged with { EndedAt = now } : judged;
    }

    // While the process lives, or where the log had its last word, the log decides.
    private static PlotRecord Judge(PlotRecord plot, PlotLog log) => plot with
    {
        State = log.State,
        Suspect = log.State == PlotState.Completed ? log.Suspect : null,
        Cause = log.Failure?.Cause,
        Detail = log.Failure?.Text,
    };

    // The process is gone and the log had no last word.
    private static PlotRecord Outcome(PlotRecord plot, PlotLog? log, RunRecord run, PlotterProfile profile, RunSight sight)
    {
        var failure = log?.Failure ?? sight.Log?.Failure;
        var expected = (log?.K ?? run.K) is { } k ? profile.FinalBytes(k, run.Compression) : 0;
        var final = plot.PlotId is { } id ? sight.FinalFile(id) : null;
        if (failure is null && final is { } bytes && bytes >= expected * 0.98)
        {
            return plot with { State = PlotState.Completed, FinalBytes = bytes };
        }

        if (failure is null && sight.Exit is { Signal: { } signal })
        {
            return plot with { State = PlotState.Killed, Cause = FailureCause.Killed, Detail = $"ended by signal {signal}" };
        }

        if (failure is not null || sight.Exit is not null)
        {
            var words = sight.Log is { LastLines: { IsEmpty: false } lines } ? $"; its last words: {string.Join(" / ", lines)}" : "";
            return plot with
            {
                State = PlotState.Failed,
                Cause = failure?.Cause ?? FailureCause.Unknown,
                Detail = failure?.Text ?? $"the plotter ended with exit code {sight.Exit!.ExitCode}{words}",
            };
        }

        return plot with { State = PlotState.Unknown, Detail = "the plotter is gone and its log does not say why" };
    }

    private static DateTimeOffset? Instant(DateTime? local, TimeZoneInfo zone)
    {
        if (local is not { } time)
        {
            return null;
        }

        var plain = DateTime.SpecifyKind(time, DateTimeKind.Unspecified);
        return new DateTimeOffset(plain, zone.GetUtcOffset(plain));
    }
}
