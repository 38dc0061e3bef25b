using System.Text.RegularExpressions;

namespace PlotManager.Tests.DemoPlotter;

/// <summary>
/// A log without what differs from plot to plot: numbers, ids, paths, dates. Equal lines that follow each other count as one.
/// </summary>
internal static class LogShape
{
    private static readonly (Regex What, string By)[] Masks =
    [
        (new(@"[0-9a-f]{64,}"), "HEX"),
        (new(@"plot-k\d+-[-\d]+-HEX"), "PLOT"),
        (new(@"t?xch1[a-z0-9]+"), "ADDRESS"),
        (new(@"/[^\s""]*PLOT"), "PLOT"),
        (new(@"(?<=[\s""])/[^\s""]+"), "PATH"),
        (new(@"0x[0-9a-f]+"), "0xHEX"),
        (new(@"[A-Z][a-z]{2} [A-Z][a-z]{2} +\d+ \d+:\d+:\d+ \d+"), "DATE"),
        (new(@"\d+(\.\d+)?(e-\d+)?"), "#"),
    ];

    public static string[] Of(IEnumerable<string> lines)
    {
        List<string> shape = [];
        foreach (var line in lines)
        {
            var masked = Masks.Aggregate(line, (text, mask) => mask.What.Replace(text, mask.By));
            if (shape.Count == 0 || shape[^1] != masked)
            {
                shape.Add(masked);
            }
        }

        return [.. shape];
    }

    public static string[] OfFixture(string name) => Of(Fixture(name));

    public static string[] Fixture(string name) =>
        File.ReadAllText(Path.Combine(AppContext.BaseDirectory, "DemoPlotter", "Fixtures", name)).TrimEnd('\n').Split('\n');
}
