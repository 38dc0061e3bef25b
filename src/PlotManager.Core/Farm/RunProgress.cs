using System.Collections.Immutable;
using PlotManager.Core.PlotFiles;
using PlotManager.Core.Plotters;
using PlotManager.Core.Plotters.Logs;
using PlotManager.Core.Plotting;
using PlotManager.Core.Text;

namespace PlotManager.Core.Farm;

/// <summary>What one pass has seen of a run: its process, and what that has written.</summary>
public sealed record RunEvidence : ProcessEvidence
{
    /// <summary>Null where no log is known.</summary>
    public RunLog? Log { get; init; }
    public string? LogFile { get; init; }

    /// <summary>All that the log had said by then was known already. Null: it is read for the first time.</summary>
    public DateTimeOffset? HeardAt { get; init; }

    /// <summary>
    /// The ids of plots whose files the run's processes have open for writing: all that is known of a plotter without a log.
    /// </summary>
    public ImmutableArray<string> OpenPlots { get; init; } = [];

    /// <summary>Bytes of the finished file of a plot in the run's destination; 0 if there is none, null if nobody can tell.</summary>
    public required Func<string, long?> FinalFile { get; init; }

    /// <summary>
    /// What the finished file of a plot is, as its own bytes say. Asked when the log calls the plot completed, until there is an answer.
    /// </summary>
    public Func<PlotRecord, FileReading> Finished { get; init; } = _ => default;

    /// <summary>Whether a plot that the log calls completed is believed without its file.</summary>
    public bool BelievesTheLog { get; init; }

    /// <summary>
    /// Why the destination is not the directory that the run was given: it is missing, its drive is not mounted, or another one is. Null:
    /// it is, or nobody can tell. Asked of a plot that is completed.
    /// </summary>
    public Func<string?> DestinationGone { get; init; } = () => null;

    public ProcessFacts Process => Alive ? ProcessFacts.Living : new ProcessFacts(false, Exit?.ExitCode, Exit?.Signal);
}

/// <summary>From a run as the farm's state has it, and evidence about it, to the run as it is now. Pure.</summary>
public static class RunProgress
{
    public static TrackedRun Next(TrackedRun run, PlotterProfile profile, RunEvidence evidence, DateTimeOffset now, TimeZoneInfo zone)
    {
        var next = AtWorkAgain(run, evidence, now) with
        {
            Run = run.Run with { LogFile = run.Run.LogFile ?? evidence.LogFile, K = run.Run.K ?? evidence.Log?.Current?.K },
        };
        next = Learnt(next, evidence, now);
        var logs = evidence.Log?.Plots ?? [];
        var isAwaited = false;
        for (var index = run.Earlier; index < Math.Max(logs.Length, next.PlotsBegun); index++)
        {
            var known = next.Plot(index + 1) ?? new PlotRecord(run.RunId, index + 1) { State = PlotState.Making };
            if (!known.State.IsOver())
            {
                var (plot, waits) = Plot(known, index < logs.Length ? logs[index] : null, next.Run, profile, evidence, now, zone);
                next = next.With(plot);
                isAwaited |= waits;
            }
        }

        if (!evidence.Alive && next.Plots.IsEmpty)
        {
            // It ended before it began a plot, or nothing is known of what it did.
            var outcome = LogOutcome.OfRun(profile, evidence.Log ?? new RunLog(), evidence.Process)
                ?? new PlotOutcome(PlotState.Unknown, null, null);
            next = next.With(Judged(
                new PlotRecord(run.RunId, 1) { State = PlotState.Making, StartedAt = run.Run.LaunchedAt },
                Wished(outcome, next.Run, evidence),
                evidence,
                now));
            next = next.With(NotTold(next.Plots[0], next.Run, evidence));
        }

        // How the process fares is settled once all its plots are.
        return isAwaited ? next : next with { Run = next.Run.Next(evidence, now) };
    }

    // Where nobody looked meanwhile it is taken for suspended until it is seen at work. It held up the plots that were in the making.
    private static TrackedRun AtWorkAgain(TrackedRun run, RunEvidence evidence, DateTimeOffset now) =>
        run.Run.SuspendedSince is null || evidence is { Alive: true, Suspended: true }
            ? run
            : run with
            {
                Plots = [.. run.Plots.Select(plot => plot.State.IsOver()
                ? plot
                : plot with { SuspendedSeconds = run.Run.SuspendedUntil(plot, now) })]
            };

