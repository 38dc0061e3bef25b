using System.Runtime.InteropServices;
using System.Runtime.Versioning;

namespace PlotManager.Platform;

/// <summary>
/// The children this process started and has not yet reaped. Each is waited for by its pid, never "any child": the runtime
/// and libraries may have children of their own. The runtime in turn reaps only what <c>System.Diagnostics.Process</c> started.
/// </summary>
[SupportedOSPlatform("linux")]
[SupportedOSPlatform("macos")]
internal sealed class PosixChildren
{
    private readonly Lock _gate = new();
    private readonly HashSet<int> _alive = [];

    internal PosixChildren(int sigchld) => Libc.StopIgnoringChildren(sigchld);

    internal void Add(int pid)
    {
        lock (_gate)
        {
            _alive.Add(pid);
        }
    }

    internal IReadOnlyList<ProcessExit> Reap()
    {
        lock (_gate)
        {
            List<ProcessExit>? ended = null;
            _alive.RemoveWhere(pid =>
            {
                if (Wait(pid) is not { } exit)
                {
                    return false;
                }

                (ended ??= []).Add(exit);
                return true;
            });
            return ended ?? (IReadOnlyList<ProcessExit>)[];
        }
    }

    internal bool Has(int pid)
    {
        lock (_gate)
        {
            return _alive.Contains(pid);
        }
    }

    private static ProcessExit? Wait(int pid)
    {
        int got, status;
        do
        {
            got = Libc.WaitPid(pid, out status, Libc.WNOHANG);
        }
        while (got < 0 && Marshal.GetLastPInvokeError() == Libc.EINTR);
        if (got == 0)
        {
            return null;
        }
        // ECHILD: somebody else in this process took it. It has ended; how is lost.
        if (got < 0)
        {
            return new ProcessExit(pid, ExitCode: null, Signal: null);
        }

        int signal = status & 0x7F;
        return signal == 0 ? new ProcessExit(pid, status >> 8 & 0xFF, Signal: null) : new ProcessExit(pid, ExitCode: null, signal);
    }
}
