using System.Collections.Immutable;
using System.IO.Enumeration;
using PlotManager.Core.Text;

namespace PlotManager.Core.PlotFiles;

public enum PlotFileKind
{
    /// <summary>Part of the work; gone when the plot is made.</summary>
    Temp,

    /// <summary>A file that grows into the plot and is renamed at the end, such as <c>NAME.plot.2.tmp</c>.</summary>
    Growing,

    /// <summary>The plot under its final name. Some plotters leave a partial file under it when they fail.</summary>
    Final,
}

/// <summary>The names of a plotter's files. Names only, no directories.</summary>
public sealed record PlotFileNames
{
    public static PlotFileNames None { get; } = new();

    /// <summary>Ends of names that finished plots have, such as <c>.plot</c>.</summary>
    public ImmutableArray<string> FinalEnds { get; init; } = [];

    /// <summary>Ends of files that become the plot, or patterns of their whole names.</summary>
    public ImmutableArray<string> GrowingEnds { get; init; } = [];

    /// <summary>Patterns of further temp files, <c>*</c> standing for anything and <c>?</c> for one character.</summary>
    public ImmutableArray<string> TempPatterns { get; init; } = [];

    /// <summary>Patterns that tell the phase a plot is in by its temp files, by phase.</summary>
    public ImmutableArray<(int Phase, string Pattern)> PhasePatterns { get; init; } = [];

    /// <summary>Patterns of files with private keys.</summary>
    public ImmutableArray<string> SecretPatterns { get; init; } = [];

    public bool IsSecret(string fileName) => SecretPatterns.Any(pattern => FileSystemName.MatchesSimpleExpression(pattern, fileName));

    public bool TempFilesCarryPlotId { get; init; } = true;

    /// <summary>What the file is to this plotter, or null if it is none of its files.</summary>
    public PlotFileKind? KindOf(string fileName)
    {
        if (GrowingEnds.Any(end => IsPattern(end)
            ? FileSystemName.MatchesSimpleExpression(end, fileName)
            : fileName.EndsWith(end, StringComparison.OrdinalIgnoreCase)))
        {
            return PlotFileKind.Growing;
        }

        if (LongestEnd(fileName, FinalEnds) > 0)
        {
            return PlotFileKind.Final;
        }

        return TempPatterns.Any(pattern => FileSystemName.MatchesSimpleExpression(pattern, fileName)) ? PlotFileKind.Temp : null;
    }

    /// <summary>Whether the file is one of this plot's, of whatever kind.</summary>
    public bool BelongsTo(string fileName, string plotId) =>
        KindOf(fileName) is not null && string.Equals(PlotIdOf(fileName), plotId, StringComparison.OrdinalIgnoreCase);

    /// <summary>The 64 hex digits in a file's name, lower case, or null.</summary>
    public static string? PlotIdOf(ReadOnlySpan<char> fileName)
    {
        var digits = 0;
        for (var index = 0; index <= fileName.Length; index++)
        {
            if (index < fileName.Length && char.IsAsciiHexDigit(fileName[index]))
            {
                digits++;
                continue;
            }
            if (digits == 64)
            {
                return fileName.Slice(index - 64, 64).ToString().ToLowerInvariant();
            }

            digits = 0;
        }
        return null;
    }

    /// <summary>The plot's name: the file's name without directories and without what this plotter puts behind it.</summary>
    public string PlotNameOf(string path)
    {
        var name = Paths.NameOf(path);
        return name[..^Math.Max(LongestEnd(name, GrowingEnds), LongestEnd(name, FinalEnds))];
    }

    // The patterns among them are the end of no name: it would have to hold a star.
    private static int LongestEnd(string name, ImmutableArray<string> ends)
    {
        var longest = 0;
        foreach (var end in ends)
        {
            if (end.Length > longest && name.EndsWith(end, StringComparison.OrdinalIgnoreCase))
            {
                longest = end.Length;
            }
        }
        return longest;
    }

    private static bool IsPattern(string end) => end.Contains('*', StringComparison.Ordinal);

    /// <summary>The latest phase that files of these names speak of, or null: for runs without a log.</summary>
    public int? PhaseOf(IEnumerable<string> fileNames)
    {
        int? latest = null;
        foreach (var name in fileNames)
        {
            foreach (var (phase, pattern) in PhasePatterns)
            {
                if (!(phase <= latest) && FileSystemName.MatchesSimpleExpression(pattern, name))
                {
                    latest = phase;
                }
            }
        }
        return latest;
    }
}
