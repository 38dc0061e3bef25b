using System.Collections.Immutable;
using PlotManager.Journal;
using PlotManager.Snapshots;

namespace PlotManager.Display.Live;

/// <summary>
/// What the keys of the view do to the farm. Each answers with one sentence for the foot of the screen; a failure is an answer too.
/// </summary>
public interface IFarmActions
{
    Task<string> Suspend(RunPart run, CancellationToken cancellation);

    Task<string> Resume(RunPart run, CancellationToken cancellation);

    /// <summary>Asked for and confirmed.</summary>
    Task<string> Kill(RunPart run, CancellationToken cancellation);

    Task<string> Pause(CancellationToken cancellation);

    Task<string> Unpause(CancellationToken cancellation);
}

/// <summary>Where the view gets what it shows.</summary>
public sealed record ViewSources
{
    public required Func<CancellationToken, Task<Snapshot>> Look { get; init; }

    /// <summary>Something cheap that differs whenever the snapshot would; null if it cannot be told.</summary>
    public Func<CancellationToken, Task<string?>> Version { get; init; } = _ => Task.FromResult<string?>(null);

    /// <summary>The last lines of a run's log, at most so many.</summary>
    public Func<RunPart, int, ImmutableArray<string>> LogTail { get; init; } = (_, _) => [];

    /// <summary>The plots that are over, the newest last.</summary>
    public Func<CancellationToken, Task<ImmutableArray<PastPlot>>> Past { get; init; } = _ =>
        Task.FromResult(ImmutableArray<PastPlot>.Empty);
}
