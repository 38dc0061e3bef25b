using System.Collections.Concurrent;
using System.Runtime.Versioning;
using System.Text;

namespace PlotManager.Platform;

/// <summary>
/// Linux shows processes as text files below /proc; no library is needed, and thousands of processes cost two short reads each.
/// </summary>
[SupportedOSPlatform("linux")]
public sealed class LinuxProcessInspector(TimeProvider time) : IProcessInspector
{
    /// <summary>
    /// How long a thread of the kernel, of which a large machine has a thousand, is not asked again: its pid may be another's then.
    /// </summary>
    private static readonly TimeSpan KernelTrusted = TimeSpan.FromMinutes(1);

    private readonly ConcurrentDictionary<uint, string> _users = new();
    private readonly Lock _turn = new();
    private readonly LinuxMounts _mounts = new();
    private Func<string, bool>? _question;
    private Dictionary<int, Known> _known = [];
    private DateTimeOffset _bootedAt;

    public ProcessIdentity Self { get; } = ProcFiles.Identity(Environment.ProcessId)
        ?? throw new IOException("/proc cannot be read; the manager needs it to tell processes apart");

    // The same question is put at every look: an answer stands while the command line is the same, and of a process that is the same as
    // well only what changes is read anew. One that matters and still runs the program it ran is not asked for its command line.
    public IReadOnlyList<ProcessSighting> List(Func<string, bool> mayMatter)
    {
        using var mine = _turn.EnterScope();
        var before = Remembered(mayMatter);
        _known = new Dictionary<int, Known>(before.Count);
        var found = new List<ProcessSighting>();
        var buffer = new byte[8 * 1024];
        foreach (int pid in ProcFiles.Pids())
        {
            if (before.TryGetValue(pid, out var process) && process.KernelSeen is { } seenAt && time.GetElapsedTime(seenAt) < KernelTrusted)
            {
                _known[pid] = process;
                continue;
            }

            var stat = process is { Matters: true } ? ProcFiles.Stat(pid, ref buffer) : null;
            // Where the stack began before the command line was read: an exec between the two is seen at the next look.
            ulong stack = stat?.StackStart ?? 0;
            if (stat is null || !process!.StillRuns(stat.Value))
            {
                int length = LinuxCalls.ReadWhole($"/proc/{pid}/cmdline", ref buffer, out _, oneRecord: true);
                if (length < 0)
                {
                    continue;
                }

                var commandLine = buffer.AsSpan(0, length);
                if (process is null || !commandLine.SequenceEqual(process.CommandLine))
                {
                    process = new Known(commandLine.ToArray(), mayMatter(Joined(commandLine)));
                }

                if (commandLine.IsEmpty && !process.Matters)
                {
                    process.KernelSeen = ProcFiles.Stat(pid, ref buffer) is { IsKernel: true } ? time.GetTimestamp() : null;
                }

                stat = !process.Matters ? null : stat ?? ProcFiles.Stat(pid, ref buffer);
            }

            _known[pid] = process;
            if (stat is { } seen)
            {
                process.Stack = stack;
                process.Sighting = See(seen, process.CommandLine, process.Sighting);
                found.Add(process.Sighting);
            }
        }
        return found;
    }

    public ProcessSighting? Find(int pid)
    {
        var buffer = new byte[8 * 1024];
        int length = LinuxCalls.ReadWhole($"/proc/{pid}/cmdline", ref buffer, out _, oneRecord: true);
        var commandLine = buffer.AsSpan(0, Math.Max(0, length)).ToArray();
        return ProcFiles.Stat(pid, ref buffer) is { } stat ? See(stat, commandLine, before: null) : null;
    }

    public TimeSpan? Between(ProcessIdentity first, ProcessIdentity second) =>
        first.BootId == second.BootId
            ? TimeSpan.FromSeconds((double)(second.StartTicks - first.StartTicks) / LinuxCalls.TicksPerSecond)
            : null;

    public bool IsAlive(ProcessIdentity process)
    {
        var buffer = new byte[1024];
        return process.BootId == ProcFiles.BootId
            && ProcFiles.Stat(process.Pid, ref buffer) is { IsZombie: false } stat && stat.StartTicks == process.StartTicks;
    }

    public string? EnvironmentVariable(int pid, string name) => ProcFiles.EnvironmentVariable(pid, name);

    public string? OutputFile(int pid) =>
        ProcFiles.DescriptorPath(pid, 1) is { } path
            && LinuxFileStatus.Read($"/proc/{pid}/fd/1", followLinks: true, out _) is { IsRegular: true } ? path : null;

    public PathPlace PlaceOf(int pid, string path) => ProcFiles.PlaceOf(pid, path, _mounts.Table);

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

