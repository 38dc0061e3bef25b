using System.Collections.Immutable;
using System.Text.Json.Serialization;
using PlotManager.Core.Plotting;

namespace PlotManager.Snapshots;

/// <summary>
/// The farm at one instant, as people and scripts see it. Built in one place; the control socket returns it, status --json prints
/// it, and view, status, json, explain and metrics render it. Serialised in snake_case; unknown is null.
/// </summary>
public sealed record Snapshot
{
    public required ManagerPart Manager { get; init; }

    /// <summary>The instant that ages and countdowns are told of.</summary>
    public required DateTimeOffset Now { get; init; }

    /// <summary>Seconds between the look at the farm and <see cref="Now"/>.</summary>
    public double Age { get; init; }
    public ImmutableArray<JobPart> Jobs { get; init; } = [];
    public ImmutableArray<RunPart> Runs { get; init; } = [];
    public ImmutableArray<DrivePart> Drives { get; init; } = [];
    public required StatsPart Stats { get; init; }
    public ImmutableArray<ProblemPart> Problems { get; init; } = [];

    /// <summary>Checks of plots for proofs that are not over.</summary>
    public ImmutableArray<CheckPart> Checks { get; init; } = [];

    /// <summary>The plots on the drives, as of the last <c>plotmanager plots</c>; empty where there was none.</summary>
    public ImmutableArray<PlotsPart> Plots { get; init; } = [];
}

/// <param name="Drive">Its mount point.</param>
/// <param name="State">"whole", "truncated", "longer", "unfinished", ...</param>
public sealed record PlotsPart(string Drive, string State, int Plots);

/// <param name="State">"running" or "waiting".</param>
/// <param name="Since">When its process was started, or since when it waits.</param>
/// <param name="Reason">Why it waits, in plain words; null where it need not.</param>
/// <param name="Checker">Null while it waits.</param>
public sealed record CheckPart(
    string CheckId, string File, string? PlotId, string? Job, string State, DateTimeOffset Since, string? Reason, string? Checker,
    int Challenges, int? Pid, string? Log);

/// <param name="Running">Null where this user may not know: the farm is another's.</param>
/// <param name="Starts">"allowed", "paused" or "draining"; null where this user may not know.</param>
public sealed record ManagerPart(
    bool? Running, int? Pid, DateTimeOffset? StartedAt, DateTimeOffset? LastLookAt, string Version, string Host, string Config,
    string? Starts)
{
    /// <summary>Where none runs: when and why the last one ended; the time is null after a crash, both are where there was none.</summary>
    public DateTimeOffset? EndedAt { get; init; }

    /// <summary>"all plots made", "drained", "stopped" or "crashed".</summary>
    public string? Ended { get; init; }

    /// <summary>How many changes are in the manager's memory only; null where no manager runs.</summary>
    public int? Unsaved { get; init; }

    /// <summary>Why they cannot be written to its journal; null where it can be written.</summary>
    public string? UnsavedReason { get; init; }
}

public sealed record JobPart
{
    public required string Name { get; init; }
    public required int Running { get; init; }

    /// <summary>This and the other counts of the books are null where this user may not read them.</summary>
    public required int? Completed { get; init; }
    public required int? KickedOff { get; init; }
    public required int MaxPlots { get; init; }
    public required int? Failed { get; init; }

    /// <summary>"start", "wait", "held back", "paused" or "done"; never "start" where no manager runs.</summary>
    public required string Verdict { get; init; }

    /// <summary>Name of the rule that said the first no, null for a start.</summary>
    public string? Rule { get; init; }

    /// <summary>
    /// For scripts: <see cref="Headline"/>, how long that holds from now on, and <see cref="Figures"/>. Composed when the snapshot is
    /// written.
    /// </summary>
    [JsonPropertyName("text")]
    public string? Line { get; init; }

    /// <summary>The reason in plain words, with the time when it ends: "waits for stagger until 14:32".</summary>
    public string Headline { get; init; } = "";

    /// <summary>The counts behind the limits, and what else bears on the next start.</summary>
    public string? Figures { get; init; }

    /// <summary>When the wait can end at the earliest, if known.</summary>
    public DateTimeOffset? Until { get; init; }

    /// <summary>Where the next plot would go.</summary>
    public PlotDirectories? Next { get; init; }

    /// <summary>Every rule's verdict in the order of the rules.</summary>
    public ImmutableArray<VerdictPart> Verdicts { get; init; } = [];

    /// <summary>What has held the job today, the longest first; empty where no manager runs.</summary>
    public ImmutableArray<HeldPart> Held { get; init; } = [];
}

/// <param name="Seconds">How long this rule has been the job's reason today.</param>
/// <param name="PlotsLost">What that cost; null where it was intended, or the job's pace is not known.</param>
public sealed record HeldPart(string Rule, double Seconds, double? PlotsLost);

