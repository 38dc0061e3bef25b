using System.Runtime.InteropServices;
using System.Runtime.Versioning;

namespace PlotManager.Platform;

/// <summary>
/// Linux keeps nice value and CPU affinity per thread, and a child inherits those of the thread that spawns it. So each launch has
/// a thread of its own, which takes on both first: every thread of the plotter then has them, and what cannot be had is known
/// before anything is started. (macOS and Windows set them on the child while it is suspended.)
/// </summary>
[SupportedOSPlatform("linux")]
public sealed class LinuxLauncher : ILauncher
{
    private const short NewSession = 0x80; // POSIX_SPAWN_SETSID in glibc and musl

    /// <summary>How long looking at executable and log may take; both may lie on a network drive that hangs.</summary>
    private static readonly TimeSpan CheckLimit = TimeSpan.FromSeconds(15);

    private readonly PosixChildren _children = new(LinuxCalls.SIGCHLD);
    private readonly nint _closeFrom;
    private readonly Action<Thread> _startThread;

    public LinuxLauncher() : this(CloseFromOfLibrary())
    {
    }

    /// <param name="closeFrom">Address of posix_spawn_file_actions_addclosefrom_np, 0 where the library has none.</param>
    /// <param name="startThread">Null: as the system does.</param>
    internal LinuxLauncher(nint closeFrom, Action<Thread>? startThread = null) =>
        (_closeFrom, _startThread) = (closeFrom, startThread ?? (thread => thread.Start()));

    public ProcessIdentity Launch(LaunchOrder order)
    {
        var attempt = new Attempt(order, _children, _closeFrom);
        var thread = new Thread(attempt.Run, maxStackSize: 512 * 1024) { IsBackground = true, Name = "launch" };
        try
        {
            _startThread(thread);
        }
        catch (OutOfMemoryException)
        {
            throw new LaunchException($"cannot start {order.Executable}: the machine is out of memory or threads");
        }

        return attempt.Result(CheckLimit);
    }

    public IReadOnlyList<ProcessExit> Reap() => _children.Reap();

    public bool WillTellEndOf(int pid) => _children.Has(pid);

    /// <summary>One launch on its throw-away thread.</summary>
    private sealed class Attempt(LaunchOrder order, PosixChildren children, nint closeFrom)
    {
        private const int Checking = 0, Spawning = 1, GivenUp = 2;
        private readonly TaskCompletionSource _isChecked = new();
        private readonly TaskCompletionSource<ProcessIdentity> _isDone = new();
        private int _stage;

        /// <summary>Only the checks are waited for with a limit: a launch that was given up must not happen later.</summary>
        internal ProcessIdentity Result(TimeSpan checkLimit) =>
            !_isChecked.Task.Wait(checkLimit) && Interlocked.CompareExchange(ref _stage, GivenUp, Checking) == Checking
                ? throw new LaunchException(
                    $"cannot start {order.Executable}: its drive or that of {order.LogFile} did not answer within "
                        + $"{checkLimit.TotalSeconds:0} s")
                : _isDone.Task.GetAwaiter().GetResult();

        internal void Run()
        {
            try
            {
                LaunchChecks.Check(order, Libc.ExecutionProblem, LogProblem);
                if (Interlocked.CompareExchange(ref _stage, Spawning, Checking) != Checking)
                {
                    return; // nobody waits any more
                }

                _isChecked.SetResult();
                SetNice(order);
                SetAffinity(order);
                _isDone.SetResult(Spawn());
            }
            catch (Exception failure)
            {
                _isDone.SetException(failure); // thrown again by Result
                _isChecked.TrySetResult();
            }
        }

