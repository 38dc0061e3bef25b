using System.Collections.Immutable;
using System.Text.Json.Serialization;
using PlotManager.Core.Plotting;

namespace PlotManager.Core.Plotters.Logs;

/// <summary>A phase that has ended.</summary>
/// <param name="Phase">1-based.</param>
/// <param name="Seconds">How long it took, as the plotter says.</param>
/// <param name="EndedAt">The time in the line, else the plot's start + the phases so far; local time of the plotter, null if
/// unknown.</param>
/// <param name="Line">1-based number of the line that ended it.</param>
public sealed record PhaseEnd(int Phase, double Seconds, DateTime? EndedAt, int Line);

/// <summary>What one log says of one plot. A state that a log alone can know; whether a process lives is not in it.</summary>
public sealed record PlotLog
{
    public int? K { get; init; }
    public string? PlotId { get; init; }

    /// <summary>Local time of the plotter's machine.</summary>
    public DateTime? StartedAt { get; init; }
    public string? Temp { get; init; }
    public string? Temp2 { get; init; }
    public string? Destination { get; init; }
    public int? Threads { get; init; }
    public int? Buckets { get; init; }
    public int? BufferMiB { get; init; }
    public ImmutableArray<PhaseEnd> Phases { get; init; } = [];
    public double? TotalSeconds { get; init; }
    public double? CopySeconds { get; init; }

    /// <summary>Size of the finished plot, as exact as the log gives it (chiapos: to a thousandth of a GiB).</summary>
    public long? FinalBytes { get; init; }

    /// <summary>Path or name of the finished file, once the log names it.</summary>
    public string? FinalFile { get; init; }

    /// <summary>The plot's name without an extension, once known (<c>plot-k32-...-id</c>).</summary>
    public string? PlotName { get; init; }

    /// <summary>0 before phase 1; n in phase n; number of phases + 1 from the end of the last phase on.</summary>
    public int Phase { get; init; }

    /// <summary>Share of the current phase that is done, 0..1, by the milestones passed.</summary>
    public double WithinPhase { get; init; }

    /// <summary>0..1, never falls, 1 only when completed; by the profile's weights.</summary>
    public double Progress { get; init; }

    /// <summary>
    /// Making, Copying, Blocked, Completed or Failed; Unknown for a plot that another came after without its end having been said.
    /// </summary>
    public PlotState State { get; init; }

    /// <summary>Cause, when failed or blocked.</summary>
    public Failure? Failure { get; init; }

    /// <summary>How often it has begun to wait; a wait that is reported again and again is one.</summary>
    public int Blockades { get; init; }

    /// <summary>Why the plot may be damaged, or null.</summary>
    public string? Suspect { get; init; }

    /// <summary>The log has said its first milestone: the plotter got to work.</summary>
    [JsonIgnore]
    public bool GotToWork => Phase > 0;

    /// <summary>1-based line on which this plot's part of the log begins; 1 for the first plot, the header being its own.</summary>
    public int FirstLine { get; init; }
}

public enum FailureCause
{
    TempFull,
    DestinationFull,
    DirectoryVanished,
    Permission,
    BadKey,
    BadArgument,
    OutOfMemory,
    Killed,
    Unknown,
    ReadOnly,
    DriveFailed,
    FileTooLarge,
    TooManyFiles,
    Crashed,
    CheckFailed,
}

/// <param name="Text">In plain words for people, with the plotter's own line where there is one.</param>
public sealed record Failure(FailureCause Cause, string Text);

/// <summary>All that one log has said so far. Immutable; the log engine hands out a new one.</summary>
public sealed record RunLog
{
    /// <summary>The plotter's process, where the log names it.</summary>
    public int? ProcessId { get; init; }

    /// <summary>How many plots the run will make in all; 0: no end; null: not said.</summary>
    public int? PlotCount { get; init; }

    /// <summary>All plots of the log in order of their start; empty before the first.</summary>
    public ImmutableArray<PlotLog> Plots { get; init; } = [];

    /// <summary>A failure that came before or apart from any plot (a bad argument, say).</summary>
    public Failure? Failure { get; init; }

    /// <summary>Complete lines read.</summary>
    public int Lines { get; init; }

    /// <summary>The last few lines with words in them, for failures without a known cause; empty once the last plot is completed.</summary>
    public ImmutableArray<string> LastLines { get; init; } = [];

    [JsonIgnore]
    public PlotLog? Current => Plots.IsEmpty ? null : Plots[^1];
}
