using PlotManager.Core.Configuration;
using PlotManager.Core.Scheduling;
using PlotManager.Core.Text;
using PlotManager.Platform;

namespace PlotManager.Configuration;

/// <summary>
/// Whether each directory of a config is there, may be written, and is what it seems: an unmounted drive's empty folder is the classic
/// trap.
/// </summary>
internal sealed class DirectoryCheck(IDrives drives)
{
    private const long LargestOfFat = uint.MaxValue;

    // As Linux, macOS and Windows call FAT12 to FAT32; exFAT has no such limit.
    private static readonly HashSet<string> Fat = ["vfat", "msdos", "msdosfs", "umsdos", "fat", "fat32"];

    public IEnumerable<MachineFinding> Look(Config config)
    {
        foreach (var (directory, jobs) in Directories(config))
        {
            var finding = drives.Look(directory);
            if (!finding.IsUsable)
            {
                yield return MachineFinding.Error(
                    directory,
                    $"{DirectoryWords.Problem(finding)}; {DirectoryWords.Remedy(finding.Condition)} ({MachineCheck.Jobs(jobs)})");
            }
            else if (drives.MountsBeside(directory) is { Count: > 0 } siblings)
            {
                yield return NotAMountPoint(directory, finding, siblings, jobs);
            }

            if (TooSmallFiles(directory, jobs) is { } small)
            {
                yield return small;
            }
        }
        // The manager makes this folder when it starts.
        var log = drives.Look(config.LogFolder);
        if (!log.IsUsable && log.Condition != DirectoryCondition.Missing)
        {
            yield return MachineFinding.Error(
                config.LogFolder, $"{DirectoryWords.Problem(log)}; {DirectoryWords.Remedy(log.Condition)} (log.folder_path)");
        }
    }

    private static List<(string Directory, List<Job> Jobs)> Directories(Config config) =>
    [
        .. config.Jobs
            .SelectMany(job => job.Temp.Concat(job.Temp2)
                .Concat(job.Destination)
                .Where(directory => !Paths.IsElsewhere(directory))
                .Select(directory => (directory, job)))
            .GroupBy(pair => pair.directory, pair => pair.job, StringComparer.Ordinal)
            .Select(group => (group.Key, group.ToList())),
    ];

    private MachineFinding? TooSmallFiles(string directory, List<Job> jobs)
    {
        var tooLarge = jobs.Where(job => PlotNeeds.FinalBytes(job) > LargestOfFat).ToList();
        return tooLarge.Count > 0 && drives.DriveOf(directory) is { FileSystem: var type } && Fat.Contains(type.ToLowerInvariant())
            ? MachineFinding.Error(
                directory, $"its drive has the file system FAT ({type}), which holds no file over 4 GiB; format it with another, such as "
                    + $"ext4, XFS or exFAT ({MachineCheck.Jobs(tooLarge)})")
            : null;
    }

    private static MachineFinding NotAMountPoint(string directory, DirectoryFinding finding, IReadOnlyList<string> siblings, List<Job> jobs)
    {
        var text = $"lies on the drive of {finding.Drive}; {Siblings(siblings)}: is it mounted?";
        return jobs.Exists(job => job.RequireMount)
            ? MachineFinding.Error(
                directory, $"{text} ({MachineCheck.Jobs(jobs.Where(job => job.RequireMount))} has require_mount and will not use it)")
            : MachineFinding.Warning(directory, text);
    }

    private static string Siblings(IReadOnlyList<string> siblings) => siblings.Count switch
    {
        1 => $"its sibling {siblings[0]} is a mount point",
        <= 3 => $"its siblings {string.Join(", ", siblings.SkipLast(1))} and {siblings[^1]} are mount points",
        _ => $"its siblings {siblings[0]}, {siblings[1]} and {siblings.Count - 2} more are mount points",
    };
}