        private unsafe ProcessIdentity Spawn()
        {
            using var spawn = new PosixSpawn(order, LinuxCalls.LogFlags, NewSession, LinuxCalls.SIGSTOP);
            CloseOthers(spawn, closeFrom);
            int error = spawn.Start(order.Executable, order.Arguments, Environ(), order.Environment, out int pid);
            if (error != 0)
            {
                throw new LaunchException($"cannot start {order.Executable}: {LaunchRefusal.Explain(order.Executable, error)}");
            }
            // An ended child keeps its entry in /proc until it is reaped, so it is not handed over before this is read.
            var identity = ProcFiles.Identity(pid);
            children.Add(pid);
            if (identity == null)
            {
                Libc.Kill(pid, Libc.SIGKILL);
                throw new LaunchException(
                    $"cannot start {order.Executable}: /proc/{pid}/stat cannot be read, so the process could never be recognised again");
            }
            Autogroup.SetNice(pid, order.UnixPriority);
            return identity.Value;
        }
    }

    private static string? LogProblem(string path) => LinuxCalls.OpenForAppend(path) is not 0 and var error ? Libc.Message(error) : null;

    private static void SetNice(LaunchOrder order)
    {
        if (order.UnixPriority is not { } nice)
        {
            return;
        }
        // On Linux "process 0" is the calling thread alone.
        if (Libc.SetPriority(Libc.PriorityOfProcess, 0, nice) == 0)
        {
            return;
        }

        int error = Marshal.GetLastPInvokeError();
        throw new LaunchException(error is Libc.EACCES or Libc.EPERM
            ? $"cannot start {order.Executable}: no right to set priority {nice} (below the manager's own it takes root, CAP_SYS_NICE "
                + "or LimitNICE)"
            : $"cannot start {order.Executable}: cannot set priority {nice}: {Libc.Message(error)}");
    }

    private static void SetAffinity(LaunchOrder order)
    {
        if (order.CpuAffinity.IsEmpty)
        {
            return;
        }

        var wanted = new ulong[LinuxCalls.AffinityWords];
        foreach (int cpu in order.CpuAffinity)
        {
            if (cpu < 0 || cpu / 64 >= wanted.Length)
            {
                throw NoSuchCpu(order, cpu);
            }

            wanted[cpu / 64] |= 1UL << cpu % 64;
        }
        int error = LinuxCalls.SetThreadAffinity(wanted);
        if (error == Libc.EINVAL)
        {
            throw NoSuchCpu(order, order.CpuAffinity[0]);
        }

        if (error == 0)
        {
            // The kernel drops CPUs it does not have, or that the cpuset forbids, without a word as long as one is left.
            var got = new ulong[LinuxCalls.AffinityWords];
            error = LinuxCalls.GetThreadAffinity(got);
            foreach (int cpu in order.CpuAffinity)
            {
                if (error == 0 && (got[cpu / 64] >> cpu % 64 & 1) == 0)
                {
                    throw NoSuchCpu(order, cpu);
                }
            }
        }
        if (error != 0)
        {
            throw new LaunchException($"cannot start {order.Executable}: cannot set CPU affinity: {Libc.Message(error)}");
        }
    }

    private static LaunchException NoSuchCpu(LaunchOrder order, int cpu) =>
        new($"cannot start {order.Executable}: CPU {cpu} of the affinity list does not exist or is not allowed to the manager");

    private static unsafe void CloseOthers(PosixSpawn spawn, nint closeFrom)
    {
        const int FirstOther = 3;
        // Where the library cannot, what is open now is closed one by one; a descriptor that another thread opens meanwhile
        // is close-on-exec, as all of the runtime's are.
        if (closeFrom != 0)
        {
            spawn.Add((delegate* unmanaged<void*, int, int>)closeFrom, FirstOther);
            return;
        }
        foreach (int descriptor in ProcFiles.OwnDescriptors())
        {
            if (descriptor >= FirstOther)
            {
                spawn.Close(descriptor);
            }
        }
    }

    /// <summary>glibc 2.34 and later have it, musl does not.</summary>
    private static nint CloseFromOfLibrary() =>
        NativeLibrary.TryGetExport(NativeLibrary.GetMainProgramHandle(), "posix_spawn_file_actions_addclosefrom_np", out nint address)
            ? address
            : 0;

    /// <summary>The environment as bytes: the runtime's copy cannot hold what is not UTF-8.</summary>
    private static unsafe nint* Environ() =>
        *(nint**)NativeLibrary.GetExport(NativeLibrary.GetMainProgramHandle(), "environ");
}
