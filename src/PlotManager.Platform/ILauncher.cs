using System.Collections.Immutable;
using System.Runtime.InteropServices;

namespace PlotManager.Platform;

/// <summary>Everything needed to start one plotter; the launcher adds nothing of its own.</summary>
public sealed record LaunchOrder
{
    /// <summary>Absolute path of the executable.</summary>
    public required string Executable { get; init; }

    /// <summary>All arguments after argv[0], as a list; no shell ever sees them.</summary>
    public required ImmutableArray<string> Arguments { get; init; }

    /// <summary>Receives stdout and stderr; created, never truncated (opened for append).</summary>
    public required string LogFile { get; init; }

    /// <summary>Receives stdout and stderr in the log's place: the end of a pipe, say. Not on Windows.</summary>
    public SafeHandle? Output { get; init; }

    public string? WorkingDirectory { get; init; }

    /// <summary>Added to the manager's own environment.</summary>
    public ImmutableDictionary<string, string> Environment { get; init; } = ImmutableDictionary<string, string>.Empty;

    /// <summary>Unix nice value -20..19, null: as the manager's.</summary>
    public int? UnixPriority { get; init; }

    /// <summary>Windows priority class, null: as the manager's.</summary>
    public int? WindowsPriority { get; init; }

    /// <summary>Logical CPUs; empty: all.</summary>
    public ImmutableArray<int> CpuAffinity { get; init; } = [];
}

public interface ILauncher
{
    /// <summary>
    /// Starts the process in a session of its own, so that it outlives the manager. A bad priority or affinity is found before the launch.
    /// </summary>
    /// <exception cref="LaunchException">The process was not started; the message says why in one line.</exception>
    ProcessIdentity Launch(LaunchOrder order);

    /// <summary>The children of ours that ended since the last call, with how they ended.</summary>
    IReadOnlyList<ProcessExit> Reap();

    /// <summary>Whether this is a child of ours whose end <see cref="Reap"/> is still to tell.</summary>
    bool WillTellEndOf(int pid);
}

public sealed class LaunchException(string message) : Exception(message);
