using System.Runtime.InteropServices;
using System.Runtime.Versioning;

namespace PlotManager.Platform;

/// <summary>
/// Windows has no signals: a process without a console is ended at once or not at all, and suspending is a call of ntdll. The open handle
/// holds the process while it is checked.
/// </summary>
[SupportedOSPlatform("windows")]
public sealed class WindowsSignaller : ISignaller
{
    public string? Send(ProcessIdentity process, ProcessSignal signal)
    {
        using var handle = Win32.OpenProcess(Win32.Terminate | Win32.SuspendResume | Win32.QueryLimited, inherit: false, process.Pid);
        if (handle.IsInvalid)
        {
            return Marshal.GetLastPInvokeError() == Win32.AccessDenied
                ? SignalOutcome.NoPermission(process)
                : SignalOutcome.NotThere(process);
        }

        if (!Win32.GetProcessTimes(handle, out long created, out _, out _, out _) || created != process.StartTicks
            || Win32.WaitForSingleObject(handle, 0) == Win32.WaitObject0)
        {
            return SignalOutcome.NotThere(process);
        }

        if (signal is ProcessSignal.Terminate or ProcessSignal.Kill)
        {
            return Win32.TerminateProcess(handle, 1) ? null : SignalOutcome.Other(process, Win32.LastMessage());
        }

        int status = signal == ProcessSignal.Suspend ? Win32.NtSuspendProcess(handle) : Win32.NtResumeProcess(handle);
        return status == 0 ? null : SignalOutcome.Other(process, $"NTSTATUS 0x{status:X8}");
    }
}
