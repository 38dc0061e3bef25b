using System.Collections.Immutable;
using System.Text;
using PlotManager.Core.Text;

namespace PlotManager.Core.Plotters.Logs.Lines;

/// <summary>
/// A line as a profile writes it: plain text with names in braces, such as <c>Phase {phase} took {seconds} sec</c>. What follows
/// the last plain text is ignored; a part in <c>[[...]]</c> at the end may be missing. Matching takes a bounded number of steps.
/// </summary>
public sealed class LinePattern
{
    private const int MostSteps = 200;

    private readonly Part[] _parts;
    private readonly int _required;
    private readonly byte[] _prefix;
    private readonly bool _hasPath;

    private LinePattern(string text, Part[] parts, int required)
    {
        Text = text;
        _parts = parts;
        _required = required;
        _hasPath = parts.Any(part => part.Literal is null && LogFields.IsPath(part.Field));
        _prefix = parts is [{ Literal: { } literal }, ..] ? literal : [];
    }

    public string Text { get; }

    /// <summary>The plain text that the line must begin with; empty only when the pattern begins with a name.</summary>
    public ReadOnlySpan<byte> Prefix => _prefix;

    /// <summary>The names in it.</summary>
    public IEnumerable<LogField> Fields => _parts.Where(part => part.Literal is null).Select(part => part.Field);

    /// <summary>Null, with the reason, if the text is no pattern.</summary>
    public static LinePattern? Parse(string text, out string problem) => Parse(text, LogFields.ByName, out problem);

    /// <param name="names">What may stand in braces.</param>
    internal static LinePattern? Parse(string text, IReadOnlyDictionary<string, LogField> names, out string problem)
    {
        var optional = text.IndexOf("[[", StringComparison.Ordinal);
        var tail = "";
        if (optional >= 0)
        {
            if (!text.EndsWith("]]", StringComparison.Ordinal))
            {
                problem = "a part in [[...]] must be at the end";
                return null;
            }
            tail = text[(optional + 2)..^2];
        }
        var parts = new List<Part>();
        problem = Split((optional >= 0 ? text[..optional] : text).TrimStart(), names, parts);
        var required = parts.Count;
        if (problem.Length == 0)
        {
            problem = Split(tail, names, parts);
        }

        if (problem.Length == 0 && required == 0)
        {
            problem = "the pattern is empty";
        }

        return problem.Length > 0 ? null : new LinePattern(text, [.. parts], required);
    }

    /// <param name="line">Without leading blanks and control codes.</param>
    /// <param name="isWhole">False while its end may still be missing: then a value that runs to the end is not believed.</param>
    internal bool TryMatch(ReadOnlySpan<byte> line, bool isWhole, Captures captures)
    {
        if (!line.StartsWith(_prefix))
        {
            return false;
        }
        // A path may hold what separates it from the next one (`/mnt/salt and pepper`): cuts that give absolute paths come first.
        for (var strict = _hasPath; ; strict = false)
        {
            captures.Clear();
            var steps = MostSteps;
            if (Match(0, 0, _required, line, isWhole, strict, captures, ref steps, out var end))
            {
                var before = captures.Count;
                if (_parts.Length > _required && !Match(_required, end, _parts.Length, line, isWhole, false, captures, ref steps, out _))
                {
                    captures.ForgetAfter(before);
                }

                captures.Keep(line);
                return true;
            }
            if (!strict)
            {
                return false;
            }
        }
    }

    /// <summary>Where the pattern ends in a line that begins with it, or -1.</summary>
    internal int EndOf(ReadOnlySpan<byte> line, Captures captures)
    {
        captures.Clear();
        var steps = MostSteps;
        if (!Match(0, 0, _required, line, true, false, captures, ref steps, out var end))
        {
            return -1;
        }

        captures.Keep(line);
        return end;
    }

