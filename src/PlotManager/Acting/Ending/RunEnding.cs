using PlotManager.Core.Plotters;
using PlotManager.Core.Plotting;
using PlotManager.Platform;

namespace PlotManager.Acting.Ending;

/// <summary>How far the end of a run has come.</summary>
public enum EndingStage
{
    /// <summary>It was told to end and still lives.</summary>
    Waiting,

    /// <summary>It and its descendants are gone.</summary>
    Gone,

    /// <summary>Not even SIGKILL ends it: it hangs in the kernel, usually on a drive that does not answer.</summary>
    Stuck,
}

/// <summary>
/// Ends one run's process and its descendants, one by one, never a process group: plotters that somebody else started may share one.
/// SIGTERM, a while, SIGKILL. Never waits itself: it is stepped.
/// </summary>
public sealed class RunEnding
{
    /// <summary>How long it may take to end by itself before SIGKILL.</summary>
    public static readonly TimeSpan Patience = TimeSpan.FromSeconds(10);

    /// <summary>How long the kernel may take to end it after SIGKILL.</summary>
    public static readonly TimeSpan Grace = TimeSpan.FromSeconds(10);

    /// <summary>madMax with several plots takes one SIGTERM as "finish this plot and stop", two within a second as the end.</summary>
    private static readonly TimeSpan BeforeSecondTerm = TimeSpan.FromMilliseconds(300);

    private readonly Machine _machine;
    private readonly TrackedRun _run;
    private readonly HashSet<ProcessIdentity> _targets = [];
    private readonly IdProof _proof;
    private readonly long _begun;
    private bool _askedTwice;
    private bool _forced;

    private RunEnding(Machine machine, TrackedRun run, ProcessIdentity process)
    {
        (_machine, _run) = (machine, run);
        _begun = machine.Time.GetTimestamp();
        _askedTwice = run.Run.Plots == 1;
        _targets.Add(process);
        Gather();
        _proof = IdProof.Ask(machine, run.Run, [.. _targets.Select(target => target.Pid)]);
    }

    public TrackedRun Run => _run;

    /// <summary>It took SIGKILL.</summary>
    public bool WasForced => _forced;

    /// <returns>The ending that has begun, or why it cannot.</returns>
    public static (RunEnding? Ending, string? Refusal) Begin(Machine machine, TrackedRun run)
    {
        if (run.Run.Process is not { } process)
        {
            return (null, "it has no process yet");
        }

        var ending = new RunEnding(machine, run, process);
        var refusal = machine.Signals.Send(process, ProcessSignal.Terminate);
        if (refusal is not null && machine.Processes.IsAlive(process))
        {
            return (null, refusal);
        }

        ending.Send(ending._targets.Where(target => target != process), ProcessSignal.Terminate);
        ending.Send(ending._targets, ProcessSignal.Resume); // a suspended one takes no other signal before it goes on
        return (ending, null);
    }

    /// <summary>Looks how far it is and sends what is due.</summary>
    public EndingStage Step()
    {
        Gather();
        var living = _targets.Where(target => _machine.Processes.IsAlive(target)).ToList();
        if (living.Count == 0)
        {
            return EndingStage.Gone;
        }

        var waited = _machine.Time.GetElapsedTime(_begun);
        if (waited >= Patience)
        {
            if (waited >= Patience + Grace && _forced)
            {
                return EndingStage.Stuck;
            }

            _forced = true;
            Send(living, ProcessSignal.Kill); // again at every step: a child may have been born meanwhile
        }
        else if (!_askedTwice && waited >= BeforeSecondTerm)
        {
            _askedTwice = true;
            Send(living, ProcessSignal.Terminate);
        }

        return EndingStage.Waiting;
    }

    /// <summary>
    /// The plots that it had in the making when the end was wished, or began after that, and did not complete; also those that only the files
    /// tell that it had open.
    /// </summary>
    public IReadOnlyList<LostPlot> LostPlots(TrackedRun after, PlotterProfile profile, IFiles files)
    {
        var over = _run.Plots.Where(plot => plot.State.IsOver()).Select(plot => plot.Number).ToHashSet();
        var logStands = after.Run.LogFile is { } log && Stands(log, files);
        var told = after.Plots.Where(plot => plot.PlotId is not null && plot.State != PlotState.Completed && !over.Contains(plot.Number))
            .Select(plot => LostPlot.Of(plot, after.Run, profile, logStands) with { Begun = _proof.Begun, Doubt = _proof.Doubt(plot.PlotId!, after.Run, profile) });
        return [.. told, .. OnlyOpen(after, profile)];
    }

    private IEnumerable<LostPlot> OnlyOpen(TrackedRun after, PlotterProfile profile)
    {
        var bytes = after.Run.K is { } k ? profile.FinalBytes(k, after.Run.Compression) : 0;
        var known = after.Plots.Select(plot => plot.PlotId).ToHashSet(StringComparer.OrdinalIgnoreCase);
        return _proof.OpenPlots.Where(id => !known.Contains(id)).Select(id => new LostPlot(id, Finished: false, bytes, PhaseIsSure: false) { Begun = _proof.Begun });
    }

    private static bool Stands(string log, IFiles files)
    {
        try
        {
            return files.Look(log) is not null;
        }
        catch (Exception unreadable) when (unreadable is IOException or UnauthorizedAccessException)
        {
            return false;
        }
    }

    // Descendants of what still lives; those whose parent has died are known from before.
    private void Gather()
    {
        foreach (var target in _targets.Where(target => _machine.Processes.IsAlive(target)).ToList())
        {
            foreach (var pid in _machine.Processes.Descendants(target.Pid))
            {
                if (_machine.Processes.Find(pid) is { } descendant)
                {
                    _targets.Add(descendant.Identity);
                }
            }
        }
    }

    // A refusal of one that has just ended means nothing; one that lives on is seen at the next step.
    private void Send(IEnumerable<ProcessIdentity> targets, ProcessSignal signal)
    {
        foreach (var target in targets)
        {
            _machine.Signals.Send(target, signal);
        }
    }
}
