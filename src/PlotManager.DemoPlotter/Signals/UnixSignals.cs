using System.Runtime.InteropServices;
using System.Runtime.Versioning;

namespace PlotManager.DemoPlotter.Signals;

/// <summary>The few calls of the C library that .NET has no word for. The numbers are the same on Linux and macOS.</summary>
[UnsupportedOSPlatform("windows")]
internal static class UnixSignals
{
    public const int Interrupt = 2;
    public const int Terminate = 15;

    private const nint DefaultAction = 0;
    private const nint IgnoreAction = 1;
    private const int CoreFileLimit = 4;

    /// <summary>
    /// Puts the system's default action back, unless whoever started this process wants the signal ignored (nohup, a shell's &amp;).
    /// </summary>
    public static void SetDefault(int signal)
    {
        if (SetAction(signal, DefaultAction) == IgnoreAction)
        {
            SetAction(signal, IgnoreAction);
        }
    }

    public static void Ignore(int signal) => SetAction(signal, IgnoreAction);

    public static void DieBy(int signal)
    {
        var none = default(ResourceLimit);
        _ = SetLimit(CoreFileLimit, in none);
        SetAction(signal, DefaultAction);
        _ = Send(Environment.ProcessId, signal);
        // The signal may reach another thread first; this one has nothing more to do.
        Thread.Sleep(Timeout.Infinite);
    }

    [StructLayout(LayoutKind.Sequential)]
    private struct ResourceLimit
    {
        public ulong Soft;
        public ulong Hard;
    }

    [DllImport("libc", EntryPoint = "signal")]
    private static extern nint SetAction(int signal, nint action);

    [DllImport("libc", EntryPoint = "kill")]
    private static extern int Send(int process, int signal);

    [DllImport("libc", EntryPoint = "setrlimit")]
    private static extern int SetLimit(int resource, in ResourceLimit limit);
}
