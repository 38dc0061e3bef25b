using System.Runtime.InteropServices;
using System.Runtime.Versioning;
using Microsoft.Win32.SafeHandles;

namespace PlotManager.Platform;

/// <summary>
/// Windows lists all processes in one call; what else is asked (command line, environment, output) takes a handle, and environment and
/// folders lie in the other process' memory. Users are not read.
/// </summary>
[SupportedOSPlatform("windows")]
public sealed class WindowsProcessInspector : IProcessInspector
{
    public ProcessIdentity Self { get; } =
        WindowsProcesses.All().FirstOrDefault(process => process.Pid == Environment.ProcessId) is { } self
        ? WindowsProcesses.Identity(self)
        : throw new IOException("the system does not show this process; the manager needs that to tell processes apart");

    public IReadOnlyList<ProcessSighting> List(Func<string, bool> mayMatter)
    {
        var found = new List<ProcessSighting>();
        foreach (var process in WindowsProcesses.All())
        {
            using var handle = Win32.OpenProcess(Win32.QueryLimited, inherit: false, process.Pid);
            var commandLine = handle.IsInvalid ? "" : WindowsProcesses.CommandLine(handle);
            if (mayMatter($"{process.Name} {commandLine}"))
            {
                found.Add(See(process, handle, commandLine));
            }
        }
        return found;
    }

    public ProcessSighting? Find(int pid)
    {
        if (WindowsProcesses.All().FirstOrDefault(process => process.Pid == pid) is not { } found)
        {
            return null;
        }

        using var handle = Win32.OpenProcess(Win32.QueryLimited, inherit: false, pid);
        return See(found, handle, handle.IsInvalid ? "" : WindowsProcesses.CommandLine(handle));
    }

    public string? EnvironmentVariable(int pid, string name) =>
        WindowsProcesses.Parameters(pid) is { } parameters ? WindowsEnvironment.Value(parameters.Environment, name) : null;

    public string? OutputFile(int pid) =>
        WindowsProcesses.Parameters(pid) is { } parameters ? WindowsProcesses.FileBehind(pid, parameters.Output) : null;

    public IReadOnlyList<int> Descendants(int pid) => WindowsProcesses.Descendants(WindowsProcesses.All(), pid);

    private static ProcessSighting See(WindowsProcess process, SafeProcessHandle handle, string commandLine) =>
        new(WindowsProcesses.Identity(process))
        {
            ParentPid = process.ParentPid,
            Arguments = [.. WindowsCommandLine.Split(commandLine)],
            Executable = handle.IsInvalid ? null : WindowsProcesses.Executable(handle),
            WorkingDirectory = WindowsProcesses.Parameters(process.Pid)?.Folder,
            StartedAt = process.CreateTime > 0 ? DateTimeOffset.FromFileTime(process.CreateTime) : DateTimeOffset.UnixEpoch,
            Condition = process.IsSuspended ? ProcessCondition.Suspended : ProcessCondition.Running,
        };
}

/// <summary>What a process was started with, from its own memory.</summary>
internal sealed record WindowsParameters(string Folder, string Environment, nint Output);

[SupportedOSPlatform("windows")]
internal static unsafe class WindowsProcesses
{
    /// <summary>Start times are absolute here, so that a pid and its start time are never found together again after a reboot.</summary>
    internal const string BootId = "absolute";

    internal static ProcessIdentity Identity(WindowsProcess process) => new(process.Pid, process.CreateTime, BootId);

    internal static IReadOnlyList<WindowsProcess> All()
    {
        const int SystemProcessInformation = 5, TooSmall = unchecked((int)0xC0000004);
        uint size = 1 << 20;
        while (true)
        {
            var table = new byte[size];
            fixed (byte* start = table)
            {
                int status = Win32.NtQuerySystemInformation(SystemProcessInformation, start, size, out uint needed);
                if (status == 0)
                {
                    return WindowsProcessTable.Parse(table, (ulong)start);
                }

                if (status != TooSmall)
                {
                    throw new IOException($"the processes cannot be listed (NTSTATUS 0x{status:X8})");
                }

                size = Math.Max(needed, size) + (1 << 18);
            }
        }
    }