/// <param name="Text">In plain words. Where it ends is also in <paramref name="Until"/>.</param>
public sealed record VerdictPart(string Rule, bool Allows, string Text, DateTimeOffset? Until);

/// <summary>One run; for a run of several plots, the plot now in the making.</summary>
public sealed record RunPart
{
    public required string RunId { get; init; }
    public string? Job { get; init; }
    public required string Plotter { get; init; }
    public int? K { get; init; }
    public string? PlotId { get; init; }
    public int? Pid { get; init; }
    public DateTimeOffset? StartedAt { get; init; }

    /// <summary>Seconds.</summary>
    public double? Elapsed { get; init; }

    /// <summary>Null before phase 1; number of phases + 1 while copying.</summary>
    public int? Phase { get; init; }

    /// <summary>Name of that phase for people, for instance "compress".</summary>
    public string? PhaseName { get; init; }

    /// <summary>Seconds of the phases that have ended, then of the one going on; null where unknown.</summary>
    public ImmutableArray<double?> PhaseSeconds { get; init; } = [];

    /// <summary>0..1.</summary>
    public double? Progress { get; init; }

    /// <summary>Seconds to go: median, and 90th percentile.</summary>
    public double? Left { get; init; }
    public double? LeftP90 { get; init; }

    /// <summary>"running", "suspended", "blocked", ...</summary>
    public required string State { get; init; }
    public string? Temp { get; init; }
    public string? Temp2 { get; init; }
    public string? Destination { get; init; }

    /// <summary>Null until its files have been found.</summary>
    public long? TempBytes { get; init; }
    public string? Log { get; init; }
    public required bool Foreign { get; init; }

    /// <summary>Its paths are those of its container, or of another root; only its drives are known, and those by their devices.</summary>
    public bool InContainer { get; init; }

    /// <summary>"own", "adopted", "other farm" or "stranger"; null from a manager of an earlier version.</summary>
    public string? Owner { get; init; }

    /// <summary>What people call the other farm that it belongs to; null where there is none.</summary>
    public string? OtherFarm { get; init; }

    /// <summary>Finished plots of the same process that are copied while the next one is made.</summary>
    public ImmutableArray<CopyPart> Copies { get; init; } = [];

    /// <summary><see cref="PhaseName"/> of the copy to the destination.</summary>
    internal const string CopyPhase = "copy";
}

/// <summary>A finished plot that is copied while its process makes the next one. What is said of it means the same as of a run.</summary>
public sealed record CopyPart
{
    public string? PlotId { get; init; }
    public DateTimeOffset? StartedAt { get; init; }
    public double? Elapsed { get; init; }
    public int? Phase { get; init; }
    public ImmutableArray<double?> PhaseSeconds { get; init; } = [];
    public double? Progress { get; init; }
    public double? Left { get; init; }
    public double? LeftP90 { get; init; }

    /// <summary>"running", "blocked" or "suspended".</summary>
    public required string State { get; init; }
    public string? Destination { get; init; }
}

/// <param name="Promised">Bytes that runs in flight will still write as finished plots.</param>
/// <param name="RoomPlots">How many more plots of the jobs that use it fit; null if none does.</param>
/// <param name="Temp">Pids of the runs that use it so.</param>
public sealed record DrivePart(
    string Path, long? Total, long? Free, long Promised, int? RoomPlots,
    ImmutableArray<int> Temp, ImmutableArray<int> Temp2, ImmutableArray<int> Destination)
{
    /// <summary>What the config uses it for, also while nothing runs: "temp", "temp2", "destination".</summary>
    public ImmutableArray<string> Uses { get; init; } = [];

    internal const string AsTemp = "temp", AsTemp2 = "temp2", AsDestination = "destination";
}

/// <param name="Week">Plots of this farm in the last seven days, today included.</param>
/// <param name="PerDay">Mean per day over the last seven days.</param>
/// <param name="CpuPercent">Of the whole machine. What is unknown is null.</param>
public sealed record StatsPart(
    int? Today, int? Yesterday, int? Week, double? PerDay, long? BytesToday, long? BytesYesterday, long? BytesWeek,
    double? CpuPercent, long? RamUsed, long? RamTotal)
{
    /// <summary>
    /// Plots that others made on this machine, as far as this farm saw their plotters; they are in none of the other counts.
    /// </summary>
    public int? OthersToday { get; init; }
    public int? OthersYesterday { get; init; }
    public int? OthersWeek { get; init; }
}

/// <param name="Severity">"error" or "warning".</param>
public sealed record ProblemPart(string Severity, string Text, string? Job, string? RunId, DateTimeOffset? Since);
