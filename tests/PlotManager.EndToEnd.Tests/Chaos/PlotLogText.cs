using System.Text.RegularExpressions;

namespace PlotManager.EndToEnd.Tests.Chaos;

/// <summary>What a witness reads in the log of a stand-in plotter, by words of its own.</summary>
public static partial class PlotLogText
{
    public static string? PlotId(string log) => IdLine().Match(log) is { Success: true } found ? found.Groups["id"].Value : null;

    /// <summary>Past phase 1 and not yet delivering.</summary>
    public static bool IsAtWork(string log) =>
        (log.Contains("Time for phase 1 =") || log.Contains("Phase 1 took"))
            && !log.Contains("Total time =")
            && !log.Contains("Total plot creation time");

    public static bool WaitsForDestination(string log) => log.Contains("Retrying in five minutes") || log.Contains(" failed with: ");

    [GeneratedRegex(@"^(ID: |Plot Name: plot-k\d+-[\d-]+-)(?<id>[0-9a-f]{64})\r?$", RegexOptions.Multiline | RegexOptions.ExplicitCapture)]
    private static partial Regex IdLine();
}
