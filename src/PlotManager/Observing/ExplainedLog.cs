using System.Collections.Immutable;
using PlotManager.Core.Plotters;
using PlotManager.Core.Plotters.Logs;
using PlotManager.Core.Plotting;
using PlotManager.Logs;
using PlotManager.Platform;

namespace PlotManager.Observing;

/// <summary>A log with what is known around it: whether its plotter lives, and whether the finished file is there.</summary>
/// <param name="Outcomes">Of each plot of the log.</param>
/// <param name="Last">Of the last plot, or of a run that never came to one.</param>
public sealed record ExplainedLog(string File, LogReading Reading, ImmutableArray<PlotOutcome> Outcomes, PlotOutcome Last)
{
    /// <param name="file">As the user gave it.</param>
    /// <param name="path">Where it is.</param>
    public static ExplainedLog Of(string file, string path, LogReading reading, ProfileCatalog catalog, Machine machine)
    {
        var living = new Lazy<ProcessFacts?>(() => IsAlive(path, reading.Log, catalog, machine.Processes) ? ProcessFacts.Living : null);
        if (reading.Plotter is not { } plotter)
        {
            return new ExplainedLog(
                file, reading, [], new PlotOutcome(living.Value is null ? PlotState.Unknown : PlotState.Making, null, null));
        }

        var survey = new FileSurvey(machine.Files, machine.Time);
        var plots = reading.Log.Plots;
        var outcomes = ImmutableArray.CreateBuilder<PlotOutcome>(plots.Length);
        for (var index = 0; index < plots.Length; index++)
        {
            var isOpen = !plots[index].State.IsOver();
            outcomes.Add(
                LogOutcome.Of(plotter, reading.Log, index, isOpen ? living.Value : null, FinalBytes(plots[index], plotter, survey)));
        }
        var last = outcomes.Count > 0
            ? outcomes[^1]
            : LogOutcome.OfRun(plotter, reading.Log, reading.Log.Failure is null ? living.Value : null)
                ?? new PlotOutcome(PlotState.Making, null, null);
        return new ExplainedLog(file, reading, outcomes.MoveToImmutable(), last);
    }

    // Only where the log had no last word does the file decide.
    private static long? FinalBytes(PlotLog plot, PlotterProfile plotter, FileSurvey survey) =>
        plot.State is PlotState.Completed or PlotState.Failed || plot.PlotId is not { } id
            ? null
            : survey.FinalBytes(plot.Destination, id, plotter);

    // Somebody writes the log, or (behind a pipe) the process that the log names is a plotter at work.
    private static bool IsAlive(string path, RunLog log, ProfileCatalog catalog, IProcessInspector processes) =>
        processes.IsWritten(path)
        || (log.ProcessId is { } pid && processes.Find(pid) is { Condition: not ProcessCondition.Zombie } process
            && Recognition.Recognise(process.Arguments, process.WorkingDirectory, catalog) is not null);
}
