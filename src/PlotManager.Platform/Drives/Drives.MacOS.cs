using System.Runtime.InteropServices;
using System.Runtime.Versioning;
using PlotManager.Core.Scheduling;

namespace PlotManager.Platform;

/// <summary>
/// On macOS statfs(2) names mount point, device and free bytes at once, so no table is read; drives come and go below /Volumes, and there
/// is no list of what should be mounted.
/// </summary>
internal static class MacDrives
{
    private const string Volumes = "/Volumes/";

    /// <summary>What hangs together: all below one name in /Volumes.</summary>
    internal static string Place(string path)
    {
        if (!path.StartsWith(Volumes, StringComparison.Ordinal))
        {
            return path;
        }

        int end = path.IndexOf('/', Volumes.Length);
        return end < 0 ? path : path[..end];
    }

    /// <summary>The volumes of one APFS container (disk3s1, disk3s5s1) share its free bytes.</summary>
    internal static string Pool(string fileSystem, string device)
    {
        const string Disk = "/dev/disk";
        if (fileSystem != "apfs" || !device.StartsWith(Disk, StringComparison.Ordinal))
        {
            return device;
        }

        int end = device.IndexOf('s', Disk.Length);
        return end < 0 ? device : device[..end];
    }

    [SupportedOSPlatform("macos")]
    internal static DirectoryFinding Look(string directory)
    {
        if (Libc.RealPath(directory, out int error) is not { } real)
        {
            return error switch
            {
                Libc.ENOENT => TimedDrives.NotUsable(DirectoryCondition.Missing, "there is no such directory"),
                Libc.ENOTDIR => TimedDrives.NotUsable(DirectoryCondition.NotADirectory, "a part of its path is not a directory"),
                _ => TimedDrives.Unreadable(Libc.Message(error)),
            };
        }
        if (MacCalls.Status(real, followLinks: true, out error) is not { } status)
        {
            return TimedDrives.Unreadable(Libc.Message(error));
        }

        if (!status.IsDirectory)
        {
            return TimedDrives.NotUsable(DirectoryCondition.NotADirectory, "it is not a directory");
        }

        if (DriveAt(real, out error) is not { } drive)
        {
            return TimedDrives.Unreadable(Libc.Message(error));
        }

        if (Libc.Access(real, Libc.WriteAccess | Libc.ExecuteAccess) == 0)
        {
            return TimedDrives.Usable(drive);
        }

        error = Marshal.GetLastPInvokeError();
        return TimedDrives.NotWritable(drive, error == MacCalls.EROFS, Libc.Message(error));
    }

    [SupportedOSPlatform("macos")]
    internal static DriveReading? Read(string path) => DriveAt(Libc.NearestReal(path), out _);

    /// <summary>The system's own volumes ("/" and /System/Volumes/Data) are one pool and so one drive, named by the first.</summary>
    [SupportedOSPlatform("macos")]
    private static DriveReading? DriveAt(string real, out int error)
    {
        var drive = MacCalls.Drive(real, out error);
        return drive != null && MacCalls.Drive("/", out _) is { } top && top.Pool == drive.Pool
            ? drive with { MountPoint = top.MountPoint }
            : drive;
    }

    /// <summary>For <see cref="DiskFiles"/>.</summary>
    [SupportedOSPlatform("macos")]
    internal static FileStatus? FileStatus(string path, bool followLinks)
    {
        var status = MacCalls.Status(path, followLinks, out int error);
        return error is 0 or Libc.ENOENT or Libc.ENOTDIR ? status
            : error is Libc.EACCES or Libc.EPERM ? throw new UnauthorizedAccessException($"{path}: {Libc.Message(error)}")
            : throw new IOException($"{path}: {Libc.Message(error)}");
    }
}
