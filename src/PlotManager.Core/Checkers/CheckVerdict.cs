namespace PlotManager.Core.Checkers;

/// <summary>What a checker has said of a plot. The names are words of the journal.</summary>
public enum CheckVerdict
{
    /// <summary>It gives as many proofs as a plot should.</summary>
    Good,

    /// <summary>It gives too few proofs, or wrong ones.</summary>
    Bad,

    /// <summary>The checker ended without a verdict. That says nothing of the plot.</summary>
    NotJudged,
}

/// <param name="Proofs">How many proofs were found; null where the checker did not say.</param>
/// <param name="Detail">Why the verdict is not good, for people.</param>
public sealed record CheckFinding(CheckVerdict Verdict, int? Proofs, string? Detail);
