using System.Collections.Immutable;
using PlotManager.Core.Configuration;
using PlotManager.Core.Farm;

namespace PlotManager.Core.Scheduling;

/// <summary>Which plots are checked for proofs now. Pure.</summary>
public static class CheckStarts
{
    /// <summary>
    /// As many as <c>verify.at_once</c> leaves, in the order in which they were wanted: never on a drive that a plotter writes to, and
    /// never two on one drive. While starts are paused there is none.
    /// </summary>
    public static ImmutableArray<StartCheck> Of(Config config, World world)
    {
        if (world.Checks.IsEmpty || world.Starts == StartMode.Paused)
        {
            return [];
        }

        var busy = world.Checks.Where(check => check.Stage == CheckStage.UnderWay).Select(check => check.Drive).ToHashSet();
        var free = config.Verify.AtOnce - world.Checks.Count(check => check.Stage == CheckStage.UnderWay);
        var starts = ImmutableArray.CreateBuilder<StartCheck>();
        foreach (var check in world.Checks.Where(check => check.Stage == CheckStage.MayStart))
        {
            if (starts.Count < free && busy.Add(check.Drive))
            {
                starts.Add(new StartCheck(check.CheckId));
            }
        }

        return starts.ToImmutable();
    }
}

/// <summary>A plot to be checked for proofs now.</summary>
public sealed record StartCheck(string CheckId) : FarmAction;

/// <summary>A check that is not over, as a look has found it.</summary>
/// <param name="Drive">That of the plot; null where it cannot be told.</param>
public readonly record struct CheckInQueue(string CheckId, string? Drive, CheckStage Stage);

/// <summary>How far a check is.</summary>
public enum CheckStage
{
    /// <summary>Its plot's drive is free.</summary>
    MayStart,

    /// <summary>A plotter writes to its drive.</summary>
    DriveIsWritten,

    /// <summary>Its drive is away, or cannot be told.</summary>
    DriveIsAway,

    /// <summary>Its process is there, or is about to be.</summary>
    UnderWay,
}
