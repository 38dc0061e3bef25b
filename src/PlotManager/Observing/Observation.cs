using System.Collections.Immutable;
using PlotManager.Core.Plotters;
using PlotManager.Core.Plotters.Logs;
using PlotManager.Core.Plotting;
using PlotManager.Core.Scheduling;
using PlotManager.Platform;

namespace PlotManager.Observing;

/// <summary>What one pass has seen, and what it proves.</summary>
/// <param name="Runs">Runs in flight in order of their start.</param>
/// <param name="Directories">Of every directory of the config.</param>
public sealed record Observation(
    ImmutableArray<ObservedRun> Runs, ImmutableDictionary<string, DirectoryFinding> Directories, DateTimeOffset At)
{
    /// <summary>What has happened since the last pass, in order. The runs above are as they are after these events.</summary>
    public ImmutableArray<FarmEvent> Events { get; init; } = [];

    /// <summary>The plotters of the config by their locations: the absolute path, or the problem in words.</summary>
    public IReadOnlyDictionary<string, (string? Path, string? Problem)> Plotters { get; init; } =
        ImmutableDictionary<string, (string?, string?)>.Empty;

    /// <summary>Checks of plots that are not over.</summary>
    public ImmutableArray<CheckInQueue> Checks { get; init; } = [];

    /// <summary>False if the sizes of the runs' files are some passes old: too old to start anything by.</summary>
    public bool KnowsFilesOfNow { get; init; } = true;
}

/// <summary>A run in flight as one pass saw it.</summary>
/// <param name="Log">What its log has said; null where no log is known.</param>
/// <param name="LogTrouble">Why the log cannot be read at present.</param>
/// <param name="Process">Null where the process could not be seen.</param>
/// <param name="Drives">Names of the drives of its directories, null where unknown.</param>
public sealed record ObservedRun(
    TrackedRun Tracked, PlotterProfile Profile, RunLog? Log, string? LogFile, string? LogTrouble, ProcessSighting? Process,
    PlotDirectories Drives, RunFiles Files)
{
    /// <summary>Further drives that its plots may go to.</summary>
    public ImmutableHashSet<string> FurtherDrives { get; init; } = [];

    /// <summary>Of plots that are being copied, how much is there, 0..1; by the place of the plot among those of the log.</summary>
    public ImmutableDictionary<int, double> Copied { get; init; } = ImmutableDictionary<int, double>.Empty;

    /// <summary>The plot in the making, or the last one made; null before the first.</summary>
    public ObservedPlot? Current => Log is { Plots: [.., _] } log ? Plot(log.Plots.Length - 1) : null;

    /// <summary>Plots that are being copied while a later one is made.</summary>
    public IEnumerable<ObservedPlot> CopiedBeside =>
        from index in Enumerable.Range(0, Math.Max(0, (Log?.Plots.Length ?? 0) - 1))
        where Log!.Plots[index].State is PlotState.Copying or PlotState.Blocked && Tracked.Plot(index + 1)?.State.IsOver() == false
        select Plot(index);

    /// <summary>0 before phase 1 or unknown; number of phases + 1 while copying.</summary>
    public int Phase => Log?.Current?.Phase ?? Files.Phase ?? 0;

    private ObservedPlot Plot(int index) => new(
        index + 1, Log!.Plots[index], Tracked.Plot(index + 1), Copied.TryGetValue(index, out var share) ? share : null);
}

/// <summary>A plot of a run as one pass saw it.</summary>
/// <param name="Number">Its place among the plots of the log, from 1.</param>
/// <param name="Log">What the log has said of it.</param>
/// <param name="Known">What the farm's state has of it.</param>
/// <param name="Copied">How much of it is at its destination while it is copied, 0..1; null where that cannot be told.</param>
public sealed record ObservedPlot(int Number, PlotLog Log, PlotRecord? Known, double? Copied);
