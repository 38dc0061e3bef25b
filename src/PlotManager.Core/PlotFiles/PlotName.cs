using System.Globalization;

namespace PlotManager.Core.PlotFiles;

/// <summary>What a plot's file name claims: <c>plot-k32-c7-2026-11-29-10-15-ID.plot</c>.</summary>
public readonly record struct PlotName(string? Id, int? K, int? Compression)
{
    private static readonly string[] FarmedEnds = [".plot", ".plot2", ".gplot", ".drplot"];

    public static PlotName Of(string fileName)
    {
        int? k = null;
        int? compression = null;
        foreach (var range in fileName.AsSpan().SplitAny('-', '_'))
        {
            var part = fileName.AsSpan()[range];
            k ??= Number(part, 'k');
            compression ??= Number(part, 'c');
        }

        return new(PlotFileNames.PlotIdOf(fileName), k, compression);
    }

    /// <summary>Whether a harvester takes a file of this name for a plot.</summary>
    public static bool IsFarmed(string fileName) => FarmedEnds.Any(end => fileName.EndsWith(end, StringComparison.OrdinalIgnoreCase));

    /// <summary>Whether the name is a plot's that no harvester sees: one still copied or left over, or one that was renamed.</summary>
    public static bool IsUnseen(string fileName) =>
        !IsFarmed(fileName) && !IsNoPlot(fileName)
        && (PlotFileNames.PlotIdOf(fileName) is not null
            || FarmedEnds.Any(end => fileName.Contains(end + ".", StringComparison.OrdinalIgnoreCase)));

    // What plotters keep beside their plots; some of it holds private keys.
    private static bool IsNoPlot(string fileName) =>
        fileName.EndsWith(".tsv", StringComparison.OrdinalIgnoreCase) || fileName.EndsWith(".json", StringComparison.OrdinalIgnoreCase)
        || fileName.EndsWith(".log", StringComparison.OrdinalIgnoreCase) || fileName.EndsWith(".txt", StringComparison.OrdinalIgnoreCase);

    private static int? Number(ReadOnlySpan<char> part, char letter) =>
        part.Length is 2 or 3
            && part[0] == letter
            && int.TryParse(part[1..], NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number : null;
}
