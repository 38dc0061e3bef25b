namespace PlotManager.Core.Yaml;

/// <summary>Faults in and around quotes.</summary>
public static partial class SyntaxDiagnosis
{
    // The parser gives the quote as the start and the backslash (or what is behind it) as the end.
    private static Diagnosis? Escape(IReadOnlyList<string> lines, SyntaxFault fault)
    {
        var isEscape = fault.ParserMessage.Contains("escape", StringComparison.Ordinal)
            || fault.ParserMessage.Contains("hexadecimal", StringComparison.Ordinal)
            || fault.ParserMessage.Contains("Unicode", StringComparison.Ordinal);
        if (!isEscape)
        {
            return null;
        }

        var line = Math.Clamp(fault.End.Line, 1, lines.Count);
        var text = lines[line - 1];
        var open = fault.Start.Line == line ? Math.Clamp(fault.Start.Column - 1, 0, text.Length) : 0;
        var backslash = -1;
        for (var index = open; index + 1 < text.Length && index < fault.End.Column; index++)
        {
            if (text[index] != '\\')
            {
                continue;
            }

            backslash = index;
            index++;
        }
        if (backslash < 0)
        {
            return null;
        }

        var close = text.LastIndexOf('"');
        var mended = close > backslash && open < text.Length && text[open] == '"'
            ? text[..(open + 1)]
                + text[(open + 1)..close].Replace("\\\\", "\\", StringComparison.Ordinal).Replace("\\", "\\\\", StringComparison.Ordinal)
                + text[close..]
            : null;
        return new Diagnosis(new Place(line, backslash + 1), SyntaxMessages.Escape, mended);
    }

    private static Diagnosis? UnclosedQuote(string text, int line, int column)
    {
        var at = column - 1;
        return at >= 0 && at < text.Length && text[at] is '"' or '\''
            ? new Diagnosis(new Place(line, column), SyntaxMessages.UnclosedQuote, null)
            : null;
    }

    // A quote that is never closed swallows lines until the next one: the fault shows there, the cause stands above.
    private static Diagnosis? OddQuote(IReadOnlyList<string> lines, int last)
    {
        for (var line = last; line >= Math.Max(1, last - 50); line--)
        {
            var value = ValueStart(lines[line - 1]);
            if (value >= 0
                && value < lines[line - 1].Length
                && lines[line - 1][value] is '"' or '\''
                && ClosingQuote(lines[line - 1], value) < 0)
            {
                return new Diagnosis(new Place(line, value + 1), SyntaxMessages.UnclosedQuote, null);
            }
        }
        return null;
    }

    private static Diagnosis? TextBehindQuote(string text, int line)
    {
        var value = ValueStart(text);
        if (value < 0 || value >= text.Length || text[value] is not ('"' or '\''))
        {
            return null;
        }

        var behind = ClosingQuote(text, value) + 1;
        while (behind < text.Length && text[behind] is ' ' or '\t')
        {
            behind++;
        }

        return behind >= text.Length || text[behind] == '#'
            ? null
            : new Diagnosis(new Place(line, behind + 1), SyntaxMessages.TextBehindQuote, null);
    }

    private static int ClosingQuote(string text, int open)
    {
        for (var index = open + 1; index < text.Length; index++)
        {
            if (text[open] == '"' && text[index] == '\\')
            {
                index++;
            }
            else if (text[index] == text[open] && text[open] == '\'' && index + 1 < text.Length && text[index + 1] == '\'')
            {
                index++;
            }
            else if (text[index] == text[open])
            {
                return index;
            }
        }
        return -1;
    }
}
