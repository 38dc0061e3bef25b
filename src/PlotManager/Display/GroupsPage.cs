using System.Text.Json;
using PlotManager.Core.History;
using PlotManager.Core.Text;
using PlotManager.Display.Terminal;
using PlotManager.Logs;

namespace PlotManager.Display;

/// <summary><c>analyze_logs --by</c>: one row a group, median and 90th percentile of each phase.</summary>
internal static class GroupsPage
{
    public static IEnumerable<Line> Lines(string kind, PlotGroups groups, int width, string ellipsis)
    {
        var rows = groups.Sorted().ToList();
        var phases = rows.Max(row => row.Phases.Count);
        List<Column<PlotGroup>> columns =
        [
            new(kind, 0, row => Line.Of(row.Name ?? "?")) { Least = 8, KeepTail = kind == "temp" },
            new("plots", 0, row => Line.Of($"{row.Plots}")) { Right = true },
        ];
        for (var phase = 0; phase < phases; phase++)
        {
            var index = phase;
            columns.Add(
                new($"phase {phase + 1}", 1 + phase, row => Cell(index < row.Phases.Count ? row.Phases[index] : null)) { Right = true });
        }
        columns.Add(new("copy", phases + 2, row => Cell(row.Copy)) { Right = true });
        columns.Add(new("total", phases + 1, row => Cell(row.Total)) { Right = true });
        return Table.Lay(columns, rows, width, ellipsis).Append(Line.Of("median, and what nine plots in ten do not exceed", Ink.Dim));
    }

    public static string Json(string kind, PlotGroup group) => JsonLine.Of(writer =>
    {
        writer.WriteString("by", kind);
        writer.WriteString("name", group.Name);
        writer.WriteNumber("plots", group.Plots);
        writer.WriteStartArray("phases");
        for (var phase = 0; phase < group.Phases.Count; phase++)
        {
            writer.WriteStartObject();
            writer.WriteNumber("phase", phase + 1);
            WriteSpread(writer, group.Phases[phase]);
            writer.WriteEndObject();
        }
        writer.WriteEndArray();
        foreach (var (name, spread) in new[] { ("copy", group.Copy), ("total", group.Total) })
        {
            writer.WriteStartObject(name);
            WriteSpread(writer, spread);
            writer.WriteEndObject();
        }
    });

    private static void WriteSpread(Utf8JsonWriter writer, Spread? spread)
    {
        writer.Write("median", spread?.Median);
        writer.Write("p90", spread?.Percentile90);
    }

    private static Line Cell(Spread? spread) =>
        spread is null ? Line.Of("?", Ink.Dim) : Line.Of(Span(spread.Median)).Add($" {Span(spread.Percentile90)}", Ink.Dim);

    private static string Span(double seconds) =>
        seconds < 100 ? $"{Figures.Rounded(seconds, 1)}s" : Figures.Clock(seconds, withSeconds: true);
}