    /// <param name="log">Null where the log tells nothing of it any more: it was deleted or replaced.</param>
    /// <returns>The plot, and whether its file is still being read.</returns>
    private static (PlotRecord Plot, bool IsAwaited) Plot(
        PlotRecord known, PlotLog? log, RunRecord run, PlotterProfile profile, RunEvidence evidence, DateTimeOffset now, TimeZoneInfo zone)
    {
        var isLeft = log is null && IsLeftByItsPlotter(known, run, evidence);
        if (log is null && evidence.Alive && !isLeft)
        {
            return (known, false);
        }

        var told = log is null ? known : Told(known, log, run, new PlotTimes(run.LaunchedAt, evidence.HeardAt, now, zone));
        var plot = (log ?? new PlotLog { State = isLeft ? PlotState.Unknown : known.State }) with { K = log?.K ?? run.K };
        var final = told.PlotId is { } id && (!evidence.Alive || plot.State is PlotState.Unknown or PlotState.Completed)
            ? evidence.FinalFile(id)
            : null;
        var words = (evidence.Log ?? new RunLog()) with { Plots = [plot] };
        var outcome = LogOutcome.Of(profile, words, 0, evidence.Process, final, run.Compression);
        if (isLeft && evidence.Alive && outcome.State != PlotState.Completed)
        {
            return (known, false);
        }

        if (outcome.State != PlotState.Completed)
        {
            var over = NotTold(Judged(told, Wished(outcome, run, evidence), evidence, now), run, evidence);
            return (over.Cause == FailureCause.CheckFailed ? over with { Proof = FileProof.NotMade } : over, false);
        }

        if (evidence.BelievesTheLog)
        {
            return (Judged(told, Wished(outcome, run, evidence), evidence, now), false);
        }

        var reading = evidence.Finished(told);
        if (reading.IsAwaited)
        {
            return (told, true);
        }

        outcome = CompletionProof.Of(outcome, told, reading.File);
        var judged = Judged(told, Wished(outcome, run, evidence), evidence, now);
        return (judged.State switch
        {
            PlotState.Completed => Delivered(judged, run, reading.File, final, evidence.DestinationGone()),
            PlotState.Failed => judged with { Proof = FileProof.NotMade },
            _ => judged,
        }, false);
    }

    // A plotter without a log shows what it makes by the files that it has open.
    private static TrackedRun Learnt(TrackedRun run, RunEvidence evidence, DateTimeOffset now)
    {
        if (evidence.Log is not null || !run.Run.Foreign)
        {
            return run;
        }

        foreach (var id in evidence.OpenPlots.Where(id => run.Plots.All(plot => plot.PlotId != id)))
        {
            run = run.With(new PlotRecord(run.RunId, run.PlotsBegun + 1)
            {
                PlotId = id,
                State = PlotState.Making,
                StartedAt = run.PlotsBegun == 0 ? run.Run.LaunchedAt : now,
            });
        }

        return run;
    }

    // It has a file under its final name, and its plotter has none of it open any more.
    private static bool IsLeftByItsPlotter(PlotRecord known, RunRecord run, RunEvidence evidence) =>
        run.Foreign && evidence.Log is null && known.PlotId is { } id && !evidence.OpenPlots.Contains(id) && evidence.FinalFile(id) > 0;

    // Of somebody else's plotter without a log nobody can tell how a plot ended whose file is not there. That is no failure.
    private static PlotRecord NotTold(PlotRecord plot, RunRecord run, RunEvidence evidence) =>
        plot.State == PlotState.Unknown && run.Foreign && run.LogFile is null && evidence.Log is null
            ? plot with
            {
                Proof = FileProof.NotSeen,
                Detail = "outcome not known: its plotter wrote no log that could be found, and its file is not there",
            }
            : plot;

    // Where it should be by now. One that is not there while its drive is may have been moved on already.
    private static PlotRecord Delivered(PlotRecord made, RunRecord run, PlotFile? file, long? final, string? destinationGone)
    {
        if (made.FinalFile is null && file is not null && run.Directories.Destination is { } folder)
        {
            made = made with { FinalFile = Paths.InDirectory(file.Name, folder) };
        }

        if (destinationGone is not null)
        {
            return made with
            {
                Proof = FileProof.NotSeen,
                Suspect = made.Suspect ?? $"the plotter says that it is finished, but its destination is gone: {destinationGone}",
            };
        }

        var measured = made with { FinalBytes = final is > 0 ? final : made.FinalBytes };
        return file switch
        {
            { State: PlotFileState.NameMismatch or PlotFileState.Unreadable } => measured with { Proof = FileProof.NotSeen },
            not null => measured with { Proof = FileProof.Made },
            null when final is 0 && made.FinalFile is not null => made with
            {
                Proof = FileProof.Moved,
                Detail = made.Detail ?? "its file was moved or removed before it was seen",
            },
            null => measured with { Proof = FileProof.NotSeen },
        };
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
            FinalFile = Paths.InDirectory(log.FinalFile, run.Directories.Destination) ?? known.FinalFile,
            Blockades = Math.Max(known.Blockades, log.Blockades),
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
    private static PlotOutcome Wished(PlotOutcome outcome, RunRecord run, RunEvidence evidence) =>
        run.KilledByUser && !evidence.Alive && outcome.State != PlotState.Completed
            ? new PlotOutcome(PlotState.Killed, new Failure(FailureCause.Killed, "killed by the user"), outcome.Suspect)
            : outcome;

    private static PlotRecord Judged(PlotRecord plot, PlotOutcome outcome, RunEvidence evidence, DateTimeOffset now)
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
                : evidence.Rebooted ? "the machine was restarted while the plot was made"
                : evidence.Exit is { ExitCode: 0 } ? "the plotter ended with exit code 0, and its log does not say that the plot was made"
                : "the plotter is gone and its log does not say why"),
            EndedAt = outcome.State.IsOver() ? now : null,
        };
    }
}
