namespace PlotManager.Platform;

/// <summary>The seam's real side: the machine the program runs on.</summary>
public static class ThisMachine
{
    /// <summary>How long a drive is waited for.</summary>
    private static readonly TimeSpan AnswerLimit = TimeSpan.FromSeconds(5);

    /// <summary>To be called once, early: it also stops SIGCHLD from being ignored, before anything else looks at it.</summary>
    /// <exception cref="PlatformNotSupportedException">The system is none of Linux, Windows and macOS.</exception>
    public static Machine Open()
    {
        var time = TimeProvider.System;
        if (OperatingSystem.IsLinux())
        {
            var drives = new LinuxDrives();
            var calls = new TimedCalls(AnswerLimit, drives.Place);
            return new Machine(
                new LinuxLauncher(), new LinuxProcessInspector(
                    time), new LinuxSignaller(), new TimedDrives(calls, drives.Look, drives.Read, drives.MountsBeside, drives.IsAsleep),
                new DiskFiles(calls, LinuxFileStatus.OfPath, Libc.ExecutionProblem, LinuxCalls.IsOpen),
                new PosixEntries(LinuxFileStatus.OfName, LinuxFileStatus.OfDescriptor, LinuxCalls.NoFollow),
                new LinuxLoad(), time);
        }
        if (OperatingSystem.IsMacOS())
        {
            var calls = new TimedCalls(AnswerLimit, MacDrives.Place);
            return new Machine(
                new MacLauncher(), new MacProcessInspector(), new MacSignaller(), new TimedDrives(
                    calls, MacDrives.Look, MacDrives.Read, _ => []),
                new DiskFiles(calls, MacDrives.FileStatus, Libc.ExecutionProblem, _ => null),
                new PosixEntries(MacCalls.StatusOfName, MacCalls.StatusOfDescriptor, MacCalls.NoFollow),
                new OtherLoad(), time);
        }
        if (OperatingSystem.IsWindows())
        {
            var calls = new TimedCalls(AnswerLimit, WindowsDrives.Place);
            return new Machine(
                new WindowsLauncher(), new WindowsProcessInspector(), new WindowsSignaller(), new TimedDrives(
                    calls, WindowsDrives.Look, WindowsDrives.Read, _ => []),
                new DiskFiles(
                    calls, WindowsDrives.FileStatus, _ => null, WindowsDrives.IsOpen), new WindowsEntries(), new OtherLoad(), time);
        }
        throw new PlatformNotSupportedException("Chia Plot Manager runs on Linux, Windows and macOS.");
    }
}
