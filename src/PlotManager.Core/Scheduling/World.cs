using System.Collections.Immutable;
using PlotManager.Core.Farm;

namespace PlotManager.Core.Scheduling;

/// <summary>
/// All that Decide may know: one instant's view of the farm's state and of what was observed, see <see cref="WorldView"/>.
/// </summary>
public sealed record World
{
    private static readonly JobHistory NoHistory = new("");

    public required DateTimeOffset Now { get; init; }
    public required DateTimeOffset ManagerStarted { get; init; }
    public StartMode Starts { get; init; }

    /// <summary>Runs in flight, own, adopted and foreign; their order means nothing.</summary>
    public ImmutableArray<RunInFlight> Runs { get; init; } = [];

    /// <summary>In the order of the config's jobs.</summary>
    public required ImmutableArray<JobHistory> Jobs { get; init; }

    /// <summary>Last start of any job.</summary>
    public DateTimeOffset? LastStart { get; init; }

    /// <summary>What was found of every configured directory, by its path as in the config.</summary>
    public required IReadOnlyDictionary<string, DirectoryFinding> Directories { get; init; }

    /// <summary>Checks of plots that are not over, in the order in which they were wanted.</summary>
    public ImmutableArray<CheckInQueue> Checks { get; init; } = [];

    /// <summary>The same farm at another instant.</summary>
    public World At(DateTimeOffset instant) => this with { Now = instant };

    /// <summary>What is remembered of this job; a blank page if nothing is.</summary>
    public JobHistory HistoryOf(string job)
    {
        foreach (var history in Jobs)
        {
            if (history.Name == job)
            {
                return history;
            }
        }

        return NoHistory;
    }

    /// <summary>As <see cref="HistoryOf"/>, quicker where the histories stand in the order of the jobs.</summary>
    internal JobHistory HistoryAt(int index, string job) =>
        index < Jobs.Length && Jobs[index].Name == job ? Jobs[index] : HistoryOf(job);

    internal bool HasRunsOf(string job)
    {
        foreach (var run in Runs)
        {
            if (run.Job == job)
            {
                return true;
            }
        }

        return false;
    }
}

/// <summary>A plotter process that lives (its last plot is not yet at its final name).</summary>
/// <param name="RunId">Unique; of no meaning to the rules.</param>
/// <param name="Job">Name of its job, null if it belongs to none.</param>
public sealed record RunInFlight(string RunId, string? Job)
{
    public required DateTimeOffset Started { get; init; }

    /// <summary>
    /// Its plots are in <see cref="JobHistory.KickedOff"/>: launched since the manager started, neither adopted nor foreign.
    /// </summary>
    public bool IsKickedOff { get; init; }

    /// <summary>Phase of the plot now in the making: 0 before phase 1 or unknown, n+1 while copying.</summary>
    public int Phase { get; init; }

    /// <summary>When phases 1, 2, ... ended; null where not known.</summary>
    public ImmutableArray<DateTimeOffset?> PhaseEnds { get; init; } = [];
    public string? Temp { get; init; }
    public string? Temp2 { get; init; }
    public string? Destination { get; init; }

    /// <summary>Drives of the three directories, null where unknown. Same names as <see cref="DirectoryFinding.Drive"/>.</summary>
    public string? TempDrive { get; init; }
    public string? Temp2Drive { get; init; }
    public string? DestinationDrive { get; init; }

    /// <summary>
    /// Further drives that its plots may go to as well, each with the allocated bytes there of files that will become its plots.
    /// </summary>
    public ImmutableDictionary<string, long> FurtherDrives { get; init; } = ImmutableDictionary<string, long>.Empty;

    /// <summary>Plots it has still to make, the one in the making included (an endless run: 1).</summary>
    public int PlotsToMake { get; init; } = 1;

    /// <summary>Final size of one of its plots in bytes.</summary>
    public long PlotBytes { get; init; }

    /// <summary>Allocated bytes, on the destination's drive, of files that will become its plots.</summary>
    public long BytesAtDestination { get; init; }

    /// <summary>
    /// What its files in temp grow to at the peak of the phases not yet passed, in bytes; 0 where its profile knows none.
    /// </summary>
    public long TempPeakBytes { get; init; }

    /// <summary>Allocated bytes of its temp files now.</summary>
    public long TempBytes { get; init; }

    /// <summary>The same of temp2.</summary>
    public long Temp2PeakBytes { get; init; }
    public long Temp2Bytes { get; init; }
}

/// <summary>What the manager remembers of one job.</summary>
public sealed record JobHistory(string Name)
{
    /// <summary>Plots started since the manager started, less those that ended without being made.</summary>
    public int KickedOff { get; init; }
    public int Completed { get; init; }

    /// <summary>Runs adopted at manager start + runs launched since: the offset into the directory lists.</summary>
    public int DirectoryOffset { get; init; }
    public DateTimeOffset? LastStart { get; init; }

    /// <summary>Held back after early deaths until this instant, and why.</summary>
    public DateTimeOffset? HeldBackUntil { get; init; }
    public string? HeldBackCause { get; init; }

    /// <summary>Why the plotter cannot be started, or null.</summary>
    public string? PlotterProblem { get; init; }
}

public enum DirectoryCondition
{
    Usable,
    Missing,
    NotADirectory,
    NotWritable,
    ReadOnly,
    Unreadable,
    NotMounted,

    /// <summary>It could be used, and plots were not made there, one after another.</summary>
    Skipped,
}

/// <param name="Drive">Name of the drive (its mount point); null if unreadable.</param>
/// <param name="FreeBytes">Free for an unprivileged user.</param>
/// <param name="TotalBytes">Size of the drive.</param>
/// <param name="Detail">In words, when it is not usable.</param>
public sealed record DirectoryFinding(string? Drive, long FreeBytes, long TotalBytes, DirectoryCondition Condition, string? Detail = null)
{
    public bool IsUsable => Condition == DirectoryCondition.Usable;

    /// <summary>What is known of a directory that is none of this machine's: no drive, and room for all that its receiver takes.</summary>
    public static DirectoryFinding Elsewhere { get; } = new(null, Room.Most, Room.Most, DirectoryCondition.Usable);
}
