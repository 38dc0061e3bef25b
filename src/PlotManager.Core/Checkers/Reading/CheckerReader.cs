using System.Collections.Immutable;
using PlotManager.Core.Keys;
using PlotManager.Core.Plotters.Logs.Lines;

namespace PlotManager.Core.Checkers.Reading;

/// <summary>Reads checker profiles, built-in ones and those under <c>checkers:</c> alike.</summary>
public static class CheckerReader
{
    /// <summary>The known checkers, with the given ones before them; what is wrong is reported.</summary>
    /// <param name="entries">The value of the key <c>checkers</c>: name and section of each.</param>
    public static CheckerCatalog Read(ImmutableArray<KeyValuePair<Placed<string>, Section>> entries, CheckerCatalog known) =>
        entries.Reverse().Aggregate(known, (all, entry) => all.With(Read(entry.Key.Value, entry.Value)));

    public static CheckerProfile Read(string name, Section section) => new()
    {
        Name = name,
        Title = section.Find(CheckerKeys.Title)?.Value ?? name,
        LearntFrom = section.Find(CheckerKeys.LearntFrom)?.Value ?? "",
        Executables = section.Values(CheckerKeys.Executables),
        Arguments = Arguments(section),
        Formats = section.Values(CheckerKeys.Plots),
        FewestChallenges = section.Value(CheckerKeys.FewestChallenges),
        OneProofAChallenge = section.Value(CheckerKeys.OneProofAChallenge),
        OnlyByName = section.Value(CheckerKeys.OnlyByName),
        Longest = TimeSpan.FromMinutes(section.Value(CheckerKeys.LongestMinutes)),
        Secrets = section.Values(CheckerKeys.Secret),
        Lines = [.. section.Value(CheckerKeys.Lines).SelectMany(line => Lines(line.Value))],
    };

    private static ImmutableArray<string> Arguments(Section section)
    {
        if (section.Find(CheckerKeys.Command) is not { } command)
        {
            return [];
        }

        if (!command.Value.Contains("{plot}", StringComparison.Ordinal))
        {
            section.Error(CheckerKeys.Command, "must have {plot} in it, the path of the plot");
        }

        return [.. command.Value.Split(' ', StringSplitOptions.RemoveEmptyEntries)];
    }

    private static IEnumerable<CheckLine> Lines(Section section)
    {
        foreach (var text in section.Value(CheckerKeys.Line.Pattern))
        {
            if (LinePattern.Parse(text.Value, LogFields.OfChecks, out var problem) is { } pattern)
            {
                yield return new CheckLine(
                    pattern, section.Value(CheckerKeys.Line.Says), section.Find(CheckerKeys.Line.Words)?.Value);
            }
            else
            {
                section.Reading.Problems.Error(text.Place, text.Path, problem);
            }
        }
    }
}
