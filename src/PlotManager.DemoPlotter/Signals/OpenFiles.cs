using System.Runtime.InteropServices;

namespace PlotManager.DemoPlotter.Signals;

/// <summary>How many files a process may have open at once.</summary>
internal static class OpenFiles
{
    private const int OpenFileLimit = 7;

    /// <summary>
    /// The hard limit, up to which a plotter raises its own; where the system has none, or none to ask for, a very large number.
    /// </summary>
    public static long Limit =>
        OperatingSystem.IsLinux() && GetLimit(OpenFileLimit, out var limit) == 0
            ? (long)Math.Min(limit.Hard, long.MaxValue)
            : long.MaxValue;

    [StructLayout(LayoutKind.Sequential)]
    private struct ResourceLimit
    {
        public ulong Soft;
        public ulong Hard;
    }

    [DllImport("libc", EntryPoint = "getrlimit")]
    private static extern int GetLimit(int resource, out ResourceLimit limit);
}
