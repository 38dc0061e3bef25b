using PlotManager.Platform;

namespace PlotManager.Acting.Processes;

/// <summary>
/// A process and its descendants, for signals: to one after the other, never to a process group. Plotters that the original started share
/// one group with it and with each other.
/// </summary>
public static class ProcessTree
{
    /// <summary>The process first, then its descendants that live.</summary>
    public static IEnumerable<ProcessIdentity> Of(Machine machine, ProcessIdentity process) =>
        machine.Processes.Descendants(process.Pid).Select(pid => machine.Processes.Find(pid)?.Identity).OfType<ProcessIdentity>()
            .Prepend(process);

    /// <returns>What the system refused, each in a line; a refusal of one that has just ended means nothing.</returns>
    public static IReadOnlyList<string> Send(Machine machine, IEnumerable<ProcessIdentity> targets, ProcessSignal signal) =>
        [.. targets.Select(target => machine.Signals.Send(target, signal)).OfType<string>()];
}
