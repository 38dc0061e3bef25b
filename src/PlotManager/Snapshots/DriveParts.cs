using System.Collections.Immutable;
using PlotManager.Core.Configuration;
using PlotManager.Core.Plotting;
using PlotManager.Core.Scheduling;
using PlotManager.Observing;

namespace PlotManager.Snapshots;

/// <summary>How the farm's drives stand: one row a drive, however many directories and mounts of it are in use.</summary>
public static class DriveParts
{
    /// <param name="world">Whose runs have room promised to them: after the starts of a look, where there is one to make them.</param>
    public static ImmutableArray<DrivePart> Of(Config config, Observation seen, World world) =>
    [
        .. seen.Directories.Values.Where(finding => finding.Drive is not null).GroupBy(finding => finding.Drive!)
            .OrderBy(drive => drive.Key, StringComparer.Ordinal)
            .Select(drive => Of(drive.Key, drive.Last(), config, seen, world)),
    ];

    private static DrivePart Of(string path, DirectoryFinding finding, Config config, Observation seen, World world)
    {
        var promised = world.Runs.Sum(run => Room.PromiseTo(run, path));
        var largest = config.Jobs.Where(job => job.Destination.Any(folder => seen.Directories[folder].Drive == path))
            .Max(job => (long?)PlotNeeds.FinalBytes(job));
        return new DrivePart(
            path,
            finding.TotalBytes,
            finding.FreeBytes,
            promised,
            largest is { } plot ? (int)Math.Max(0, (finding.FreeBytes - promised) / Room.Needs(plot)) : null,
            Users(seen, path, drives => drives.Temp),
            Users(seen, path, drives => drives.Temp2),
            Users(seen, path, drives => drives.Destination))
        {
            Uses = [.. Uses(config, seen, path)],
        };
    }

    private static IEnumerable<string> Uses(Config config, Observation seen, string drive)
    {
        bool IsOf(IEnumerable<string> folders) => folders.Any(folder => seen.Directories[folder].Drive == drive);
        if (config.Jobs.Any(job => IsOf(job.Temp)))
        {
            yield return DrivePart.AsTemp;
        }

        if (config.Jobs.Any(job => IsOf(job.Temp2)))
        {
            yield return DrivePart.AsTemp2;
        }

        if (config.Jobs.Any(job => IsOf(job.Destination)))
        {
            yield return DrivePart.AsDestination;
        }
    }

    private static ImmutableArray<int> Users(Observation seen, string drive, Func<PlotDirectories, string?> use) =>
    [
        .. from run in seen.Runs
           where run.Tracked.Run.Process is not null && use(run.Drives) == drive
           select run.Tracked.Run.Process!.Value.Pid,
    ];
}
