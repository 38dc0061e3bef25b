using System.Collections.Concurrent;
using System.Runtime.Versioning;
using System.Text;

namespace PlotManager.Platform;

/// <summary>Linux shows processes as text files below /proc; no library is needed, and thousands of processes cost two short reads each.</summary>
[SupportedOSPlatform("linux")]
public sealed class LinuxProcessInspector(TimeProvider time) : IProcessInspector
{
    private readonly ConcurrentDictionary<uint, string> users = new();

    public ProcessIdentity Self { get; } = ProcFiles.Identity(Environment.ProcessId)
        ?? throw new IOException("/proc cannot be read; the manager needs it to tell processes apart");

    public IReadOnlyList<ProcessSighting> List(Func<string, bool> mayMatter)
    {
        var found = new List<ProcessSighting>();
        var buffer = new byte[8 * 1024];
        foreach (int pid in ProcFiles.Pids())
        {
            int length = LinuxCalls.ReadWhole($"/proc/{pid}/comm", ref buffer, out _);
            if (length < 0)
            {
                continue;
            }

            var command = Encoding.UTF8.GetString(buffer.AsSpan(0, length).TrimEnd((byte)'\n'));
            length = Math.Max(0, LinuxCalls.ReadWhole($"/proc/{pid}/cmdline", ref buffer, out _));
            var commandLine = buffer.AsSpan(0, length);
            if (mayMatter(Joined(command, commandLine)) && See(pid, commandLine.ToArray()) is { } sighting)
            {
                found.Add(sighting);
            }
        }
        return found;
    }

    public ProcessSighting? Find(int pid)
    {
        var buffer = new byte[8 * 1024];
        int length = LinuxCalls.ReadWhole($"/proc/{pid}/cmdline", ref buffer, out _);
        return See(pid, buffer.AsSpan(0, Math.Max(0, length)));
    }

    public string? EnvironmentVariable(int pid, string name) => ProcFiles.EnvironmentVariable(pid, name);

    public string? OutputFile(int pid) =>
        ProcFiles.DescriptorPath(pid, 1) is { } path && LinuxFileStatus.Read($"/proc/{pid}/fd/1", followLinks: true, out _) is { IsRegular: true } ? path : null;

    public bool IsWritten(string path)
    {
        if (ProcFiles.RealPath(path) is not { } real)
        {
            return false;
        }

        foreach (int pid in ProcFiles.Pids())
        {
            if (pid != Self.Pid && ProcFiles.HasOpenForWriting(pid, real))
            {
                return true;
            }
        }
        return false;
    }

    public IReadOnlyList<OpenFile> OpenFiles(Func<string, bool> mayMatter)
    {
        var found = new List<OpenFile>();
        foreach (int pid in ProcFiles.Pids())
        {
            foreach (int descriptor in ProcFiles.Descriptors(pid))
            {
                if (ProcFiles.DescriptorPath(pid, descriptor) is { } path && mayMatter(path))
                {
                    found.Add(new OpenFile(path, LinuxFileStatus.Read($"/proc/{pid}/fd/{descriptor}", followLinks: true, out _)?.Identity));
                }
            }
        }
        return found;
    }

    public IReadOnlyList<int> Descendants(int pid)
    {
        var buffer = new byte[1024];
        var childrenOf = new Dictionary<int, List<int>>();
        foreach (int candidate in ProcFiles.Pids())
        {
            if (ProcFiles.Stat(candidate, ref buffer) is not { IsZombie: false } stat)
            {
                continue;
            }

            if (!childrenOf.TryGetValue(stat.ParentPid, out var siblings))
            {
                childrenOf[stat.ParentPid] = siblings = [];
            }

            siblings.Add(candidate);
        }
        return ProcessTree.Descendants(pid, childrenOf);
    }

    private ProcessSighting? See(int pid, ReadOnlySpan<byte> commandLine)
    {
        var buffer = new byte[1024];
        if (ProcFiles.Stat(pid, ref buffer) is not { } stat)
        {
            return null;
        }

        return new ProcessSighting(new ProcessIdentity(pid, stat.StartTicks, ProcFiles.BootId))
        {
            ParentPid = stat.ParentPid,
            Arguments = ProcFiles.Arguments(commandLine),
            Executable = ProcFiles.Executable(pid),
            WorkingDirectory = ProcFiles.WorkingDirectory(pid),
            StartedAt = StartedAt(stat),
            Condition = stat.Condition,
            User = ProcFiles.User(pid) is { } user ? users.GetOrAdd(user, Libc.UserName) : null,
        };
    }

    /// <summary>To a few hundredths of a second; follows the wall clock when that is set anew.</summary>
    private DateTimeOffset StartedAt(ProcStat stat)
    {
        var now = time.GetUtcNow();
        var age = ProcFiles.Uptime() - TimeSpan.FromSeconds((double)stat.StartTicks / LinuxCalls.TicksPerSecond);
        return age > TimeSpan.Zero ? now - age.Value : now;
    }

    private static string Joined(string command, Span<byte> commandLine)
    {
        var text = commandLine.TrimEnd((byte)0);
        if (text.IsEmpty)
        {
            return command;
        }
        // In place is free but would lose the NULs for the reader of arguments; the bytes are short.
        return string.Concat(command, " ", Encoding.UTF8.GetString(text).Replace('\0', ' '));
    }
}
