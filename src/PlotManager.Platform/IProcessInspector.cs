using System.Collections.Immutable;

namespace PlotManager.Platform;

/// <summary>One process as the system shows it. What could not be read is null or empty.</summary>
public sealed record ProcessSighting(ProcessIdentity Identity)
{
    public int ParentPid { get; init; }
    public ImmutableArray<string> Arguments { get; init; } = [];

    /// <summary>
    /// Resolved path of the executable file. Where that cannot be read, as of another user's process, the file that the first argument is
    /// a link to; else null.
    /// </summary>
    public string? Executable { get; init; }

    public string? WorkingDirectory { get; init; }
    public DateTimeOffset StartedAt { get; init; }
    public ProcessCondition Condition { get; init; }
    public string? User { get; init; }
}

/// <param name="Pid">Of the process that has it open.</param>
/// <param name="Path">Where its process finds it; in another container that may be another place.</param>
/// <param name="Identity">As in <see cref="FileFinding"/>; null if it cannot be read.</param>
/// <param name="ForWriting">Whether the process may write to it.</param>
public readonly record struct OpenFile(int Pid, string Path, string? Identity, bool ForWriting);

/// <summary>Which files processes have open, as far as the system shows it.</summary>
/// <param name="Unseen">Why the list may lack files, in a few words; null: it holds those of every process of this machine.</param>
/// <param name="Unreadable">Processes whose files cannot be read.</param>
public sealed record OpenFileList(IReadOnlyList<OpenFile> Files, string? Unseen, IReadOnlySet<int> Unreadable)
{
    public static OpenFileList NotShown { get; } = new([], "this system does not show which files a process has open", new HashSet<int>());
}

public enum ProcessCondition
{
    Running,

    /// <summary>Stopped by a signal.</summary>
    Suspended,

    /// <summary>Ended, not yet reaped.</summary>
    Zombie,
}

/// <summary>Where a path of a process lies.</summary>
/// <param name="IsOurs">It means the same place to this process: false in a container, or below another root.</param>
/// <param name="Drive">Name of our drive on which it lies, where it is not ours; null where that is not known.</param>
public readonly record struct PathPlace(bool IsOurs, string? Drive)
{
    public static PathPlace Ours { get; } = new(true, null);
}

public interface IProcessInspector
{
    /// <summary>
    /// All processes for whose name or arguments <paramref name="mayMatter"/> says so; it is given the arguments joined by blanks (but for
    /// Linux with the program's name before them) and answers alike for alike ones. Processes that vanish meanwhile are left out.
    /// </summary>
    IReadOnlyList<ProcessSighting> List(Func<string, bool> mayMatter);

    /// <summary>The process with this pid, null if there is none.</summary>
    ProcessSighting? Find(int pid);

    /// <summary>This very process, null if it is not there or has ended.</summary>
    ProcessSighting? Living(ProcessIdentity process) =>
        Find(process.Pid) is { Condition: not ProcessCondition.Zombie } found && found.Identity == process ? found : null;

    /// <summary>Whether this very process is there and has not ended.</summary>
    bool IsAlive(ProcessIdentity process) => Living(process) is not null;

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

    /// <summary>
    /// Where a path lies that a process names: one in a container has mounts of its own. Tells which drive fills up, and never which file
    /// to touch. What cannot be asked, as of another user's process, is taken to be ours.
    /// </summary>
    PathPlace PlaceOf(int pid, string path) => PathPlace.Ours;

    /// <summary>Pids of all living descendants of a process.</summary>
    IReadOnlyList<int> Descendants(int pid);

    /// <summary>
    /// The files, whose path <paramref name="mayMatter"/> accepts, that any process has open whose descriptors may be read; paths are as
    /// that process sees them.
    /// </summary>
    OpenFileList OpenFiles(Func<string, bool> mayMatter) => OpenFileList.NotShown;

    /// <summary>
    /// Whether the process has a file of this name open, also one that was deleted since; null where its open files may not be read, or
    /// the system does not show them.
    /// </summary>
    bool? HasOpen(int pid, string fileName) => null;

    ProcessIdentity Self { get; }

    /// <summary>
    /// How much later the second process started than the first, whatever was done to the clock; null where the system does not tell.
    /// </summary>
    TimeSpan? Between(ProcessIdentity first, ProcessIdentity second) => null;
}
