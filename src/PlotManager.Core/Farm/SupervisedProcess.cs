using PlotManager.Core.Plotting;

namespace PlotManager.Core.Farm;

/// <summary>
/// A process that the manager starts, follows and ends: its identity, its log, and where it is on the way from the intention to its end.
/// None of that depends on what the process does. A plotting run is one payload.
/// </summary>
public abstract record SupervisedProcess
{
    /// <summary>Unique for good. The child carries it in its environment, so that a later manager recognises it.</summary>
    public abstract string Id { get; }

    public RunState State { get; init; }

    /// <summary>Null while only intended, and where nobody knows which process it was.</summary>
    public ProcessIdentity? Process { get; init; }
    public required DateTimeOffset LaunchedAt { get; init; }

    /// <summary>Where its output goes.</summary>
    public string? LogFile { get; init; }
    public int? ExitCode { get; init; }
    public int? Signal { get; init; }
    public DateTimeOffset? EndedAt { get; init; }

    /// <summary>The user ended it on purpose: no early death.</summary>
    public bool KilledByUser { get; init; }

    /// <summary>When it was first seen suspended; null while it runs.</summary>
    public DateTimeOffset? SuspendedSince { get; init; }
}

/// <summary>A process for good: a pid alone may be used again.</summary>
/// <param name="StartTicks">Start time in the system's own unit since boot or epoch; compare for equality only.</param>
/// <param name="BootId">Names this boot of the machine.</param>
public readonly record struct ProcessIdentity(int Pid, long StartTicks, string BootId);

/// <param name="ExitCode">Null when ended by a signal.</param>
/// <param name="Signal">Null when it exited.</param>
public sealed record ProcessExit(int Pid, int? ExitCode, int? Signal);

/// <summary>What one pass has seen of a supervised process.</summary>
public record ProcessEvidence
{
    public required bool Alive { get; init; }
    public bool Suspended { get; init; }

    /// <summary>The machine was started anew since the process was.</summary>
    public bool Rebooted { get; init; }

    /// <summary>How it ended; null while it lives, and for processes that are no children of ours.</summary>
    public ProcessExit? Exit { get; init; }
}
