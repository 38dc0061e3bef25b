using System.Runtime.InteropServices;
using System.Runtime.Versioning;

namespace PlotManager.Platform;

/// <summary>
/// macOS cannot hold a process while it is checked, as Linux can by a pidfd: between the check and the signal lies a window of
/// microseconds.
/// </summary>
[SupportedOSPlatform("macos")]
public sealed class MacSignaller : ISignaller
{
    public string? Send(ProcessIdentity process, ProcessSignal signal) =>
        Current(process) is not { } found || found.Condition == ProcessCondition.Zombie
            ? SignalOutcome.NotThere(process)
            : Kill(process, signal);

    private static MacProcess? Current(ProcessIdentity process) =>
        process.Pid > 1
            && process.BootId == MacCalls.BootId
            && MacCalls.Process(process.Pid) is { } found
            && found.StartMicroseconds == process.StartTicks ? found : null;

    private static string? Kill(ProcessIdentity process, ProcessSignal signal)
    {
        int number = signal switch
        {
            ProcessSignal.Terminate => Libc.SIGTERM,
            ProcessSignal.Kill => Libc.SIGKILL,
            ProcessSignal.Suspend => MacCalls.SIGSTOP,
            ProcessSignal.Resume => MacCalls.SIGCONT,
            _ => throw new ArgumentOutOfRangeException(nameof(signal)),
        };
        return SignalOutcome.Of(process, Libc.Kill(process.Pid, number) == 0 ? 0 : Marshal.GetLastPInvokeError());
    }
}
