using System.Collections.Immutable;

namespace PlotManager.Platform;

/// <summary>One process as the system shows it. What could not be read is null or empty.</summary>
public sealed record ProcessSighting(ProcessIdentity Identity)
{
    public int ParentPid { get; init; }
    public ImmutableArray<string> Arguments { get; init; } = [];

    /// <summary>Resolved path of the executable file, null when it cannot be read (another user's process).</summary>
    public string? Executable { get; init; }

    public string? WorkingDirectory { get; init; }
    public DateTimeOffset StartedAt { get; init; }
    public ProcessCondition Condition { get; init; }
    public string? User { get; init; }
}

/// <param name="Path">Where its process finds it; in another container that may be another place.</param>
/// <param name="Identity">As in <see cref="FileFinding"/>; null if it cannot be read.</param>
public readonly record struct OpenFile(string Path, string? Identity);

public enum ProcessCondition
{
    Running,

    /// <summary>Stopped by a signal.</summary>
    Suspended,

    /// <summary>Ended, not yet reaped.</summary>
    Zombie,
}

public interface IProcessInspector
{
    /// <summary>All processes for whose name or arguments <paramref name="mayMatter"/> says so; it is given the arguments joined by blanks (but for Linux with the program's name before them) and answers alike for alike ones. Processes that vanish meanwhile are left out.</summary>
    IReadOnlyList<ProcessSighting> List(Func<string, bool> mayMatter);

    /// <summary>The process with this pid, null if there is none.</summary>
    ProcessSighting? Find(int pid);

    /// <summary>Whether this very process is there and has not ended.</summary>
    bool IsAlive(ProcessIdentity process) => Find(process.Pid) is { Condition: not ProcessCondition.Zombie } found && found.Identity == process;

    /// <summary>One variable of the environment it was started with; null if absent or unreadable.</summary>
    string? EnvironmentVariable(int pid, string name);

    /// <summary>Path of the regular file behind its standard output, null if it is none or cannot be read.</summary>
    string? OutputFile(int pid);

    /// <summary>
    /// Whether another process writes this file: has it open for writing or, where the system does not tell of open files, as its
    /// standard output. What may not be looked at counts as not writing.
    /// </summary>
    bool IsWritten(string path)
    {
        var full = Path.GetFullPath(path);
        return List(_ => true).Any(process => process.Identity != Self && OutputFile(process.Identity.Pid) == full);
    }

    /// <summary>Pids of all living descendants of a process.</summary>
    IReadOnlyList<int> Descendants(int pid);

    /// <summary>
    /// The files, whose path <paramref name="mayMatter"/> accepts, that any process has open whose descriptors may be read; paths are as that
    /// process sees them. Null where the system does not tell.
    /// </summary>
    IReadOnlyList<OpenFile>? OpenFiles(Func<string, bool> mayMatter) => null;

    ProcessIdentity Self { get; }

    /// <summary>How much later the second process started than the first, whatever was done to the clock; null where the system does not tell.</summary>
    TimeSpan? Between(ProcessIdentity first, ProcessIdentity second) => null;
}
