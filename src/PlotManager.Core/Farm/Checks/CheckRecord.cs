using PlotManager.Core.Checkers;
using PlotManager.Core.PlotFiles;
using PlotManager.Core.Plotting;

namespace PlotManager.Core.Farm.Checks;

/// <summary>A check of one plot for proofs: the process of one checker, and its verdict once it has ended.</summary>
public sealed record CheckRecord : SupervisedProcess
{
    public required string CheckId { get; init; }

    public override string Id => CheckId;

    /// <summary>Path of the plot.</summary>
    public required string File { get; init; }

    public string? PlotId { get; init; }
    public PlotFormat Format { get; init; }

    /// <summary>The job that made the plot, where that is known.</summary>
    public string? Job { get; init; }

    /// <summary>Name of the checker's profile.</summary>
    public required string Checker { get; init; }

    public required int Challenges { get; init; }

    /// <summary>Null while it is under way.</summary>
    public CheckVerdict? Verdict { get; init; }

    /// <summary>How many proofs were found; null where nobody has told.</summary>
    public int? Proofs { get; init; }

    /// <summary>Why the plot is bad or was not judged, for people.</summary>
    public string? Detail { get; init; }

    /// <summary>What its row holds and this version cannot read.</summary>
    public UnreadValues Unread { get; init; } = UnreadValues.None;

    /// <summary>Nobody has begun to launch it yet.</summary>
    public bool IsWaiting => State == RunState.Intended && LogFile is null;

    /// <summary>The check as it is with its verdict.</summary>
    public CheckRecord Judged(CheckFinding finding, DateTimeOffset at, CheckerEnd end) =>
        this.Ended(at, end.ExitCode, end.Signal) with
        {
            Verdict = finding.Verdict,
            Proofs = finding.Proofs,
            Detail = finding.Detail,
        };
}

public static class CheckRecords
{
    /// <summary>
    /// Of each plot file the last check that has judged it; else, where none has, the last that tried. Newest first.
    /// </summary>
    public static IReadOnlyList<CheckRecord> Last(IEnumerable<CheckRecord> checks) =>
    [
        .. checks.Where(check => check.Verdict is not null)
            .GroupBy(check => check.File)
            .Select(same => same.MaxBy(check => (check.Verdict != CheckVerdict.NotJudged, check.EndedAt))!)
            .OrderByDescending(check => check.EndedAt),
    ];
}
