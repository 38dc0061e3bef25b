using PlotManager.Core.Farm.Checks;
using PlotManager.Core.Text;
using PlotManager.Plots;
using PlotManager.Snapshots;

namespace PlotManager.Display.Json;

/// <summary><c>verify --json</c>: one object a plot.</summary>
internal static class CheckJson
{
    /// <param name="check">Null where no checker looked at the plot.</param>
    public static string Write(
        PlotOnDisk plot, CheckRecord? check, string verdict, string? detail, TimeZoneInfo zone) => JsonLine.Of(writer =>
    {
        writer.WriteString("path", plot.Path);
        writer.WriteString("id", plot.File.Id);
        writer.WriteString("format", PlotWords.Format(plot.File.Format));
        writer.WriteString("verdict", verdict);
        writer.Write("proofs", check?.Proofs);
        writer.Write("challenges", check?.Challenges);
        writer.WriteString("detail", detail);
        writer.WriteString("checker", check?.Checker);
        writer.Write("checked_at", check?.EndedAt is { } at ? TimeZoneInfo.ConvertTime(at, zone) : null);
        writer.Write("seconds", (check?.EndedAt - check?.LaunchedAt)?.TotalSeconds);
    });
}
