namespace PlotManager.Platform;

/// <summary>The seam's real side: the machine the program runs on.</summary>
public static class ThisMachine
{
    /// <summary>To be called once, early: it also stops SIGCHLD from being ignored, before anything else looks at it.</summary>
    /// <exception cref="PlatformNotSupportedException">The system is none of Linux, Windows and macOS.</exception>
    public static Machine Open()
    {
        var time = TimeProvider.System;
        if (OperatingSystem.IsLinux())
        {
            return new Machine(
                new LinuxLauncher(), new LinuxProcessInspector(time), new LinuxSignaller(), new LinuxDrives(),
                new DiskFiles(LinuxFileStatus.OfPath, Libc.ExecutionProblem), time);
        }
        throw new PlatformNotSupportedException("Chia Plot Manager runs on Linux, Windows and macOS.");
    }
}
