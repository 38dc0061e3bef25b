using System.Collections;
using System.Runtime.InteropServices;
using System.Runtime.Versioning;
using Microsoft.Win32.SafeHandles;

namespace PlotManager.Platform;

/// <summary>
/// Windows has no sessions to leave: a process of its own process group without a console window gets no Ctrl-C of ours, and one that
/// broke away from our job does not end with it. The list of handles it inherits is given in full: the log and the empty input. Affinity
/// is set while it is suspended. Its handle is kept, for only that tells how it ended.
/// </summary>
[SupportedOSPlatform("windows")]
public sealed unsafe class WindowsLauncher : ILauncher
{
    private const uint CreateSuspended =
        0x4, NewProcessGroup = 0x200, UnicodeEnvironment = 0x400, ExtendedStartup = 0x8_0000, BreakAway = 0x100_0000, NoWindow = 0x800_0000;
    private const int UseStandardHandles = 0x100;
    private const nuint HandleList = 0x2_0002; // PROC_THREAD_ATTRIBUTE_HANDLE_LIST

    private readonly Lock _gate = new();
    private readonly Dictionary<int, SafeProcessHandle> _children = [];

    public ProcessIdentity Launch(LaunchOrder order)
    {
        LaunchChecks.Check(order, _ => null, LaunchChecks.LogProblem);
        if (order.WindowsPriority is { } priority and not (64 or 16384 or 32 or 32768 or 128 or 256))
        {
            throw Failure(order, $"{priority} is no priority class (64, 16384, 32, 32768, 128, 256)");
        }

        var commandLine = WindowsCommandLine.Build(order.Executable, order.Arguments);
        var environment = WindowsEnvironment.Block(Inherited().Concat(order.Environment));
        nuint mask = Mask(order);

        var inheritable = new Win32.SecurityAttributes { Length = sizeof(Win32.SecurityAttributes), Inherit = 1 };
        using var log =
            Win32.CreateFile(order.LogFile, Win32.AppendData | Win32.Synchronize, Win32.ShareAll, &inheritable, Win32.OpenAlways, 0, 0);
        if (log.IsInvalid)
        {
            throw Failure(order, $"cannot write the log {order.LogFile}: {Win32.LastMessage()}");
        }

        using var empty = Win32.CreateFile("NUL", Win32.GenericRead, Win32.ShareAll, &inheritable, Win32.OpenExisting, 0, 0);

        var started = Create(order, commandLine, environment, log.DangerousGetHandle(), empty.DangerousGetHandle());
        var process = new SafeProcessHandle(started.Process, ownsHandle: true);
        try
        {
            if (mask != 0 && !Win32.SetProcessAffinityMask(process, mask))
            {
                throw Failure(order, $"cannot set CPU affinity: {Win32.LastMessage()}");
            }

            if (!Win32.GetProcessTimes(process, out long created, out _, out _, out _)
                || Win32.ResumeThread(started.Thread) == uint.MaxValue)
            {
                throw Failure(order, Win32.LastMessage());
            }

            lock (_gate)
            {
                _children[started.ProcessId] = process;
            }

            return new ProcessIdentity(started.ProcessId, created, WindowsProcesses.BootId);
        }
        catch (LaunchException)
        {
            Win32.TerminateProcess(process, 1);
            process.Dispose();
            throw;
        }
        finally
        {
            Win32.CloseHandle(started.Thread);
        }
    }

    public IReadOnlyList<ProcessExit> Reap()
    {
        lock (_gate)
        {
            var ended = new List<ProcessExit>();
            foreach (var (pid, process) in _children)
            {
                if (Win32.WaitForSingleObject(process, 0) != Win32.WaitObject0)
                {
                    continue;
                }

                ended.Add(new ProcessExit(pid, Win32.GetExitCodeProcess(process, out uint code) ? (int)code : null, Signal: null));
            }
            foreach (var exit in ended)
            {
                _children.Remove(exit.Pid, out var process);
                process!.Dispose();
            }
            return ended;
        }
    }

    public bool WillTellEndOf(int pid)
    {
        lock (_gate)
        {
            return _children.ContainsKey(pid);
        }
    }

    private static Win32.ProcessInformation Create(LaunchOrder order, string commandLine, string environment, nint log, nint empty)
    {
        nuint size = 0;
        Win32.InitializeProcThreadAttributeList(null, 1, 0, &size); // tells the size
        var handles = stackalloc nint[] { log, empty };
        var list = stackalloc byte[(int)size];
        if (!Win32.InitializeProcThreadAttributeList(list, 1, 0, &size)
            || !Win32.UpdateProcThreadAttribute(list, 0, HandleList, handles, (nuint)(2 * sizeof(nint)), 0, 0))
        {
            throw Failure(order, Win32.LastMessage());
        }

        try
        {
            var startup = new Win32.StartupInfoEx
            {
                Size = sizeof(Win32.StartupInfoEx),
                Flags = UseStandardHandles,
                Input = empty,
                Output = log,
                Error = log,
                AttributeList = (nint)list,
            };
            uint flags =
                CreateSuspended | NewProcessGroup | UnicodeEnvironment | ExtendedStartup | NoWindow | (uint)(order.WindowsPriority ?? 0);
            var line = (commandLine + "\0").ToCharArray(); // CreateProcessW may write into it
            Win32.ProcessInformation started;
            fixed (char* executable = order.Executable, text = line, variables = environment, folder = order.WorkingDirectory)
            {
                // A job may forbid breaking away; then the child stays in it.
                if (Win32.CreateProcess(executable, text, 0, 0, inherit: true, flags | BreakAway, variables, folder, &startup, &started)
                    || (Marshal.GetLastPInvokeError() == Win32.AccessDenied
                        && Win32.CreateProcess(executable, text, 0, 0, inherit: true, flags, variables, folder, &startup, &started)))
                {
                    return started;
                }
            }
            throw Failure(order, Win32.LastMessage());
        }
        finally
        {
            Win32.DeleteProcThreadAttributeList(list);
        }
    }

    /// <summary>0: none asked for. Windows holds 64 CPUs in a group, and a mask speaks of one group.</summary>
    private static nuint Mask(LaunchOrder order)
    {
        nuint mask = 0, own = 0, system = 0;
        if (order.CpuAffinity.IsEmpty)
        {
            return mask;
        }

        if (!Win32.GetProcessAffinityMask(Win32.GetCurrentProcess(), &own, &system))
        {
            throw Failure(order, $"cannot read the CPUs: {Win32.LastMessage()}");
        }

        foreach (int cpu in order.CpuAffinity)
        {
            if (cpu is < 0 or > 63 || (system >> cpu & 1) == 0)
            {
                throw Failure(order, $"CPU {cpu} of the affinity list does not exist in the manager's processor group");
            }

            mask |= (nuint)1 << cpu;
        }
        return mask;
    }

    private static IEnumerable<KeyValuePair<string, string>> Inherited() =>
        Environment.GetEnvironmentVariables()
            .Cast<DictionaryEntry>()
            .Select(entry => KeyValuePair.Create((string)entry.Key, (string?)entry.Value ?? ""));

    private static LaunchException Failure(LaunchOrder order, string reason) => new($"cannot start {order.Executable}: {reason}");
}
