using System.Collections.Immutable;
using PlotManager.Core.Keys;
using PlotManager.Core.Plotters.Logs.Failures;
using PlotManager.Core.Plotters.Logs.Lines;

namespace PlotManager.Core.Plotters.Reading;

/// <summary>Reads <c>log:</c>. What the profile itself says comes before what the one it is based on says.</summary>
internal static class LogReader
{
    public static LogGrammar Read(Section section, LogGrammar based, int phases)
    {
        var lines = ImmutableArray.CreateBuilder<LineRule>();
        foreach (var placed in section.Value(LogKeys.Lines))
        {
            Line(placed.Value, phases, lines);
        }

        var prefixes = section.Value(LogKeys.Prefixes)
            .Select(text => Pattern(text, section.Reading))
            .OfType<LinePattern>();
        var causes = section.Value(LogKeys.Causes).SelectMany(placed => Causes(placed.Value));
        return new LogGrammar
        {
            Lines = [.. lines, .. based.Lines],
            Prefixes = [.. prefixes, .. based.Prefixes],
            Causes = [.. causes, .. based.Causes],
            WaitsForCopy = section.Find(LogKeys.WaitsForCopy) is { } flags
                ? [.. flags.Value.Split(' ', StringSplitOptions.RemoveEmptyEntries)]
                : based.WaitsForCopy,
            ExitCodes = based.ExitCodes.SetItems(ExitCodes(section)),
            CopiesInBackground = section.Find(LogKeys.CopiesInBackground)?.Value ?? based.CopiesInBackground,
        };
    }

    private static IEnumerable<KeyValuePair<int, string>> ExitCodes(Section section)
    {
        foreach (var (name, words) in section.Value(LogKeys.ExitCodes))
        {
            if (ProfileReader.Key(name, section.Reading, 1, 255) is { } code)
            {
                yield return new(code, words);
            }
        }
    }

    private static IEnumerable<CauseWords> Causes(Section section)
    {
        var (cause, drive) = (section.Find(LogKeys.CauseEntry.Cause), section.Find(LogKeys.CauseEntry.FullAt));
        if ((cause is null) == (drive is null))
        {
            section.Error(LogKeys.CauseEntry.Words, "these words need either cause or full_at");
            return [];
        }

        return section.Value(LogKeys.CauseEntry.Words)
            .Select(words => new CauseWords(words.Value, (cause ?? drive)!.Value, IsPlaceOnly: drive is not null));
    }

    private static void Line(Section section, int phases, ImmutableArray<LineRule>.Builder lines)
    {
        if (section.Find(LogKeys.Line.Phase) is { } phase && phase.Value > phases)
        {
            section.Error(LogKeys.Line.Phase, $"there are {phases} phases only");
        }

        foreach (var text in section.Value(LogKeys.Line.Pattern))
        {
            if (Pattern(text, section.Reading) is not { } pattern)
            {
                continue;
            }

            var rule = new LineRule(pattern)
            {
                Event = section.Value(LogKeys.Line.Event),
                Phase = section.Find(LogKeys.Line.Phase)?.Value ?? 0,
                At = section.Find(LogKeys.Line.At)?.Value,
                AtN = ByN(section),
                Cause = section.Find(LogKeys.Line.Cause)?.Value,
                Message = section.Value(LogKeys.Line.Message),
                Damage = section.Find(LogKeys.Line.Damage)?.Value,
                Completes = section.Value(LogKeys.Line.Completes),
                Staged = section.Value(LogKeys.Line.Staged),
                Checked = section.Value(LogKeys.Line.Checked),
                Plots = section.Find(LogKeys.Line.Plots)?.Value,
            };
            if (rule.IsWork && rule.Phase == 0 && !pattern.Fields.Contains(LogField.Phase))
            {
                section.Reading.Problems.Error(text.Place, text.Path, "which phase? Name it in the pattern ({phase}) or by the key phase");
            }

            lines.Add(rule);
        }
    }

    private static ImmutableDictionary<int, double> ByN(Section section)
    {
        var found = ImmutableDictionary.CreateBuilder<int, double>();
        foreach (var (name, share) in section.Value(LogKeys.Line.AtN))
        {
            if (ProfileReader.Key(name, section.Reading, 0, 1_000_000) is { } n)
            {
                found[n] = share;
            }
        }
        return found.ToImmutable();
    }

    private static LinePattern? Pattern(Placed<string> text, Core.Keys.Reading reading)
    {
        var pattern = LinePattern.Parse(text.Value, out var problem);
        if (pattern is null)
        {
            ProfileReader.Wrong(text, reading, problem);
        }

        return pattern;
    }
}
