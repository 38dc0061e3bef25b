using System.Globalization;
using PlotManager.Core.Checkers;
using PlotManager.Core.PlotFiles;
using PlotManager.Core.Text;
using PlotManager.Display.Terminal;
using PlotManager.Plots;
using PlotManager.Snapshots;

namespace PlotManager.Display;

/// <summary>
/// <c>plots</c> for people: one row a file, then what they are by drive and by kind, and what is there twice. The same facts as CSV.
/// </summary>
internal static class PlotsPage
{
    /// <param name="shown">The plots to list; the sums are over the whole inventory.</param>
    public static IEnumerable<Line> Lines(
        PlotInventory inventory, IReadOnlyList<PlotOnDisk> shown, DateTimeOffset now, int width, string ellipsis)
    {
        if (shown.Count > 0)
        {
            foreach (var line in Table.Lay(Columns(now, ellipsis), shown, width, ellipsis).Append(Line.Empty))
            {
                yield return line;
            }
        }

        foreach (var line in Sums("drive", inventory.Plots.GroupBy(plot => plot.Drive ?? "?"), width, ellipsis).Append(Line.Empty)
            .Concat(Sums("kind", inventory.Plots.GroupBy(plot => Kind(plot.File)), width, ellipsis)))
        {
            yield return line;
        }

        foreach (var line in Notes(inventory))
        {
            yield return line;
        }
    }

    public static void WriteCsv(IEnumerable<PlotOnDisk> plots, TimeZoneInfo zone, TextWriter output)
    {
        CsvRow.Write(
            output, [
                "path",
                "id",
                "k",
                "format",
                "compression",
                "keys",
                "size",
                "expected_size",
                "state",
                "detail",
                "modified_at",
                "drive",
                "made_by",
                "farmer_key",
                "farmed",
                "check",
                "proofs",
                "challenges",
            ]);
        foreach (var plot in plots)
        {
            var file = plot.File;
            CsvRow.Write(
                output, [plot.Path, file.Id, $"{file.K}", PlotWords.Format(file.Format), $"{file.Compression}", PlotWords.Keys(file.Keys),
                $"{file.Length}", $"{file.ExpectedLength}", PlotWords.State(file.State), Detail(plot),
                plot.ModifiedAt is { } at
                    ? TimeZoneInfo.ConvertTime(at, zone).ToString("yyyy-MM-ddTHH:mm:sszzz", CultureInfo.InvariantCulture)
                    : null,
                plot.Drive, plot.MadeBy, file.FarmerKey, plot.IsFarmed ? "true" : "false",
                CheckWords.Of(plot.Check), $"{plot.Check?.Proofs}", $"{plot.Check?.Challenges}"]);
        }
    }

    /// <summary>What is to be said of a file, its name included; null for nothing.</summary>
    public static string? Detail(PlotOnDisk plot)
    {
        string?[] words =
        [
            PlotWords.Detail(plot.File),
            plot.Check is { Verdict: CheckVerdict.Bad } check ? $"it has failed its check by {check.Checker}: {check.Detail}" : null,
            plot.IsFarmed ? null : "no harvester sees this name",
        ];
        return string.Join("; ", words.OfType<string>()) is { Length: > 0 } detail ? detail : null;
    }

    private static List<Column<PlotOnDisk>> Columns(DateTimeOffset now, string ellipsis) =>
    [
        new("state", 0, plot => Line.Of(PlotWords.State(plot.File.State), InkOf(plot.File))),
        new("k", 3, plot => Line.Of($"{plot.File.K}")) { Right = true },
        new("format", 4, plot => Line.Of(PlotWords.Format(plot.File.Format))),
        new("level", 5, plot => Line.Of(plot.File.Compression is > 0 and var level ? $"c{level}" : "")),
        new("keys", 6, plot => Line.Of(PlotWords.Keys(plot.File.Keys) ?? "")),
        new("farmer", 9, plot => Line.Of(plot.File.FarmerKey ?? "", Ink.Dim)),
        new("size", 2, plot => Line.Of(Figures.Size(plot.File.Length))) { Right = true },
        new("age", 7, plot => Line.Of(plot.ModifiedAt is { } at ? Durations.Words(now - at) : "")) { Right = true },
        new("made by", 8, plot => Line.Of(plot.MadeBy ?? "")),
        new("file", 1, plot => Line.Of(Shortened(plot, ellipsis))) { Least = 24, KeepTail = true },
        new("detail", 0, plot => Line.Of(Detail(plot) ?? "", plot.IsBad ? Ink.Bad : Ink.Dim)) { Least = 20 },
    ];

    private static IReadOnlyList<Line> Sums(
        string title, IEnumerable<IGrouping<string, PlotOnDisk>> groups, int width, string ellipsis)
    {
        List<Column<IGrouping<string, PlotOnDisk>>> columns =
        [
            new(title, 0, group => Line.Of(group.Key)) { Least = 8, KeepTail = true },
            new("plots", 0, group => Line.Of($"{group.Count()}")) { Right = true },
            new("size", 1, group => Line.Of(Figures.Size(group.Sum(plot => plot.File.Length)))) { Right = true },
            new("not judged", 3, group => Line.Of(Count(group, plot => plot.File.State == PlotFileState.UnknownFormat))) { Right = true },
            new("bad", 2, group => Line.Of(Count(group, plot => plot.IsBad), Ink.Bad)) { Right = true },
        ];
        return Table.Lay(columns, [.. groups.OrderBy(group => group.Key, StringComparer.Ordinal)], width, ellipsis);
    }

    private static IEnumerable<Line> Notes(PlotInventory inventory)
    {
        foreach (var same in inventory.Duplicates())
        {
            yield return Line.Of($"plot {same.Key[..8]} is there {same.Count()} times:", Ink.Warning);
            foreach (var plot in same)
            {
                yield return Line.Of($"  {plot.Path}");
            }
        }

        if (inventory.Plots.Where(plot => !plot.IsFarmed).ToList() is { Count: > 0 } unseen)
        {
            yield return Line.Of(
                $"{unseen.Count} {(unseen.Count == 1 ? "file has a name" : "files have names")} that no harvester sees, "
                    + $"{Figures.Size(unseen.Sum(plot => plot.File.Length))}",
                Ink.Warning);
        }

        if (inventory.Plots.Any(plot => plot.File.Format is PlotFormat.V1 or PlotFormat.V2))
        {
            yield return Line.Of("plots of formats v1 and v2 are to be phased out after Chia's hard fork", Ink.Dim);
        }
    }

    // The id in a name takes 64 columns, and its beginning tells one plot from another.
    private static string Shortened(PlotOnDisk plot, string ellipsis) => PlotName.Of(plot.File.Name).Id is { } id
        ? plot.Path.Replace(id, id[..8] + ellipsis, StringComparison.OrdinalIgnoreCase)
        : plot.Path;

    private static string Kind(PlotFile file) =>
        $"k{(file.K is { } k ? $"{k}" : "?")} {PlotWords.Format(file.Format)}{(file.Compression is > 0 and var level ? $" c{level}" : "")}";

    private static string Count(IEnumerable<PlotOnDisk> plots, Func<PlotOnDisk, bool> isCounted) =>
        plots.Count(isCounted) is > 0 and var count ? $"{count}" : "";

    private static Ink InkOf(PlotFile file) => file.IsBad ? Ink.Bad : file.State == PlotFileState.UnknownFormat ? Ink.Dim : Ink.Good;
}
