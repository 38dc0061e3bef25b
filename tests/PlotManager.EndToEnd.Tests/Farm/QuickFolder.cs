namespace PlotManager.EndToEnd.Tests.Farm;

/// <summary>
/// Folders for farms of a test: in memory where this machine has a file system there that runs programs, else where temporary files go. A
/// plot of the stand-in makes some 3,000 files, as one of chia does, and on a disk they cost more CPU than all else in a test.
/// </summary>
internal static class QuickFolder
{
    private const string Memory = "/dev/shm";
    private const long Room = 2L << 30; // all tests that run beside each other

    private static readonly Lazy<bool> InMemory = new(RunsPrograms);

    public static string Make(string prefix, bool onDisk)
    {
        if (onDisk || OperatingSystem.IsWindows() || !InMemory.Value)
        {
            return Directory.CreateTempSubdirectory(prefix).FullName;
        }

        var folder = Path.Combine(Memory, prefix + Path.GetRandomFileName().Replace(".", "", StringComparison.Ordinal)[..8]);
        return Directory.CreateDirectory(folder, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute).FullName;
    }

    private static bool RunsPrograms() =>
        File.Exists("/proc/mounts")
        && File.ReadLines("/proc/mounts").Select(line => line.Split(' ')).Any(
            mount => mount is [_, Memory, "tmpfs", var options, ..] && !options.Split(',').Contains("noexec"))
        && new DriveInfo(Memory).AvailableFreeSpace > Room;
}
