using System.Runtime.InteropServices;
using System.Runtime.Versioning;
using PlotManager.Core.Scheduling;

namespace PlotManager.Platform;

/// <summary>
/// On Windows a drive is a volume: it may stand under a letter, in a folder, or on a server. Its name is that of the mount point; the pool
/// is the volume's own name.
/// </summary>
internal static unsafe class WindowsDrives
{
    /// <summary>What hangs together: a drive letter, or a share.</summary>
    internal static string Place(string path)
    {
        if (!path.StartsWith(@"\\", StringComparison.Ordinal))
        {
            return path.Length >= 2 && path[1] == ':' ? path[..2].ToUpperInvariant() : path;
        }

        int server = path.IndexOf('\\', 2);
        int share = server < 0 ? -1 : path.IndexOf('\\', server + 1);
        return (share < 0 ? path : path[..share]).ToUpperInvariant();
    }

    [SupportedOSPlatform("windows")]
    internal static DirectoryFinding Look(string directory)
    {
        if (File.Exists(directory))
        {
            return TimedDrives.NotUsable(DirectoryCondition.NotADirectory, "it is not a directory");
        }

        using var folder =
            Win32.CreateFile(directory, Win32.ReadAttributes, Win32.ShareAll, null, Win32.OpenExisting, Win32.BackupSemantics, 0);
        if (folder.IsInvalid)
        {
            return Marshal.GetLastPInvokeError() is Win32.FileNotFound or Win32.PathNotFound or Win32.InvalidName
                ? TimedDrives.NotUsable(DirectoryCondition.Missing, "there is no such directory")
                : TimedDrives.Unreadable(Win32.LastMessage());
        }
        if (ReadReal(Win32.FinalPath(folder) ?? directory) is not { } drive)
        {
            return TimedDrives.Unreadable(Win32.LastMessage());
        }
        // The right to add a file, asked for and given back: nothing is created.
        using var writable = Win32.CreateFile(directory, Win32.AddFile, Win32.ShareAll, null, Win32.OpenExisting, Win32.BackupSemantics, 0);
        if (!writable.IsInvalid)
        {
            return TimedDrives.Usable(drive);
        }

        return TimedDrives.NotWritable(drive, Marshal.GetLastPInvokeError() == Win32.WriteProtected, Win32.LastMessage());
    }

    [SupportedOSPlatform("windows")]
    internal static DriveReading? Read(string path)
    {
        for (string? folder = path; folder != null; folder = Path.GetDirectoryName(folder))
        {
            using var handle =
                Win32.CreateFile(folder, Win32.ReadAttributes, Win32.ShareAll, null, Win32.OpenExisting, Win32.BackupSemantics, 0);
            if (!handle.IsInvalid)
            {
                return ReadReal(Win32.FinalPath(handle) ?? folder);
            }
        }
        return null;
    }

    /// <summary>
    /// Whether any process has the file open: only where nobody has, it can be opened to share it with nobody. Null where that cannot be
    /// told.
    /// </summary>
    [SupportedOSPlatform("windows")]
    internal static bool? IsOpen(string path)
    {
        const int SharingViolation = unchecked((int)0x80070020);
        try
        {
            using var alone = File.OpenHandle(path, FileMode.Open, FileAccess.Read, FileShare.None);
            return false;
        }
        catch (IOException taken) when (taken.HResult == SharingViolation)
        {
            return true;
        }
        catch (Exception untold) when (untold is IOException or UnauthorizedAccessException)
        {
            return null;
        }
    }

    /// <summary>For <see cref="DiskFiles"/>. Allocation counts sparse and compressed files as what they take.</summary>
    [SupportedOSPlatform("windows")]
    internal static FileStatus? FileStatus(string path, bool followLinks)
    {
        uint flags = Win32.BackupSemantics | (followLinks ? 0 : Win32.OpenReparsePoint);
        using var file = Win32.CreateFile(path, Win32.ReadAttributes, Win32.ShareAll, null, Win32.OpenExisting, flags, 0);
        if (file.IsInvalid)
        {
            return Marshal.GetLastPInvokeError() switch
            {
                Win32.FileNotFound or Win32.PathNotFound or Win32.InvalidName => null,
                Win32.AccessDenied => throw new UnauthorizedAccessException($"{path}: {Win32.LastMessage()}"),
                _ => throw new IOException($"{path}: {Win32.LastMessage()}"),
            };
        }
        const int StandardInformationKind = 1;
        const uint FolderOrLink = 0x10 | 0x400;
        Win32.StandardInformation sizes;
        if (!Win32.GetFileInformationByHandle(file, out var information)
            || !Win32.GetFileInformationByHandleEx(file, StandardInformationKind, &sizes, (uint)sizeof(Win32.StandardInformation)))
        {
            throw new IOException($"{path}: {Win32.LastMessage()}");
        }

        return new FileStatus(
            (information.Attributes & FolderOrLink) == 0, sizes.Directory != 0, sizes.EndOfFile, sizes.AllocationSize,
            DateTimeOffset.FromFileTime((long)information.WrittenHigh << 32 | information.WrittenLow),
            $"{information.VolumeSerial:x}:{information.IndexHigh:x8}{information.IndexLow:x8}");
    }

    [SupportedOSPlatform("windows")]
    private static DriveReading? ReadReal(string real)
    {
        const int Longest = 1024;
        var buffer = stackalloc char[Longest];
        if (!Win32.GetVolumePathName(real, buffer, Longest))
        {
            return null;
        }

        var point = new string(buffer);
        // A share has no volume name; it is known by its own.
        var pool = Win32.GetVolumeNameForVolumeMountPoint(point, buffer, Longest) ? new string(buffer) : point.ToUpperInvariant();
        if (!Win32.GetDiskFreeSpaceEx(real, out long free, out long total, out _))
        {
            return null;
        }

        var name = point.Length > 3 ? point.TrimEnd('\\') : point;
        return new DriveReading(name, pool, "", total, free);
    }
}
