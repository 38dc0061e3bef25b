using PlotManager.Core.Checkers;
using PlotManager.Core.Farm.Checks;

namespace PlotManager.Snapshots;

/// <summary>What a check has found, in the words of screens, JSON, CSV and metrics.</summary>
internal static class CheckWords
{
    /// <summary>Null where there is no check.</summary>
    public static string? Of(CheckRecord? check) => check is null ? null : Verdict(check.Verdict);

    public static string Verdict(CheckVerdict? verdict) => verdict switch
    {
        CheckVerdict.Good => "good",
        CheckVerdict.Bad => "bad",
        _ => "not judged",
    };
}
