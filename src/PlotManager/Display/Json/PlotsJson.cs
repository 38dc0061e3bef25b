using PlotManager.Core.Text;
using PlotManager.Plots;
using PlotManager.Snapshots;

namespace PlotManager.Display.Json;

/// <summary><c>plots --json</c>: one object a file.</summary>
internal static class PlotsJson
{
    public static string Write(PlotOnDisk plot, TimeZoneInfo zone) => JsonLine.Of(writer =>
    {
        var file = plot.File;
        writer.WriteString("path", plot.Path);
        writer.WriteString("id", file.Id);
        writer.Write("k", file.K);
        writer.WriteString("format", PlotWords.Format(file.Format));
        writer.Write("compression", file.Compression);
        writer.WriteString("keys", PlotWords.Keys(file.Keys));
        writer.WriteNumber("size", file.Length);
        writer.Write("expected_size", file.ExpectedLength);
        writer.WriteString("state", PlotWords.State(file.State));
        writer.WriteString("detail", PlotsPage.Detail(plot));
        writer.Write("modified_at", plot.ModifiedAt is { } at ? TimeZoneInfo.ConvertTime(at, zone) : null);
        writer.WriteString("drive", plot.Drive);
        writer.WriteString("made_by", plot.MadeBy);
        writer.WriteString("farmer_key", file.FarmerKey);
        writer.WriteBoolean("farmed", plot.IsFarmed);
        writer.WriteString("check", CheckWords.Of(plot.Check));
        writer.Write("proofs", plot.Check?.Proofs);
        writer.Write("challenges", plot.Check?.Challenges);
    });
}