    /// <summary>A pid may have been used again since its parent ended: no child is older than its parent.</summary>
    internal static IReadOnlyList<int> Descendants(IReadOnlyList<WindowsProcess> all, int pid)
    {
        var created = all.GroupBy(process => process.Pid).ToDictionary(group => group.Key, group => group.First().CreateTime);
        var childrenOf = all
            .Where(process => created.TryGetValue(process.ParentPid, out long parent) && parent <= process.CreateTime)
            .GroupBy(process => process.ParentPid).ToDictionary(group => group.Key, group => group.Select(child => child.Pid).ToList());
        return ProcessTree.Descendants(pid, childrenOf);
    }

    internal static string? Executable(SafeProcessHandle process)
    {
        uint size = 32_767;
        var path = new char[size];
        fixed (char* start = path)
        {
            return Win32.QueryFullProcessImageName(process, 0, start, ref size) ? new string(start, 0, (int)size) : null;
        }
    }

    /// <summary>ProcessCommandLineInformation (Windows 8.1): a UNICODE_STRING, then its text. Empty where it may not be read.</summary>
    internal static string CommandLine(SafeProcessHandle process)
    {
        const int Kind = 60;
        var answer = new byte[2 * WindowsCommandLine.Longest + 64];
        fixed (byte* start = answer)
        {
            if (Win32.NtQueryInformationProcess(process, Kind, start, (uint)answer.Length, out _) != 0)
            {
                return "";
            }

            int length = *(ushort*)start;
            var text = *(char**)(start + 8);
            return new string(text, 0, length / sizeof(char));
        }
    }

    /// <summary>Null where the memory may not be read, or the process is gone.</summary>
    internal static WindowsParameters? Parameters(int pid)
    {
        // PEB.ProcessParameters and RTL_USER_PROCESS_PARAMETERS of 64-bit Windows.
        const int ParametersAt = 0x20, OutputAt = 0x28, FolderAt = 0x38, EnvironmentAt = 0x80, EnvironmentSizeAt = 0x3F0;
        using var process = Win32.OpenProcess(Win32.QueryLimited | Win32.ReadMemory, inherit: false, pid);
        var basic = stackalloc ulong[6]; // PROCESS_BASIC_INFORMATION: ExitStatus, PebBaseAddress, ...
        if (process.IsInvalid || Win32.NtQueryInformationProcess(process, 0, basic, 6 * sizeof(ulong), out _) != 0
            || Number(process, basic[1] + ParametersAt) is not { } parameters
            || Number(process, parameters + OutputAt) is not { } output
            || Number(process, parameters + FolderAt) is not { } folderLength
            || Number(process, parameters + FolderAt + 8) is not { } folder
            || Number(process, parameters + EnvironmentAt) is not { } environment
            || Number(process, parameters + EnvironmentSizeAt) is not { } environmentSize)
        {
            return null;
        }

        return new WindowsParameters(
            Text(process, folder, (ushort)folderLength)
                ?? "", Text(process, environment, (int)Math.Min(environmentSize, 1 << 20)) ?? "", (nint)output);
    }

    /// <summary>The file that a handle of another process stands for; null if it is a pipe or console.</summary>
    internal static string? FileBehind(int pid, nint handle)
    {
        using var process = Win32.OpenProcess(Win32.DuplicateHandles, inherit: false, pid);
        if (process.IsInvalid
            || !Win32.DuplicateHandle(process, handle, Win32.GetCurrentProcess(), out var copy, 0, inherit: false, Win32.SameAccess))
        {
            return null;
        }

        using (copy)
        {
            return Win32.GetFileType(copy) == Win32.DiskFile ? Win32.FinalPath(copy) : null;
        }
    }

    private static ulong? Number(SafeProcessHandle process, ulong address)
    {
        ulong number;
        return Win32.ReadProcessMemory(process, address, &number, sizeof(ulong), out nuint read) && read == sizeof(ulong) ? number : null;
    }

    private static string? Text(SafeProcessHandle process, ulong address, int bytes)
    {
        var text = new byte[bytes];
        fixed (byte* start = text)
        {
            return Win32.ReadProcessMemory(process, address, start, (nuint)bytes, out nuint read)
                ? new string(MemoryMarshal.Cast<byte, char>(text.AsSpan(0, (int)read)))
                : null;
        }
    }
}
