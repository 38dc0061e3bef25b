using PlotManager.Acting.Processes;
using PlotManager.Core.Plotters;
using PlotManager.Core.Plotting;
using PlotManager.Platform;
using PlotManager.Remains;

namespace PlotManager.Acting.Ending;

/// <summary>Ends one run: its process with its descendants, and what was seen of its files before they were told to.</summary>
public sealed class RunEnding
{
    private readonly TrackedRun _run;
    private readonly ProcessEnding _process;
    private readonly IdProof _proof;

    private RunEnding(TrackedRun run, ProcessEnding process, IdProof proof) => (_run, _process, _proof) = (run, process, proof);

    public TrackedRun Run => _run;

    /// <summary>It took SIGKILL.</summary>
    public bool WasForced => _process.WasForced;

    /// <returns>The ending that has begun, or why it cannot.</returns>
    public static (RunEnding? Ending, string? Refusal) Begin(Machine machine, TrackedRun run)
    {
        if (run.Run.Process is not { } process)
        {
            return (null, "it has no process yet");
        }

        // madMax with several plots takes one SIGTERM as "finish this plot and stop".
        var ending = ProcessEnding.Prepare(machine, process, asksTwice: run.Run.Plots != 1);
        var proof = IdProof.Ask(machine, run.Run, [.. ending.Targets.Select(target => target.Pid)]);
        return ending.Begin() is { } refusal ? (null, refusal) : (new RunEnding(run, ending, proof), null);
    }

    /// <summary>Looks how far it is and sends what is due.</summary>
    public EndingStage Step() => _process.Step();

    /// <summary>
    /// The plots that it had in the making when the end was wished, or began after that, and did not complete; also those that only the
    /// files tell that it had open.
    /// </summary>
    public IReadOnlyList<LostPlot> LostPlots(TrackedRun after, PlotterProfile profile, IFiles files)
    {
        if (_run.Run.InContainer)
        {
            return []; // its paths mean other places there
        }

        var over = _run.Plots.Where(plot => plot.State.IsOver()).Select(plot => plot.Number).ToHashSet();
        var logStands = after.Run.LogFile is { } log && Stands(log, files);
        var told = after.Plots.Where(plot => plot.PlotId is not null && plot.State != PlotState.Completed && !over.Contains(plot.Number))
            .Select(plot => LostPlot.Of(
                plot, after.Run, profile, logStands) with
            { Begun = _proof.Begun, Doubt = _proof.Doubt(plot.PlotId!, after.Run, profile) });
        return [.. told, .. OnlyOpen(after, profile)];
    }

    private IEnumerable<LostPlot> OnlyOpen(TrackedRun after, PlotterProfile profile)
    {
        var bytes = after.Run.K is { } k ? profile.FinalBytes(k, after.Run.Compression) : 0;
        var known = after.Plots.Select(plot => plot.PlotId).ToHashSet(StringComparer.OrdinalIgnoreCase);
        return _proof.OpenPlots.Where(id => !known.Contains(id))
            .Select(id => new LostPlot(id, Finished: false, bytes, PhaseIsSure: false) { Begun = _proof.Begun });
    }

    internal static bool Stands(string log, IFiles files)
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
}
