using System.Text.RegularExpressions;

namespace PlotManager.Core.Yaml;

/// <summary>A syntax error in plain words.</summary>
/// <param name="Mended">The line as it was probably meant, null where that is not plain.</param>
/// <param name="Guessed">The mended line lets one read on, but its value may have been meant otherwise.</param>
public sealed record Diagnosis(Place Place, string Message, string? Mended, bool Guessed = false);

/// <summary>
/// Says what commonly causes a syntax error at a place. The parser's own words ("did not find expected key") tell what it was about,
/// not what was typed; so the lines there are looked at for what people mistype. No text of the file goes into a message: it may be secret.
/// </summary>
public static partial class SyntaxDiagnosis
{
    /// <param name="lines">The file's lines; the fault's places are 1-based.</param>
    public static Diagnosis Explain(IReadOnlyList<string> lines, SyntaxFault fault)
    {
        var line = Math.Clamp(fault.End.Line, 1, lines.Count);
        // The parser notices some mistakes only on the line after.
        var previous = line - 1;
        while (previous >= 1 && IsEmptyOrComment(lines[previous - 1]))
        {
            previous--;
        }

        var start = Math.Clamp(fault.Start.Line, 1, lines.Count);

        return Tab(lines, line) ?? Tab(lines, line + 1)
            ?? DashWithoutSpace(lines[line - 1], line)
            ?? (previous >= 1 ? DashWithoutSpace(lines[previous - 1], previous) : null)
            ?? Escape(lines, fault)
            ?? (fault.ParserMessage.Contains("quoted scalar", StringComparison.Ordinal)
                ? UnclosedQuote(lines[start - 1], start, fault.Start.Column)
                : null)
            ?? BadBeginning(lines[start - 1], start)
            ?? MissingSpace(lines[line - 1], line)
            ?? (previous >= 1 ? MissingSpace(lines[previous - 1], previous) : null)
            ?? OddQuote(lines, line)
            ?? UnclosedBracket(lines, line, fault)
            ?? TextBehindQuote(lines[line - 1], line)
            ?? DashAfterColon(lines[line - 1], line)
            ?? SecondColon(lines[line - 1], line)
            ?? (previous >= 1 ? KeyDiagnosis.Of(lines[previous - 1], previous) : null)
            ?? KeyDiagnosis.Of(lines[line - 1], line)
            ?? KeyWithoutColon(lines, line, previous)
            ?? Indentation(lines, line, previous)
            ?? new Diagnosis(fault.End, SyntaxMessages.Other(fault.ParserMessage), null);
    }

    private static Diagnosis? Tab(IReadOnlyList<string> lines, int line)
    {
        if (line > lines.Count || IsEmptyOrComment(lines[line - 1]))
        {
            return null;
        }

        var text = lines[line - 1];
        var indentation = text.Length - text.TrimStart(' ', '\t').Length;
        var tab = text.AsSpan(0, indentation).IndexOf('\t');
        return tab < 0 ? null : new Diagnosis(new Place(line, tab + 1), SyntaxMessages.Tab(MoreTabs(lines, line)), null);
    }

    private static int MoreTabs(IReadOnlyList<string> lines, int line) =>
        lines.Skip(line)
            .Count(text => !IsEmptyOrComment(text) && text.AsSpan(0, text.Length - text.TrimStart(' ', '\t').Length).Contains('\t'));

    private static Diagnosis? DashWithoutSpace(string text, int line)
    {
        var match = DashThenKey().Match(text);
        if (!match.Success)
        {
            return null;
        }

        var behind = match.Groups["dash"].Index + 1;
        return new Diagnosis(new Place(line, behind + 1), SyntaxMessages.DashWithoutSpace, text.Insert(behind, " "));
    }

    private static Diagnosis? BadBeginning(string text, int line)
    {
        var value = ValueStart(text);
        if (value < 0 || value >= text.Length)
        {
            return null;
        }

        var character = text[value];
        if (character is not ('@' or '`' or '%' or ',' or ']' or '}' or '!' or '&' or '*' or '|' or '>'))
        {
            return null;
        }

        var rest = text[value..];
        var comment = rest.IndexOf(" #", StringComparison.Ordinal);
        var body = comment < 0 ? rest : rest[..comment];
        var mended = text[..value] + '\'' + body.TrimEnd().Replace("'", "''", StringComparison.Ordinal) + '\'' + (comment < 0
            ? ""
            : rest[comment..]);
        return new Diagnosis(
            new Place(line, value + 1), SyntaxMessages.BadBeginning(character), character is '|' or '>' ? null : mended, Guessed: true);
    }

    private static Diagnosis? MissingSpace(string text, int line)
    {
        var match = KeyWithoutSpace().Match(text);
        if (!match.Success)
        {
            return null;
        }

        var colon = match.Groups["key"].Index + match.Groups["key"].Length;
        return new Diagnosis(
            new Place(line, colon + 2), SyntaxMessages.MissingSpace(match.Groups["key"].Value), text.Insert(colon + 1, " "));
    }

