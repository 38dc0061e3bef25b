using PlotManager.Observing;
using PlotManager.Platform;
using PlotManager.Store;

namespace PlotManager.Acting.Processes;

/// <summary>
/// Starts a supervised process, whatever it is to do: the intention is committed, the process launched with its id in its environment, and
/// that is committed too. A crash in between leaves the next manager what it needs to tell how far this one came.
/// </summary>
public sealed class ProcessStarter(Machine machine, FarmStore store)
{
    /// <param name="process">As it is intended; its log's folder is made if need be.</param>
    /// <param name="order">What to launch and how; log and marks are added.</param>
    /// <param name="events">What happens to the farm at each step, in words of the payload.</param>
    /// <returns>Why it did not start, null if it did.</returns>
    public string? Start(SupervisedProcess process, LaunchOrder order, StartEvents events)
    {
        if (!store.Commit(events.Intended))
        {
            store.Commit(events.Forgotten);
            return $"nothing is started while the journal cannot be written: {store.Trouble}";
        }

        try
        {
            machine.Files.MakeFolder(Path.GetDirectoryName(process.LogFile!)!);
            store.Commit(events.Launched(machine.Launcher.Launch(Marked(order, process))));
            return null;
        }
        catch (Exception refused) when (refused is LaunchException or IOException or UnauthorizedAccessException)
        {
            store.Commit(events.Refused(refused.Message));
            return refused.Message;
        }
    }

    private LaunchOrder Marked(LaunchOrder order, SupervisedProcess process)
    {
        var marks = order.Environment.SetItem(ProcessWatch.Mark, process.Id);
        return order with { Environment = store.Farm is { } farm ? marks.SetItem(FarmIdentity.Variable, farm.Text) : marks };
    }
}

/// <summary>What happens to the farm while a process is started.</summary>
/// <param name="Intended">Committed before the process exists.</param>
/// <param name="Forgotten">It was not launched, for the intention is not on the drive.</param>
/// <param name="Refused">The system refused to launch it, and why; asked for once that is known.</param>
public sealed record StartEvents(
    FarmEvent Intended, FarmEvent Forgotten, Func<ProcessIdentity, FarmEvent> Launched, Func<string, IReadOnlyList<FarmEvent>> Refused);
