using System.Runtime.InteropServices;
using System.Runtime.Versioning;
using PlotManager.Core.Scheduling;

namespace PlotManager.Platform;

/// <summary>
/// Linux lists its mounts in /proc/self/mountinfo, which answers even when a drive does not; paths are resolved by realpath(3), free bytes
/// come from statvfs(3). What should be mounted stands in /etc/fstab.
/// </summary>
/// <param name="mounts">The mounts as they are now; empty if /proc cannot be read.</param>
/// <param name="fstab">Text of /etc/fstab.</param>
[SupportedOSPlatform("linux")]
internal sealed class LinuxDrives(Func<MountTable> mounts, Func<string> fstab)
{
    private const string TopFolder = "/";

    internal LinuxDrives() : this(new LinuxMounts().Table, () => ProcFiles.Text("/etc/fstab") ?? "")
    {
    }

    /// <summary>
    /// What hangs together: the mount by the path as written. A folder on the top mount stands for itself, for it may be a link to a drive
    /// that hangs while the top mount is well.
    /// </summary>
    internal string Place(string path)
    {
        var point = mounts().Containing(path)?.Point;
        return point is null or TopFolder ? path : point;
    }

    internal DirectoryFinding Look(string directory)
    {
        var real = Libc.RealPath(directory, out int error);
        // Read after the path was touched: an automount appears only then.
        var table = mounts();
        if (NotMounted(directory, real, table) is { } point)
        {
            return TimedDrives.NotUsable(DirectoryCondition.NotMounted, $"/etc/fstab names {point}, which is not mounted");
        }

        if (real == null)
        {
            return error switch
            {
                Libc.ENOENT => TimedDrives.NotUsable(DirectoryCondition.Missing, "there is no such directory"),
                Libc.ENOTDIR => TimedDrives.NotUsable(DirectoryCondition.NotADirectory, "a part of its path is not a directory"),
                _ => TimedDrives.Unreadable(Libc.Message(error)),
            };
        }
        if (LinuxFileStatus.Read(real, followLinks: true, out error) is not { } status)
        {
            return TimedDrives.Unreadable(Libc.Message(error));
        }

        if (!status.IsDirectory)
        {
            return TimedDrives.NotUsable(DirectoryCondition.NotADirectory, "it is not a directory");
        }

        if (ReadReal(real, table, out error) is not { } drive)
        {
            return TimedDrives.Unreadable(error == 0 ? "its drive is not in the list of mounts" : Libc.Message(error));
        }
        // access(2) asks the filesystem itself (a network drive: its server), creates nothing, and knows read-only mounts.
        if (Libc.Access(real, Libc.WriteAccess | Libc.ExecuteAccess) == 0)
        {
            return TimedDrives.Usable(drive);
        }

        error = Marshal.GetLastPInvokeError();
        return TimedDrives.NotWritable(drive, error == LinuxCalls.EROFS, Libc.Message(error));
    }

    /// <summary>By the real path of the path, or of the nearest of its folders that exists.</summary>
    internal DriveReading? Read(string path) => ReadReal(Libc.NearestReal(path), mounts(), out _);

    internal IReadOnlyList<string> MountsBeside(string directory) => mounts().SiblingMounts(Libc.NearestReal(directory));

    /// <summary>By the mount of the path as it is written: to resolve links would read the disk.</summary>
    internal bool IsAsleep(string directory) => mounts().Containing(directory) is { } mount && DiskSleep.IsAsleep(mount.Device);

    private static DriveReading? ReadReal(string real, MountTable table, out int error)
    {
        error = 0;
        if (table.Containing(real) is not { } mount)
        {
            return null;
        }

        error = LinuxCalls.Space(real, out long total, out long free);
        return error == 0 ? new DriveReading(table.NameOf(mount), mount.Pool, mount.FileSystem, total, free) : null;
    }

    private string? NotMounted(string directory, string? real, MountTable table) =>
        Fstab.MountPoints(fstab()).FirstOrDefault(point =>
            (MountTable.IsWithin(directory, point) || (real != null && MountTable.IsWithin(real, point)))
            && !table.IsMountPoint(point)
            && !(Libc.RealPath(point, out _) is { } realPoint && table.IsMountPoint(realPoint)));
}
