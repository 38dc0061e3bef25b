using PlotManager.Core.Farm;
using PlotManager.Core.Plotters.Logs;
using PlotManager.Core.Plotting;
using PlotManager.Core.Text;

namespace PlotManager.Core.History;

/// <summary>
/// A plot that is over, of which only a log in the farm's folder tells: it was made before this manager kept books, or without it.
/// </summary>
public sealed record LoggedPlot(RunRecord Run, PlotRecord Plot)
{
    // Phases that a log counts are few; a damaged one may name any.
    private const int MostPhases = 16;

    /// <summary>The plots of one log that are over. What a log leaves open is not told: whether it was ever made, nobody knows.</summary>
    /// <param name="file">Path of the log.</param>
    /// <param name="plotter">Name of its profile.</param>
    /// <param name="job">Null where the log belongs to no job of the config.</param>
    /// <param name="changed">When the log was last written: its last plot was not over later.</param>
    /// <param name="zone">In which the plotter wrote it.</param>
    public static IEnumerable<LoggedPlot> Of(
        RunLog log, string file, string plotter, string? job, DateTimeOffset changed, TimeZoneInfo zone)
    {
        for (var index = 0; index < log.Plots.Length; index++)
        {
            var plot = log.Plots[index];
            if (plot.State is not (PlotState.Completed or PlotState.Failed))
            {
                continue;
            }

            var started = zone.In(plot.StartedAt);
            var run = RunOf(log, file, plotter, job, started ?? changed) with
            {
                K = plot.K,
                Directories = new PlotDirectories(plot.Temp, plot.Temp2, plot.Destination),
            };
            yield return new LoggedPlot(
                run, RecordOf(plot, run.RunId, index + 1) with { StartedAt = started, EndedAt = EndOf(plot, started, changed) });
        }

        if (log is { Plots.IsEmpty: true, Failure: { } failure })
        {
            var run = RunOf(log, file, plotter, job, changed);
            yield return new LoggedPlot(
                run,
                new PlotRecord(run.RunId, 1) { State = StateOf(failure), EndedAt = changed, Cause = failure.Cause, Detail = failure.Text });
        }
    }

    private static RunRecord RunOf(RunLog log, string file, string plotter, string? job, DateTimeOffset launched) => new()
    {
        RunId = $"log {file}",
        Job = job,
        Plotter = plotter,
        Plots = log.PlotCount ?? Math.Max(1, log.Plots.Length),
        State = RunState.Ended,
        LaunchedAt = launched,
        Directories = new PlotDirectories(null, null, null),
        LogFile = file,
        Owner = RunOwner.Adopted,
    };

    private static PlotRecord RecordOf(PlotLog plot, string runId, int number) => new(runId, number)
    {
        PlotId = plot.PlotId,
        State = plot.State == PlotState.Completed ? PlotState.Completed : StateOf(plot.Failure),
        PhaseSeconds = [.. plot.Phases.Where((end, at) => end.Phase == at + 1).Take(MostPhases).Select(end => end.Seconds)],
        TotalSeconds = plot.TotalSeconds,
        CopySeconds = plot.CopySeconds,
        FinalBytes = plot.FinalBytes,
        FinalFile = Paths.InDirectory(plot.FinalFile, plot.Destination),
        Cause = plot.Failure?.Cause,
        Detail = plot.State == PlotState.Failed ? plot.Failure?.Text : null,
        Suspect = plot.State == PlotState.Completed ? plot.Suspect : null,
    };

    private static PlotState StateOf(Failure? failure) => failure?.Cause == FailureCause.Killed ? PlotState.Killed : PlotState.Failed;

    // Logs tell how long things took, hardly ever when they were over; none was over after its log was last written.
    private static DateTimeOffset EndOf(PlotLog plot, DateTimeOffset? started, DateTimeOffset changed)
    {
        var seconds = plot.TotalSeconds ?? (plot.Phases.IsEmpty ? null : plot.Phases.Sum(end => end.Seconds));
        return started is { } begun && seconds is { } took && took + (plot.CopySeconds ?? 0) is >= 0 and < 1e9 and var whole
            && begun + TimeSpan.FromSeconds(whole) is var end && end < changed ? end : changed;
    }
}