    public OpenFileList OpenFiles(Func<string, bool> mayMatter)
    {
        var found = new List<OpenFile>();
        var unreadable = new HashSet<int>();
        var buffer = new byte[1024];
        foreach (int pid in ProcFiles.Pids())
        {
            var mayRead = ProcFiles.DescriptorPaths(pid, (descriptor, path) =>
            {
                if (mayMatter(path))
                {
                    var identity = LinuxFileStatus.Read($"/proc/{pid}/fd/{descriptor}", followLinks: true, out _)?.Identity;
                    found.Add(new OpenFile(pid, path, identity, ProcFiles.IsForWriting(pid, descriptor)));
                }
            });
            // The kernel's threads have no files, and what has ended has none any more.
            if (!mayRead && ProcFiles.Stat(pid, ref buffer) is { IsKernel: false, IsZombie: false })
            {
                unreadable.Add(pid);
            }
        }

        return new OpenFileList(found, Unseen(unreadable), unreadable);
    }

    public bool? HasOpen(int pid, string fileName) => ProcFiles.HasOpen(pid, fileName);

    private static string? Unseen(HashSet<int> unreadable)
    {
        var buffer = new byte[1024];
        return !ProcFiles.SeesWholeMachine ? "processes outside this container cannot be seen"
            : ProcFiles.Stat(1, ref buffer) is null ? "this system hides the processes of other users"
            : unreadable.Count == 0 ? null
            : $"the open files of {unreadable.Count} {(unreadable.Count == 1 ? "process" : "processes")} of other users may not be "
                + $"read, of pid {unreadable.Min()} among them";
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

    // What was found when this was asked before; nothing after another question, or when the clock was set: times of start follow it.
    private Dictionary<int, Known> Remembered(Func<string, bool> mayMatter)
    {
        var booted = time.GetUtcNow() - (ProcFiles.Uptime() ?? TimeSpan.Zero);
        var same = mayMatter.Equals(_question) && (booted - _bootedAt).Duration() < TimeSpan.FromSeconds(1);
        if (!same)
        {
            (_question, _bootedAt) = (mayMatter, booted);
        }

        return same ? _known : [];
    }

    /// <param name="before">The process as it was seen with the same command line.</param>
    private ProcessSighting See(in ProcStat stat, ReadOnlySpan<byte> commandLine, ProcessSighting? before)
    {
        if (before is not null && before.Identity.StartTicks == stat.StartTicks)
        {
            return before.Condition == stat.Condition && before.ParentPid == stat.ParentPid
                ? before
                : before with { Condition = stat.Condition, ParentPid = stat.ParentPid };
        }

        int pid = stat.Pid;
        var arguments = ProcFiles.Arguments(commandLine);
        return new ProcessSighting(new ProcessIdentity(pid, stat.StartTicks, ProcFiles.BootId))
        {
            ParentPid = stat.ParentPid,
            Arguments = arguments,
            Executable = ProcFiles.Executable(pid) ?? ProcFiles.LinkedProgram(arguments.FirstOrDefault()),
            WorkingDirectory = ProcFiles.WorkingDirectory(pid),
            StartedAt = StartedAt(stat),
            Condition = stat.Condition,
            User = ProcFiles.User(pid) is { } user ? _users.GetOrAdd(user, Libc.UserName) : null,
        };
    }

    /// <summary>To a few hundredths of a second; follows the wall clock when that is set anew.</summary>
    private DateTimeOffset StartedAt(ProcStat stat)
    {
        var now = time.GetUtcNow();
        var age = ProcFiles.Uptime() - TimeSpan.FromSeconds((double)stat.StartTicks / LinuxCalls.TicksPerSecond);
        return age > TimeSpan.Zero ? now - age.Value : now;
    }

    private static string Joined(ReadOnlySpan<byte> commandLine) =>
        Encoding.UTF8.GetString(commandLine.TrimEnd((byte)0)).Replace('\0', ' ');

    /// <param name="Matters">The answer to the question that was put.</param>
    private sealed record Known(byte[] CommandLine, bool Matters)
    {
        /// <summary>When it was found to be a thread of the kernel, a mark of the monotonic clock; null for processes.</summary>
        public long? KernelSeen { get; set; }

        /// <summary>As it was seen last.</summary>
        public ProcessSighting? Sighting { get; set; }

        /// <summary>
        /// Where its stack began then: elsewhere after an exec; 0 where that is not known, as of another user's, whose command line is
        /// read every time.
        /// </summary>
        public ulong Stack { get; set; }

        public bool StillRuns(in ProcStat stat) =>
            Stack != 0 && Stack == stat.StackStart && Sighting?.Identity.StartTicks == stat.StartTicks;
    }
}
