using System.Globalization;
using System.Text;
using System.Text.Json;
using PlotManager.Core.Plotters;
using PlotManager.Core.Plotters.Logs;
using PlotManager.Core.Plotters.Reading;
using PlotManager.Core.Plotting;

namespace PlotManager.Core.Tests.Plotters.Logs;

/// <summary>Recorded logs, and what stands in them: <c>expected.jsonl</c> was written from the texts, a line for each log.</summary>
internal static class Fixture
{
    private static readonly string Folder = Path.Combine(AppContext.BaseDirectory, "Plotters", "Logs", "Fixtures");

    public static IEnumerable<string> Names => Directory.EnumerateFiles(Folder, "*.log", SearchOption.AllDirectories)
        .Select(path => Path.GetRelativePath(Folder, path).Replace('\\', '/')[..^4])
        .Order(StringComparer.Ordinal);

    public static Dictionary<string, JsonElement> Expected { get; } = File.ReadLines(Path.Combine(Folder, "expected.jsonl"))
        .Select(line => JsonDocument.Parse(line).RootElement)
        .ToDictionary(entry => entry.GetProperty("log").GetString()!);

    public static byte[] Bytes(string name) => File.ReadAllBytes(Path.Combine(Folder, name + ".log"));

    public static string Text(string file) => File.ReadAllText(Path.Combine(Folder, file));

    /// <summary>The profile that reads logs of this folder.</summary>
    public static PlotterProfile Profile(string name) => BuiltInProfiles.Catalog.Find(name.Split('/')[0] switch
    {
        "chiapos" => "chia",
        "bladebit" => name.Contains("ramplot", StringComparison.Ordinal) ? "bladebit-ram" : "bladebit-disk",
        var plotter => plotter,
    }).ShouldNotBeNull();

    public static RunLog Read(string name)
    {
        var reader = new PlotLogReader(Profile(name));
        reader.Feed(Bytes(name));
        return reader.Finish();
    }

    /// <summary>Everything a run log says, as text to be compared.</summary>
    public static string Describe(RunLog log)
    {
        var text = new StringBuilder();
        text.AppendLine(
            CultureInfo.InvariantCulture, $"{log.ProcessId} {log.PlotCount} {log.Lines} {log.Failure} {string.Join('|', log.LastLines)}");
        foreach (var plot in log.Plots)
        {
            text.AppendLine($"{plot with { Phases = [] }} {string.Join(' ', plot.Phases)}");
        }

        return text.ToString();
    }

    /// <summary>As the machine-readable output names it; a log that stops is <c>unknown</c>.</summary>
    public static string Word(PlotState state) => state switch
    {
        PlotState.Making or PlotState.Copying => "running",
        _ => state.ToString().ToLowerInvariant(),
    };

    public static string Word(FailureCause cause) =>
        string.Concat(cause.ToString().Select((letter, index) => char.IsUpper(letter) && index > 0
            ? $"_{char.ToLowerInvariant(letter)}"
            : $"{char.ToLowerInvariant(letter)}"));
}