    private bool Match(
        int index, int at, int until, ReadOnlySpan<byte> line, bool isWhole, bool strict, Captures captures, ref int steps, out int end)
    {
        end = at;
        if (index == until)
        {
            return true;
        }

        if (_parts[index].Literal is { } literal)
        {
            return line[at..].StartsWith(literal)
                && Match(index + 1, at + literal.Length, until, line, isWhole, strict, captures, ref steps, out end);
        }

        var field = _parts[index].Field;
        var next = index + 1 < _parts.Length ? _parts[index + 1].Literal : null;
        if (next is null || index + 1 == until)
        {
            // Up to the end, or up to the optional part, whichever comes.
            var stop = next is null ? -1 : line[at..].IndexOf(next);
            var length = stop < 0 ? line.Length - at : stop;
            if (stop < 0 && !isWhole && field is not (LogField.PlotId or LogField.Skip))
            {
                return false;
            }

            end = at + length;
            return Take(field, line, at, length, strict, captures);
        }
        var known = captures.Count;
        for (var from = at; --steps > 0 && line[from..].IndexOf(next) is var found and >= 0; from += found + 1)
        {
            captures.ForgetAfter(known);
            var length = from + found - at;
            if (!(next[0] == '"' && EndsEscaped(line.Slice(at, length)))
                && Take(field, line, at, length, strict, captures)
                && Match(index + 1, at + length, until, line, isWhole, strict, captures, ref steps, out end))
            {
                return true;
            }
            if (LogFields.IsWhole(field) || LogFields.IsDecimal(field) || field == LogField.PlotId)
            {
                return false;
            }
        }
        return false;
    }

    // What follows a backslash that is not itself escaped does not end a quoted path.
    private static bool EndsEscaped(ReadOnlySpan<byte> value) => (value.Length - value.TrimEnd((byte)'\\').Length) % 2 == 1;

    private static bool Take(LogField field, ReadOnlySpan<byte> line, int start, int length, bool strict, Captures captures)
    {
        var value = line.Slice(start, length);
        var trimmed = value.TrimStart((byte)' ');
        start += value.Length - trimmed.Length;
        trimmed = trimmed.TrimEnd(" \t"u8);
        if (!IsValid(field, trimmed, strict))
        {
            return false;
        }

        captures.Add(field, start, trimmed.Length);
        return true;
    }

    private static bool IsValid(LogField field, ReadOnlySpan<byte> value, bool strict)
    {
        if (field is LogField.Skip or LogField.Date)
        {
            return true;
        }

        if (LogFields.IsWhole(field))
        {
            return Numbers.Whole(value) is not null;
        }

        if (LogFields.IsDecimal(field))
        {
            return Numbers.Decimal(value) is not null;
        }

        if (field == LogField.PlotId)
        {
            return IsPlotId(value);
        }

        return value.Length > 0 && (!strict || !LogFields.IsPath(field) || Paths.LooksAbsolute(value));
    }

    private static bool IsPlotId(ReadOnlySpan<byte> value)
    {
        if (value.Length != 64)
        {
            return false;
        }

        foreach (var digit in value)
        {
            if (!char.IsAsciiHexDigit((char)digit))
            {
                return false;
            }
        }
        return true;
    }

    private static string Split(string text, IReadOnlyDictionary<string, LogField> names, List<Part> parts)
    {
        var at = 0;
        while (at < text.Length)
        {
            var open = text.IndexOf('{', at);
            if (open < 0)
            {
                open = text.Length;
            }

            if (open > at)
            {
                parts.Add(new Part(Encoding.UTF8.GetBytes(text[at..open]), LogField.Skip));
            }

            if (open == text.Length)
            {
                return "";
            }

            var close = text.IndexOf('}', open);
            if (close < 0)
            {
                return "a { has no }";
            }

            var name = text[(open + 1)..close];
            if (!names.TryGetValue(name, out var field))
            {
                return $"{{{name}}} is not known; known are {string.Join(", ", names.Keys.Order(StringComparer.Ordinal))}";
            }

            if (parts is [.., { Literal: null }])
            {
                return $"there must be some text between {{{name}}} and the name before it";
            }

            parts.Add(new Part(null, field));
            at = close + 1;
        }
        return "";
    }

    private sealed record Part(byte[]? Literal, LogField Field);
}
