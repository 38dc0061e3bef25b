using System.Runtime.InteropServices;
using System.Runtime.Versioning;

namespace PlotManager.Platform;

/// <summary>
/// Linux can hold a process by a descriptor (pidfd, 5.3): the identity is checked while it is held, so the signal can reach no other
/// process that took the pid meanwhile. Older kernels, and containers that forbid the call, leave a window of microseconds.
/// </summary>
[SupportedOSPlatform("linux")]
public sealed class LinuxSignaller : ISignaller
{
    private readonly Func<int, (int Descriptor, int Error)> _hold;

    public LinuxSignaller() : this(pid => (LinuxCalls.OpenProcess(pid, out int error), error))
    {
    }

    /// <param name="hold">Opens a pidfd; a negative one and the error where that cannot be.</param>
    internal LinuxSignaller(Func<int, (int Descriptor, int Error)> hold) => _hold = hold;

    public string? Send(ProcessIdentity process, ProcessSignal signal)
    {
        if (process.Pid <= 0)
        {
            return SignalOutcome.NotThere(process);
        }

        var (held, error) = _hold(process.Pid);
        if (held < 0 && error == Libc.ESRCH)
        {
            return SignalOutcome.NotThere(process);
        }

        try
        {
            if (Current(process) is not { IsZombie: false })
            {
                return SignalOutcome.NotThere(process);
            }

            int number = Number(signal);
            error = held >= 0 ? LinuxCalls.SendSignal(held, number)
                : Libc.Kill(process.Pid, number) == 0 ? 0 : Marshal.GetLastPInvokeError();
            return SignalOutcome.Of(process, error);
        }
        finally
        {
            if (held >= 0)
            {
                Libc.Close(held);
            }
        }
    }

    private static ProcStat? Current(ProcessIdentity process)
    {
        var buffer = new byte[1024];
        return process.BootId == ProcFiles.BootId
            && ProcFiles.Stat(process.Pid, ref buffer) is { } stat
            && stat.StartTicks == process.StartTicks ? stat : null;
    }

    private static int Number(ProcessSignal signal) => signal switch
    {
        ProcessSignal.Terminate => Libc.SIGTERM,
        ProcessSignal.Kill => Libc.SIGKILL,
        ProcessSignal.Suspend => LinuxCalls.SIGSTOP,
        ProcessSignal.Resume => LinuxCalls.SIGCONT,
        _ => throw new ArgumentOutOfRangeException(nameof(signal)),
    };
}
