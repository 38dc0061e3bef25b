using PlotManager.Core.Plotting;
using PlotManager.Observing;
using PlotManager.Platform;

namespace PlotManager.Remains;

/// <summary>
/// What proves that a run is over for good: this farm started it, its process was seen to end or is gone since on this boot, and of all
/// that it has started nothing lives. Such a run writes to no file any more, however lately it did.
/// </summary>
public sealed class EndProof(IProcessInspector processes)
{
    private HashSet<string>? _alive;

    public bool IsGivenFor(RunRecord run) =>
        run is { Owner: RunOwner.Own, State: RunState.Ended, Process: { } process }
            && (run.ExitCode is not null || run.Signal is not null || process.BootId == processes.Self.BootId)
            && !processes.IsAlive(process)
            && !Alive().Contains(run.RunId);

    // The runs of living processes: whatever a plotter starts carries its mark, also once its parent is gone.
    private HashSet<string> Alive() => _alive ??=
    [
        .. processes.List(_ => true).Where(process => process.Condition != ProcessCondition.Zombie)
            .Select(process => processes.EnvironmentVariable(process.Identity.Pid, ProcessWatch.Mark))
            .OfType<string>(),
    ];
}
