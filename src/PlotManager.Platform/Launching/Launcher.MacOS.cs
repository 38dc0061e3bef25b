using System.Runtime.InteropServices;
using System.Runtime.Versioning;

namespace PlotManager.Platform;

/// <summary>
/// On macOS nice belongs to the process, not to the thread, so it is set on the child while that is still suspended: a right that is
/// missing ends it before its first instruction. CLOEXEC_DEFAULT closes every descriptor that no file action names. There is no CPU
/// affinity.
/// </summary>
[SupportedOSPlatform("macos")]
public sealed class MacLauncher : ILauncher
{
    private const short StartSuspended = 0x0080, NewSession = 0x0400, CloseOnExecByDefault = 0x4000;

    private readonly PosixChildren _children = new(MacCalls.SIGCHLD);

    public ProcessIdentity Launch(LaunchOrder order)
    {
        LaunchChecks.Check(order, Libc.ExecutionProblem, LaunchChecks.LogProblem);
        if (!order.CpuAffinity.IsEmpty)
        {
            throw new LaunchException($"cannot start {order.Executable}: macOS has no CPU affinity; switch enable_cpu_affinity off");
        }

        using (var spawn = new PosixSpawn(order, MacCalls.LogFlags, StartSuspended | NewSession | CloseOnExecByDefault, MacCalls.SIGSTOP))
        {
            int error = Spawn(spawn, order, out int pid);
            if (error != 0)
            {
                throw new LaunchException($"cannot start {order.Executable}: {LaunchRefusal.Explain(order.Executable, error)}");
            }

            var started = MacCalls.Process(pid);
            _children.Add(pid);
            return Release(order, started) ?? throw Abandon(order, pid, "the system does not show the new process");
        }
    }

    public IReadOnlyList<ProcessExit> Reap() => _children.Reap();

    public bool WillTellEndOf(int pid) => _children.Has(pid);

    private static unsafe int Spawn(PosixSpawn spawn, LaunchOrder order, out int pid) =>
        spawn.Start(order.Executable, order.Arguments, MacCalls.Environ, order.Environment, out pid);

    private static ProcessIdentity? Release(LaunchOrder order, MacProcess? started)
    {
        if (started is not { } process)
        {
            return null;
        }

        if (order.UnixPriority is { } nice && Libc.SetPriority(Libc.PriorityOfProcess, (uint)process.Pid, nice) != 0)
        {
            throw Abandon(order, process.Pid, $"cannot set priority {nice}: {Libc.Message(Marshal.GetLastPInvokeError())}");
        }

        return Libc.Kill(process.Pid, MacCalls.SIGCONT) == 0
            ? new ProcessIdentity(process.Pid, process.StartMicroseconds, MacCalls.BootId)
            : throw Abandon(order, process.Pid, Libc.Message(Marshal.GetLastPInvokeError()));
    }

    private static LaunchException Abandon(LaunchOrder order, int pid, string reason)
    {
        Libc.Kill(pid, Libc.SIGKILL);
        return new LaunchException($"cannot start {order.Executable}: {reason}");
    }
}
