using System.Runtime.Versioning;

namespace PlotManager.Platform;

/// <summary>Whether a disk has spun down. None of the questions wakes it.</summary>
[SupportedOSPlatform("linux")]
internal static class DiskSleep
{
    private const string Devices = "/sys/dev/block";

    /// <param name="device">Major and minor number of a filesystem's device.</param>
    internal static bool IsAsleep(string device) =>
        Libc.RealPath(Path.Combine(Devices, device), out _) is { } folder && IsAsleepAt(folder);

    /// <param name="folder">Of the device below <c>/sys</c>.</param>
    internal static bool IsAsleepAt(string folder)
    {
        var disk = File.Exists(Path.Combine(folder, "partition")) ? Path.GetDirectoryName(folder)! : folder;
        var below = Path.Combine(disk, "slaves"); // of an encrypted or logical volume: the disks that it lies on
        if (Directory.Exists(below) && Directory.GetDirectories(below) is [_, ..] parts)
        {
            return parts.Any(part => Libc.RealPath(part, out _) is { } real && IsAsleepAt(real));
        }

        return Says(disk, "queue/rotational", "1")
            && (Says(disk, "device/power/runtime_status", "suspended") || LinuxCalls.IsInStandby("/dev/" + Path.GetFileName(disk)));
    }

    private static bool Says(string disk, string file, string word) => ProcFiles.Text(Path.Combine(disk, file))?.Trim() == word;
}
