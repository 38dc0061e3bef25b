using System.Collections.Immutable;
using PlotManager.Core.PlotFiles;
using PlotManager.Core.Plotters.Logs.Lines;

namespace PlotManager.Core.Checkers;

/// <summary>
/// A program that looks for proofs in plots, as data: one page of YAML, built in or written by the user under <c>checkers:</c>
/// (docs/plots.md).
/// </summary>
public sealed record CheckerProfile
{
    public required string Name { get; init; }

    /// <summary>What people call the checker.</summary>
    public string Title { get; init; } = "";

    /// <summary>Where the knowledge in the profile comes from.</summary>
    public string LearntFrom { get; init; } = "";

    /// <summary>Names of the program, without folders; the first is looked for on PATH.</summary>
    public ImmutableArray<string> Executables { get; init; } = [];

    /// <summary>Its arguments, with <c>{plot}</c> and <c>{challenges}</c> in them.</summary>
    public ImmutableArray<string> Arguments { get; init; } = [];

    /// <summary>The formats of plots that it can check.</summary>
    public ImmutableArray<PlotFormat> Formats { get; init; } = [];

    /// <summary>It takes no fewer challenges than these.</summary>
    public int FewestChallenges { get; init; } = 1;

    /// <summary>A sound plot of the first proof of space gives it about one proof a challenge.</summary>
    public bool OneProofAChallenge { get; init; }

    /// <summary>It is used only where the user names it.</summary>
    public bool OnlyByName { get; init; }

    /// <summary>A check that takes longer is ended.</summary>
    public TimeSpan Longest { get; init; } = TimeSpan.FromHours(2);

    /// <summary>Lines of its output with one of these texts in them hold secrets: they are stored nowhere.</summary>
    public ImmutableArray<string> Secrets { get; init; } = [];

    public ImmutableArray<CheckLine> Lines { get; init; } = [];

    /// <summary>How many challenges it is given where so many are wanted.</summary>
    public int Challenges(int wanted) => Math.Max(wanted, FewestChallenges);

    /// <summary>Its arguments for one plot: a list, never a shell's text.</summary>
    public ImmutableArray<string> ArgumentsFor(string plot, int challenges) =>
    [
        .. Arguments.Select(word => word.Replace("{challenges}", $"{Challenges(challenges)}", StringComparison.Ordinal)
            .Replace("{plot}", plot, StringComparison.Ordinal)),
    ];

    /// <summary>
    /// How few proofs are too few: a sound plot has fewer than three standard deviations below the mean once in a thousand checks.
    /// </summary>
    /// <param name="format">Of the second proof of space no such mean is known: there a single proof will do.</param>
    public int FewestProofs(int challenges, PlotFormat format) =>
        OneProofAChallenge && format is PlotFormat.V1 or PlotFormat.V2
            ? Math.Max(1, (int)Math.Ceiling(Challenges(challenges) - 3 * Math.Sqrt(Challenges(challenges))))
            : 1;
}

/// <summary>What a line of a checker's output means.</summary>
/// <param name="Words">For people, where the line has no message of its own.</param>
public sealed record CheckLine(LinePattern Pattern, CheckSays Says, string? Words);

public enum CheckSays
{
    /// <summary>The figures in it: how many proofs there are, and how many were wrong.</summary>
    Figures,

    /// <summary>The plot is sound, whatever the figures.</summary>
    Good,

    /// <summary>The plot is not sound.</summary>
    Bad,

    /// <summary>The checker could not judge the plot.</summary>
    CannotTell,
}

/// <summary>The checkers that are known, by name; names are compared without case.</summary>
public sealed class CheckerCatalog(IEnumerable<CheckerProfile> checkers)
{
    public ImmutableArray<CheckerProfile> All { get; } = [.. checkers];

    public CheckerProfile? Find(string name) =>
        All.FirstOrDefault(checker => string.Equals(checker.Name, name, StringComparison.OrdinalIgnoreCase));

    /// <summary>This catalog with another checker in front of the others, and instead of the one of its name.</summary>
    public CheckerCatalog With(CheckerProfile own) =>
        new(All.Where(checker => !string.Equals(checker.Name, own.Name, StringComparison.OrdinalIgnoreCase)).Prepend(own));
}
