using PlotManager.Core.Scheduling;

namespace PlotManager.Platform;

/// <param name="Pool">Names the pool of free bytes: mounts that share one are one drive.</param>
public sealed record DriveReading(string MountPoint, string Pool, string FileSystem, long TotalBytes, long FreeBytes);

public interface IDrives
{
    /// <summary>
    /// Looks at one directory: does it exist, may we write to it, on which drive is it, how much is free for an unprivileged user.
    /// Answers within the time-out (5 s): a drive that does not is <see cref="DirectoryCondition.Unreadable"/>. Never throws.
    /// <see cref="DirectoryFinding.Drive"/> is the same text for all directories of one pool of free bytes.
    /// </summary>
    DirectoryFinding Look(string directory);

    /// <summary>The same for several, by their paths as given. Drives that do not answer are waited for together.</summary>
    IReadOnlyDictionary<string, DirectoryFinding> LookAtAll(IEnumerable<string> directories) =>
        directories.Distinct().ToDictionary(directory => directory, Look);

    /// <summary>The drive of a path by its real path and longest mount point, null if unreadable.</summary>
    DriveReading? DriveOf(string path);

    /// <summary>
    /// Mount points beside this directory or one of its folders, when it lies on a drive above them: a hint that it should be a drive
    /// itself and is not mounted. Empty if nothing hints at that, and where the system does not tell. Never throws.
    /// </summary>
    IReadOnlyList<string> MountsBeside(string directory);

    /// <summary>
    /// Whether the disk of a directory has spun down, asked without waking it; false also where the system does not tell. Never throws.
    /// </summary>
    bool IsAsleep(string directory) => false;

    /// <summary>Forgets what was read, so that the next look sees the drives as they are then.</summary>
    void Refresh();
}
