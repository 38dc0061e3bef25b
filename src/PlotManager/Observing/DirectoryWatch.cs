using System.Collections.Immutable;
using PlotManager.Core.Configuration;
using PlotManager.Core.Scheduling;
using PlotManager.Core.Text;
using PlotManager.Platform;

namespace PlotManager.Observing;

/// <summary>
/// Looks at the config's directories, and knows the classic trap: the empty folder of a drive that is not mounted, which would take
/// plots onto the drive beneath. The farm's state remembers on which drive each directory was seen.
/// </summary>
public sealed class DirectoryWatch(IDrives drives)
{
    /// <summary>Looks at each directory once.</summary>
    internal ImmutableDictionary<string, DirectoryFinding> Look(Config config, FoundEvents found)
    {
        var mounts = config.Jobs.Where(job => job.RequireMount).SelectMany(Directories).ToHashSet();
        var findings = ImmutableDictionary.CreateBuilder<string, DirectoryFinding>();
        var elsewhere = config.Jobs.SelectMany(Directories).ToLookup(Paths.IsElsewhere);
        foreach (var path in elsewhere[true])
        {
            findings[path] = DirectoryFinding.Elsewhere;
        }

        foreach (var (path, finding) in drives.LookAtAll(elsewhere[false]))
        {
            findings[path] = Judge(path, finding, mounts.Contains(path), found.State);
        }

        // Where its drive is not known, what was remembered stays.
        foreach (var (path, finding) in findings)
        {
            if (finding is { IsUsable: true, Drive: { } drive } && drive != found.State.Drives.GetValueOrDefault(path))
            {
                found.Add(new FarmEvent.DirectorySeen(path, drive));
            }
        }

        return findings.ToImmutable();
    }

    /// <summary>Leaves out the destinations where plots are not made.</summary>
    /// <param name="farm">With all that this pass has found.</param>
    internal static ImmutableDictionary<string, DirectoryFinding> Skipping(
        ImmutableDictionary<string, DirectoryFinding> findings, FarmState farm)
    {
        foreach (var (path, notMade) in farm.NotMade.Where(pair => pair.Value.IsSkipped))
        {
            if (findings.GetValueOrDefault(path) is { IsUsable: true } finding)
            {
                findings = findings.SetItem(path, finding with
                {
                    Condition = DirectoryCondition.Skipped,
                    Detail = $"skipped: {notMade.InARow} plots in a row were not made there ({notMade.Why}); see to the drive, then run "
                        + "plotmanager reload",
                });
            }
        }

        return findings;
    }

    private static IEnumerable<string> Directories(Job job) => job.Temp.Concat(job.Temp2).Concat(job.Destination);

    private DirectoryFinding Judge(string path, DirectoryFinding finding, bool requireMount, FarmState farm)
    {
        if (!finding.IsUsable || finding.Drive is not { } drive)
        {
            return finding;
        }

        if (farm.Drives.GetValueOrDefault(path) is { } before && LiesBelow(before, drive))
        {
            return NotMounted(finding, $"its drive {before} is not mounted (it lies on {drive} now); mount it, or run plotmanager "
                + "reload if the directory has moved for good");
        }

        return requireMount && drives.MountsBeside(path) is { Count: > 0 } beside
            ? NotMounted(finding, $"it lies on the drive of {drive}; its siblings {string.Join(" and ", beside.Take(2))} are mount "
                + "points: mount its drive (require_mount)")
            : finding;
    }

    private static DirectoryFinding NotMounted(DirectoryFinding finding, string detail) =>
        finding with { Condition = DirectoryCondition.NotMounted, Detail = detail };

    // A mount that is gone uncovers the one above it; any other change of drive is somebody's wish.
    private static bool LiesBelow(string before, string now) =>
        before != now && before.StartsWith(
            now.EndsWith(Path.DirectorySeparatorChar) ? now : now + Path.DirectorySeparatorChar, StringComparison.Ordinal);
}
