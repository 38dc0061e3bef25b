using System.Collections.Immutable;
using PlotManager.Core.Farm.Checks;
using PlotManager.Core.Scheduling;

namespace PlotManager.Snapshots;

/// <summary>Checks that are not over, as people see them.</summary>
internal static class CheckParts
{
    public static ImmutableArray<CheckPart> Of(FarmState farm, ImmutableArray<CheckInQueue> queue) =>
    [
        .. from queued in queue
           let check = farm.Checks.Find(queued.CheckId)
           where check is not null
           select new CheckPart(
               check.CheckId, check.File, check.PlotId, check.Job, check.IsWaiting ? "waiting" : "running", check.LaunchedAt,
               check.IsWaiting ? Reason(queued, farm.Starts) : null, check.IsWaiting ? null : check.Checker, check.Challenges,
               check.Process?.Pid, check.LogFile),
    ];

    private static string? Reason(CheckInQueue check, StartMode starts) => (check.Stage, starts) switch
    {
        (_, StartMode.Paused) => "starts are paused",
        (CheckStage.DriveIsWritten, _) => $"a plotter writes to its drive {check.Drive}",
        (CheckStage.DriveIsAway, _) => "its drive is away",
        _ => "as many checks as verify.at_once allows are under way",
    };
}