    private static Diagnosis? UnclosedBracket(IReadOnlyList<string> lines, int last, SyntaxFault fault)
    {
        if (!fault.ParserMessage.Contains("flow", StringComparison.Ordinal)
            && !fault.ParserMessage.Contains("',' or", StringComparison.Ordinal))
        {
            return null;
        }

        for (var line = last; line >= Math.Max(1, last - 50); line--)
        {
            var value = ValueStart(lines[line - 1]);
            if (value >= 0 && value < lines[line - 1].Length && lines[line - 1][value] is '[' or '{')
            {
                return new Diagnosis(new Place(line, value + 1), SyntaxMessages.Bracket(lines[line - 1][value]), null);
            }
        }
        return null;
    }

    private static Diagnosis? DashAfterColon(string text, int line)
    {
        var value = ValueStart(text);
        var isDash = value >= 0 && value < text.Length && text[value] == '-' && (value + 1 == text.Length || text[value + 1] == ' ')
            && text.AsSpan(0, value).TrimEnd() is [.., ':'];
        return isDash ? new Diagnosis(new Place(line, value + 1), SyntaxMessages.DashAfterColon, null) : null;
    }

    private static Diagnosis? SecondColon(string text, int line)
    {
        var value = ValueStart(text);
        if (value < 0 || value >= text.Length || text.AsSpan(0, value).IndexOf(':') < 0)
        {
            return null;
        }

        var rest = text[value..];
        var comment = rest.IndexOf(" #", StringComparison.Ordinal);
        var body = (comment < 0 ? rest : rest[..comment]).TrimEnd();
        var colon = body.IndexOf(": ", StringComparison.Ordinal);
        if (colon < 0 && body.EndsWith(':'))
        {
            colon = body.Length - 1;
        }

        if (colon < 0 || body[0] is '"' or '\'' or '[' or '{')
        {
            return null;
        }

        var mended = text[..value] + '\'' + body.Replace("'", "''", StringComparison.Ordinal) + '\'' + (comment < 0 ? "" : rest[comment..]);
        return new Diagnosis(new Place(line, value + colon + 1), SyntaxMessages.SecondColon, mended, Guessed: true);
    }

    // A word alone, with lines beneath it that are indented as it is or deeper; or one that stands where the keys above it stand.
    private static Diagnosis? KeyWithoutColon(IReadOnlyList<string> lines, int line, int previous)
    {
        if (previous < 1)
        {
            return null;
        }

        if (BareWord().Match(lines[previous - 1]) is { Success: true } above
            && IndentationOf(lines[previous - 1]) <= IndentationOf(lines[line - 1]))
        {
            return new Diagnosis(new Place(previous, above.Groups["word"].Index + 1), SyntaxMessages.NoColon, null);
        }

        var isAmongKeys = IndentationOf(lines[line - 1]) == IndentationOf(lines[previous - 1])
            && lines[line - 1].TrimStart() is not ['-', ..];
        return isAmongKeys && BareWord().Match(lines[line - 1]) is { Success: true } here
            ? new Diagnosis(new Place(line, here.Groups["word"].Index + 1), SyntaxMessages.NoColon, null)
            : null;
    }

    private static Diagnosis? Indentation(IReadOnlyList<string> lines, int line, int previous)
    {
        if (IsEmptyOrComment(lines[line - 1]) || previous < 1)
        {
            return null;
        }

        var here = IndentationOf(lines[line - 1]);
        var above = IndentationOf(lines[previous - 1]);
        var isDash = lines[line - 1].AsSpan(here) is ['-', ' ', ..] or ['-'];
        var isBelowDash = lines[previous - 1].AsSpan(above) is ['-', ' ', ..];
        var message = (here == above, isDash, isBelowDash) switch
        {
            (true, false, true) => SyntaxMessages.BelowDash,
            (true, true, false) => SyntaxMessages.DashAmongKeys,
            (true, _, _) => null, // whatever it is, it is not the indentation
            _ => SyntaxMessages.Indentation(here, above, isDash),
        };
        return message is null ? null : new Diagnosis(new Place(line, here + 1), message, null);
    }

    // Where the value of `key: value` or `- value` or `- key: value` begins; -1 if the line is nothing of the kind.
    private static int ValueStart(string text)
    {
        var match = BeforeValue().Match(text);
        return match.Success && match.Length > 0 ? match.Length : -1;
    }

    private static int IndentationOf(string text) => text.Length - text.TrimStart(' ').Length;

    private static bool IsEmptyOrComment(string text) => text.AsSpan().Trim() is [] or ['#', ..];

    [GeneratedRegex(@"^\s*(?:-\s+)*(?:[A-Za-z_][A-Za-z0-9_]*\s*:\s+)?", RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture)]
    private static partial Regex BeforeValue();

    // Not c:\temp or http://: a drive has one letter, an address two slashes.
    [GeneratedRegex(
        @"^\s*(?:-\s+)*(?<key>[A-Za-z_][A-Za-z0-9_]+):(?![\s]|//|$)", RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture)]
    private static partial Regex KeyWithoutSpace();

    [GeneratedRegex(@"^\s*(?:-\s+)*(?<dash>-)[A-Za-z_][A-Za-z0-9_]*:(\s|$)", RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture)]
    private static partial Regex DashThenKey();

    [GeneratedRegex(
        @"^\s*(?:-\s+)*(?<word>[A-Za-z_][A-Za-z0-9_]*)(\s+[^:]*)?\s*$", RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture)]
    private static partial Regex BareWord();
}
