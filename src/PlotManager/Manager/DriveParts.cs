using System.Collections.Immutable;
using PlotManager.Core.Configuration;
using PlotManager.Core.Plotting;
using PlotManager.Core.Scheduling;

namespace PlotManager.Manager;

/// <summary>How the farm's drives stand: one row a drive, however many directories and mounts of it are in use.</summary>
public static class DriveParts
{
    public static ImmutableArray<DrivePart> Of(Config config, Observation seen, Decision decision)
    {
        var rows = new SortedDictionary<string, DrivePart>(StringComparer.Ordinal);
        foreach (var finding in seen.Directories.Values.Where(finding => finding.Drive is not null))
        {
            rows[finding.Drive!] = new DrivePart(finding.Drive!, finding.TotalBytes, finding.FreeBytes, 0, null, [], [], []);
        }

        var promised = decision.After.Runs.Where(run => run.DestinationDrive is not null).ToLookup(run => run.DestinationDrive!, Room.Promise);
        foreach (var (path, row) in rows.ToList())
        {
            var sizes = config.Jobs.Where(job => job.Destination.Any(folder => seen.Directories[folder].Drive == path)).Select(job => PlotNeeds.Of(job).PlotBytes).ToList();
            var taken = promised[path].Sum();
            rows[path] = row with
            {
                Promised = taken,
                RoomPlots = sizes.Count == 0 ? null : (int)Math.Max(0, (row.Free!.Value - taken) / Room.Needs(sizes.Max())),
                Temp = Users(seen, path, drives => drives.Temp),
                Temp2 = Users(seen, path, drives => drives.Temp2),
                Destination = Users(seen, path, drives => drives.Destination),
            };
        }

        return [.. rows.Values];
    }

    private static ImmutableArray<int> Users(Observation seen, string drive, Func<PlotDirectories, string?> use) =>
    [
        .. from run in seen.Runs
           where run.Tracked.Run.Process is not null && use(run.Drives) == drive
           select run.Tracked.Run.Process!.Value.Pid,
    ];
}
