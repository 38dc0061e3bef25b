using System.Collections.Concurrent;
using System.Runtime.InteropServices;
using System.Runtime.Versioning;
using PlotManager.Core.Scheduling;

namespace PlotManager.Platform;

/// <summary>
/// Linux lists its mounts in /proc/self/mountinfo, which answers even when a drive does not; everything that touches a drive is asked with a limit.
/// </summary>
[SupportedOSPlatform("linux")]
public sealed class LinuxDrives : IDrives
{
    private static readonly TimeSpan AnswerLimit = TimeSpan.FromSeconds(5);

    private readonly TimedCalls calls = new(AnswerLimit);
    private readonly ConcurrentDictionary<string, DirectoryFinding> findings = new();
    private readonly ConcurrentDictionary<string, DriveReading?> readings = new();

    public DirectoryFinding Look(string directory) => findings.GetOrAdd(directory, LookAnew);

    public DriveReading? DriveOf(string path) => readings.GetOrAdd(path, ReadAnew);

    public void Refresh()
    {
        findings.Clear();
        readings.Clear();
    }

    /// <summary>The mounts as they are now; empty if /proc cannot be read.</summary>
    internal static MountTable Mounts() => MountTable.Parse(ProcFiles.Text("/proc/self/mountinfo") ?? "");

    private DirectoryFinding LookAnew(string directory)
    {
        if (!calls.TryCall(Place(directory), () => LookNow(Path.GetFullPath(directory)), out var finding))
            return Unreadable($"its drive did not answer within {AnswerLimit.TotalSeconds:0} s");
        return finding!;
    }

    private DriveReading? ReadAnew(string path)
    {
        calls.TryCall(Place(path), () => ReadNow(NearestReal(Path.GetFullPath(path)), out _), out var reading);
        return reading;
    }

    /// <summary>
    /// What hangs together: the mount by the path as written. A folder on the top mount stands for itself, for it may be a link to a drive that hangs
    /// while the top mount is well.
    /// </summary>
    private static string Place(string path)
    {
        var point = Mounts().Containing(Path.GetFullPath(path))?.Point;
        return point is null or "/" ? path : point;
    }

    private static DirectoryFinding LookNow(string directory)
    {
        var real = Libc.RealPath(directory, out int error);
        // After the path was touched: an automount appears only then.
        var mounts = Mounts();
        if (NotMounted(directory, real, mounts) is { } point)
            return new DirectoryFinding(null, 0, 0, DirectoryCondition.NotMounted, $"/etc/fstab names {point}, which is not mounted");
        if (real == null)
        {
            return error switch
            {
                Libc.ENOENT => new DirectoryFinding(null, 0, 0, DirectoryCondition.Missing, "there is no such directory"),
                LinuxCalls.ENOTDIR => new DirectoryFinding(null, 0, 0, DirectoryCondition.NotADirectory, "a part of the path is not a directory"),
                _ => Unreadable(Libc.Message(error)),
            };
        }
        if (LinuxFileStatus.Read(real, followLinks: true, out error) is not { } status)
            return Unreadable(Libc.Message(error));
        if (!status.IsDirectory)
            return new DirectoryFinding(null, 0, 0, DirectoryCondition.NotADirectory, "it is not a directory");
        if (ReadNow(real, out error) is not { } drive)
            return Unreadable(error == 0 ? "its drive is not in the list of mounts" : Libc.Message(error));
        // access(2) asks the filesystem itself (a network drive: its server), creates nothing, and knows read-only mounts.
        if (Libc.Access(real, Libc.WriteAccess | Libc.ExecuteAccess) != 0)
        {
            error = Marshal.GetLastPInvokeError();
            return new DirectoryFinding(drive.MountPoint, drive.FreeBytes, drive.TotalBytes, DirectoryCondition.NotWritable,
                error == LinuxCalls.EROFS ? "its drive is read-only" : $"no permission to write ({Libc.Message(error)})");
        }
        return new DirectoryFinding(drive.MountPoint, drive.FreeBytes, drive.TotalBytes, DirectoryCondition.Usable);
    }

    private static DriveReading? ReadNow(string real, out int error)
    {
        error = 0;
        var mounts = Mounts();
        if (mounts.Containing(real) is not { } mount)
            return null;
        error = LinuxCalls.Space(real, out long total, out long free);
        return error == 0 ? new DriveReading(mounts.NameOf(mount), mount.Pool, mount.FileSystem, total, free) : null;
    }

    private static string? NotMounted(string directory, string? real, MountTable mounts) =>
        Fstab.MountPoints(ProcFiles.Text("/etc/fstab") ?? "").FirstOrDefault(point =>
            (MountTable.IsWithin(directory, point) || (real != null && MountTable.IsWithin(real, point)))
            && !mounts.IsMountPoint(point)
            && !(Libc.RealPath(point, out _) is { } realPoint && mounts.IsMountPoint(realPoint)));

    /// <summary>Real path of the path, or of the nearest of its folders that exists.</summary>
    private static string NearestReal(string path)
    {
        for (string? folder = path; folder != null; folder = Path.GetDirectoryName(folder))
        {
            if (Libc.RealPath(folder, out _) is { } real)
                return real;
        }
        return "/";
    }

    private static DirectoryFinding Unreadable(string detail) => new(null, 0, 0, DirectoryCondition.Unreadable, detail);
}
