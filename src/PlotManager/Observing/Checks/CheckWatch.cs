using System.Collections.Immutable;
using PlotManager.Core.Checkers;
using PlotManager.Core.Configuration;
using PlotManager.Core.Farm.Checks;
using PlotManager.Core.PlotFiles;
using PlotManager.Core.Plotting;
using PlotManager.Core.Scheduling;
using PlotManager.Platform;

namespace PlotManager.Observing.Checks;

/// <summary>
/// Checks of plots for proofs: which are wanted, and what has become of those under way. Their processes are supervised like plotters.
/// </summary>
internal sealed class CheckWatch(Machine machine, ProcessExits exits)
{
    /// <summary>The checks that a job wants of the plots that are made now.</summary>
    /// <param name="before">The run as it was before these events.</param>
    /// <param name="formatOf">What its file has told; null where it has told nothing.</param>
    public static IEnumerable<FarmEvent> Wanted(
        Config config, TrackedRun before, IEnumerable<FarmEvent> events, Func<PlotRecord, PlotFormat?> formatOf, DateTimeOffset now) =>
        config.FindJob(before.Run.Job) is not { VerifyAfterPlot: VerifyAfterPlot.Proofs } || !before.Run.Owner.IsReported()
            ? []
            : from changed in events.OfType<FarmEvent.PlotChanged>()
              let plot = changed.Plot
              where plot is { State: PlotState.Completed, Proof: FileProof.Made, FinalFile: { } file } && Path.IsPathFullyQualified(file)
                  && before.Plot(plot.Number)?.State.IsOver() != true
              select new FarmEvent.CheckWanted(new CheckRecord
              {
                  CheckId = $"check-{before.RunId}-{plot.Number}",
                  File = plot.FinalFile!,
                  PlotId = plot.PlotId,
                  Format = formatOf(plot) ?? PlotFormat.Unknown,
                  Job = before.Run.Job,
                  Checker = config.Verify.Checker ?? "",
                  Challenges = config.Verify.Challenges,
                  LaunchedAt = now,
              });

    /// <summary>What has become of the checks that were launched, or were to be when a manager before this one died.</summary>
    public void Settle(Config config, FoundEvents found, Sightings sightings, DateTimeOffset now)
    {
        foreach (var check in found.State.Checks.Where(check => !check.IsWaiting))
        {
            if (check.State == RunState.Intended)
            {
                SettleIntended(config, check, found, sightings.Launched.GetValueOrDefault(check.CheckId), now);
                continue;
            }

            var living = check.Process is { } process ? machine.Processes.Living(process) : null;
            if (living is null)
            {
                exits.Reap(); // it may have ended since the children were asked
            }

            if (exits.EvidenceOf(check, living) is { Alive: false } evidence)
            {
                var end = new CheckerEnd(evidence.Exit?.ExitCode, evidence.Exit?.Signal);
                found.Add(evidence.Rebooted ? new FarmEvent.CheckForgotten(check.CheckId) : Judged(config, check, end, now));
            }
        }
    }

    /// <summary>How far each check is that is not over.</summary>
    /// <param name="seen">The runs of this pass.</param>
    public ImmutableArray<CheckInQueue> Queue(FarmState farm, Observation seen)
    {
        if (farm.Checks.IsEmpty)
        {
            return [];
        }

        var written = WrittenDrives.Of(seen);
        return
        [
            .. from check in farm.Checks
               let drive = DriveOf(check, seen)
               select new CheckInQueue(check.CheckId, drive, !check.IsWaiting ? CheckStage.UnderWay
                   : drive is null ? CheckStage.DriveIsAway
                   : written.ContainsKey(drive) ? CheckStage.DriveIsWritten
                   : CheckStage.MayStart),
        ];
    }

    private void SettleIntended(Config config, CheckRecord check, FoundEvents found, ProcessSighting? process, DateTimeOffset now)
    {
        switch (IntendedProcess.FateOf(check, process, machine.Files))
        {
            case IntendedProcess.Fate.Launched { Process: { } launched }:
                found.Add(new FarmEvent.CheckLaunched(check.CheckId, launched));
                break;
            case IntendedProcess.Fate.Launched:
                // It has ended unseen, or died at its start: without a verdict it is made again.
                var judged = Judged(config, check, default, now);
                found.Add(judged.Check.Verdict == CheckVerdict.NotJudged ? new FarmEvent.CheckForgotten(check.CheckId) : judged);
                break;
            case IntendedProcess.Fate.NeverLaunched:
                found.Add(new FarmEvent.CheckForgotten(check.CheckId));
                break;
            default:
                break;
        }
    }

    private FarmEvent.PlotChecked Judged(Config config, CheckRecord check, CheckerEnd end, DateTimeOffset now) =>
        new(check.Judged(CheckLog.Read(machine.Files, config.Checkers.Find(check.Checker), check, end), now, end));

    private string? DriveOf(CheckRecord check, Observation seen)
    {
        var folder = Path.GetDirectoryName(check.File)!;
        return seen.Directories.GetValueOrDefault(folder) switch
        {
            { Condition: DirectoryCondition.Missing or DirectoryCondition.NotMounted or DirectoryCondition.Unreadable } => null,
            { Drive: { } drive } => drive,
            _ => machine.Drives.DriveOf(folder)?.MountPoint,
        };
    }
}
