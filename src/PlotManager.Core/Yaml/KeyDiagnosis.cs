using System.Text.RegularExpressions;

namespace PlotManager.Core.Yaml;

/// <summary>
/// What is mistyped around a key and its colon: another sign for the colon, a blank that YAML takes for a letter, a key that is too long.
/// </summary>
internal static partial class KeyDiagnosis
{
    // Of YAML 1.2, section 7.4.2: longer ones are no keys.
    private const int LongestKey = 1024;

    /// <summary>Null: nothing of the kind on this line.</summary>
    public static Diagnosis? Of(string text, int line) => Blank(text, line) ?? Colon(text, line) ?? Length(text, line);

    private static Diagnosis? Blank(string text, int line)
    {
        if (ForeignBlank().Match(text) is not { Success: true } found)
        {
            return null;
        }

        var at = found.Groups["blank"];
        var mended = text[..at.Index] + new string(' ', at.Length) + text[(at.Index + at.Length)..];
        return new Diagnosis(new Place(line, at.Index + 1), SyntaxMessages.ForeignBlank(at.Value[0]), mended);
    }

    private static Diagnosis? Colon(string text, int line)
    {
        if (ForeignColon().Match(text) is not { Success: true } found)
        {
            return null;
        }

        var (mark, key) = (found.Groups["mark"], found.Groups["key"]);
        var mended = $"{text[..mark.Index].TrimEnd()}: {text[(mark.Index + mark.Length)..].TrimStart()}";
        return new Diagnosis(new Place(line, mark.Index + 1), SyntaxMessages.ForeignColon(mark.Value[0], key.Value), mended, Guessed: true);
    }

    private static Diagnosis? Length(string text, int line)
    {
        var start = text.Length - text.TrimStart(' ', '-').Length;
        var colon = text.IndexOf(": ", start, StringComparison.Ordinal);
        return colon - start > LongestKey ? new Diagnosis(new Place(line, start + 1), SyntaxMessages.KeyTooLong(LongestKey), null) : null;
    }

    // Before the first word, behind its colon, or right behind the dash: there it is no part of a value.
    [GeneratedRegex(
        @"^[ ]*(?:-[ ]+)*(?:-?(?<blank>[\u00A0\u1680\u2000-\u200B\u202F\u205F\u3000\uFEFF]+)"
            + @"|[A-Za-z_][A-Za-z0-9_]*[ ]*:(?<blank>[\u00A0\u1680\u2000-\u200B\u202F\u205F\u3000\uFEFF]+))",
        RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture)]
    private static partial Regex ForeignBlank();

    // The signs of other alphabets that look like a colon, and what stands in its place in other formats.
    [GeneratedRegex(
        @"^[ ]*(?:-[ ]+)*(?<key>[A-Za-z_][A-Za-z0-9_]*)[ ]*(?<mark>[\uFF1A\uFE55\uFE13\u2236\u02D0\uA789\u0589=;.,])(?![^:]*:\s)",
        RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture)]
    private static partial Regex ForeignColon();
}
