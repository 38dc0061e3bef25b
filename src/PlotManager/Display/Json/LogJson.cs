using System.Text.Json;
using PlotManager.Core.Plotters.Logs;
using PlotManager.Core.Plotting;
using PlotManager.Core.Text;
using PlotManager.Observing;

namespace PlotManager.Display.Json;

/// <summary><c>log --json</c>: one object a log. The top level shows the last plot, <c>plots</c> every one with the same fields.</summary>
internal static class LogJson
{
    private static readonly PlotLog NoPlot = new() { State = PlotState.Unknown };

    public static string Write(ExplainedLog log, TimeZoneInfo zone) => JsonLine.Of(writer =>
    {
        writer.WriteString("file", log.File);
        writer.WriteString("plotter", log.Reading.Plotter?.Name);
        Plot(writer, log.Reading.Log.Current ?? NoPlot, log.Last, zone);
        writer.WriteStartArray("plots");
        foreach (var (plot, outcome) in log.Reading.Log.Plots.Zip(log.Outcomes))
        {
            writer.WriteStartObject();
            Plot(writer, plot, outcome, zone);
            writer.WriteEndObject();
        }
        writer.WriteEndArray();
    });

    /// <summary>As the machine-readable output names it: what is still made or copied is <c>running</c>.</summary>
    public static string Word(PlotState state) => state switch
    {
        PlotState.Making or PlotState.Copying => "running",
        PlotState.Blocked => "blocked",
        PlotState.Completed => "completed",
        PlotState.Failed => "failed",
        PlotState.Killed => "killed",
        _ => "unknown",
    };

    private static void Plot(Utf8JsonWriter writer, PlotLog plot, PlotOutcome outcome, TimeZoneInfo zone)
    {
        var isWhole = outcome.State == PlotState.Completed;
        writer.Write("k", plot.K);
        writer.WriteString("plot_id", plot.PlotId);
        writer.Write("started_at", zone.In(plot.StartedAt));
        writer.WriteString("temp", plot.Temp);
        writer.WriteString("temp2", plot.Temp2);
        writer.WriteString("destination", plot.Destination);
        writer.Write("threads", plot.Threads);
        writer.Write("buckets", plot.Buckets);
        writer.Write("buffer_mib", plot.BufferMiB);
        writer.WriteStartArray("phases");
        foreach (var end in plot.Phases)
        {
            writer.WriteStartObject();
            writer.WriteNumber("phase", end.Phase);
            writer.Write("seconds", end.Seconds);
            writer.Write("ended_at", zone.In(end.EndedAt));
            writer.WriteEndObject();
        }
        writer.WriteEndArray();
        writer.Write("total_seconds", plot.TotalSeconds);
        writer.Write("copy_seconds", plot.CopySeconds);
        writer.Write("final_bytes", plot.FinalBytes);
        writer.WriteString("final_file", plot.FinalFile);
        writer.WriteString("state", Word(outcome.State));
        writer.Write("phase", plot.Phase == 0 ? null : (long?)plot.Phase);
        writer.Write("progress", isWhole ? 1 : plot.Progress);
        writer.WriteString("failure", outcome.Failure?.Text);
        writer.WriteString("suspect", outcome.Suspect);
    }
}
