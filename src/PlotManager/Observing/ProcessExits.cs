using PlotManager.Core.Plotting;
using PlotManager.Platform;

namespace PlotManager.Observing;

/// <summary>How supervised processes end: children are reaped, the others are looked for. Whatever they do.</summary>
internal sealed class ProcessExits(Machine machine)
{
    private readonly Dictionary<int, ProcessExit> _exits = [];

    /// <summary>Takes the exits of children that have ended.</summary>
    /// <returns>Whether there were any.</returns>
    public bool Reap()
    {
        var any = false;
        foreach (var exit in machine.Launcher.Reap())
        {
            _exits[exit.Pid] = exit;
            any = true;
        }

        return any;
    }

    /// <summary>How the process ended; null where nobody has told.</summary>
    public ProcessExit? Of(ProcessIdentity? process) => process is { } known ? _exits.GetValueOrDefault(known.Pid) : null;

    /// <summary>Whether it has ended and nobody tells: an adopted process is no child of ours.</summary>
    public bool HasEndedUntold(SupervisedProcess process) =>
        process is { Process: { } known } && process.State.IsInFlight()
        && !machine.Launcher.WillTellEndOf(known.Pid) && !_exits.ContainsKey(known.Pid) && !machine.Processes.IsAlive(known);

    /// <summary>What a pass has seen of the process itself.</summary>
    /// <param name="living">Its sighting; null where it is gone.</param>
    public ProcessEvidence EvidenceOf(SupervisedProcess process, ProcessSighting? living) => new()
    {
        Alive = Of(process.Process) is null && living is not null,
        Suspended = living?.Condition == ProcessCondition.Suspended,
        Rebooted = process.Process is { } begun && begun.BootId != machine.Processes.Self.BootId,
        Exit = Of(process.Process),
    };

    /// <summary>Each exit was for a process that is settled now, and its pid may be used again.</summary>
    /// <param name="except">Pids whose end is settled later.</param>
    public void Forget(IReadOnlySet<int> except)
    {
        foreach (var pid in _exits.Keys.Where(pid => !except.Contains(pid)).ToList())
        {
            _exits.Remove(pid);
        }
    }
}
