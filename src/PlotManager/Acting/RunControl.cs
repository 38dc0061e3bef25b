using PlotManager.Acting.Processes;
using PlotManager.Core.Control;
using PlotManager.Core.Plotting;
using PlotManager.Farms;
using PlotManager.Platform;
using PlotManager.Store;

namespace PlotManager.Acting;

/// <summary>Suspends and resumes one run: its process and that one's descendants.</summary>
public sealed class RunControl(Machine machine, FarmStore store)
{
    // Runs that were signalled and do not show it yet, and whether they shall stand still.
    private readonly Dictionary<string, bool> _signalled = [];

    public ControlAnswer Suspend(string? runId) => Signal(runId, ProcessSignal.Suspend, "suspended; resume it with plotmanager resume");

    public ControlAnswer Resume(string? runId) => Signal(runId, ProcessSignal.Resume, "goes on");

    /// <summary>
    /// Whether a pass is due: a run that was suspended or resumed shows it only now. On a busy machine that takes a while, and on a drive
    /// that hangs for as long as it hangs.
    /// </summary>
    public bool HasObeyed()
    {
        foreach (var (runId, stands) in _signalled)
        {
            if (store.State.Find(runId) is not { IsInFlight: true, Run: { Process: { } process, State: var state } }
                || (state == RunState.Suspended) == stands)
            {
                _signalled.Remove(runId); // it is over, or the farm's state has it
            }
            else if ((machine.Processes.Find(process.Pid)?.Condition == ProcessCondition.Suspended) == stands)
            {
                return _signalled.Remove(runId);
            }
        }

        return false;
    }

    private ControlAnswer Signal(string? runId, ProcessSignal signal, string done)
    {
        var run = store.State.InFlight.FirstOrDefault(run => run.RunId == runId);
        if (run?.Run.Process is not { } process)
        {
            return new ControlAnswer(false, "that plot has ended meanwhile; see plotmanager status");
        }

        if (OtherFarms.Refusal(run, signal == ProcessSignal.Suspend ? "suspend" : "resume") is { } refusal)
        {
            return new ControlAnswer(false, refusal);
        }

        var refusals = ProcessTree.Send(machine, ProcessTree.Of(machine, process), signal);
        if (refusals.Count > 0)
        {
            return new ControlAnswer(false, $"plot {run.ShortName}: {refusals[0]}");
        }

        _signalled[run.RunId] = signal == ProcessSignal.Suspend;
        return new ControlAnswer(true, $"Plot {run.ShortName} {done}.");
    }
}
