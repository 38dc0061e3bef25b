using System.Text;
using Spectre.Console.Rendering;

namespace PlotManager.Display.Terminal;

/// <summary>Text that came from a config, a log or a process, made fit for one line of a terminal.</summary>
internal static class Printable
{
    /// <summary>
    /// Takes out escape sequences and every control code, so that a job name or a log line can neither move the cursor nor colour
    /// the screen. Tabs and line ends become one blank each; directional overrides, which can reorder what is read, go too.
    /// </summary>
    public static string Strip(string text)
    {
        var harmless = true;
        foreach (var c in text)
        {
            if (IsHarmful(c))
            {
                harmless = false;
                break;
            }
        }

        return harmless ? text : StripSlowly(text);
    }

    /// <summary>Columns of a terminal that the text takes: East Asian letters take two.</summary>
    public static int Width(string text)
    {
        foreach (var c in text)
        {
            if (!IsNarrow(c))
            {
                return new Segment(text).CellCount();
            }
        }

        return text.Length;
    }

    // Latin letters, and the signs of Glyphs: one column each, known without a table.
    private static bool IsNarrow(char c) =>
        c is (>= ' ' and <= '~') or (>= '\u00A1' and < '\u0300' and not '\u00AD') or '…' or '›' or '→' or '≤' or (>= '\u2500'
            and <= '\u259F') or '▾';

    /// <summary>The longest beginning that takes at most so many columns.</summary>
    public static string Head(string text, int width)
    {
        if (Width(text) <= width)
        {
            return text;
        }

        var kept = new StringBuilder();
        var used = 0;
        foreach (var letter in text.EnumerateRunes())
        {
            var wide = Width(letter.ToString());
            if (used + wide > width)
            {
                break;
            }

            kept.Append(letter);
            used += wide;
        }

        return kept.ToString();
    }

    /// <summary>The longest ending that takes at most so many columns.</summary>
    public static string Tail(string text, int width)
    {
        var from = 0;
        while (from < text.Length && Width(text[from..]) > width)
        {
            from += char.IsHighSurrogate(text[from]) && from + 1 < text.Length ? 2 : 1;
        }

        return text[from..];
    }

    private static bool IsHarmful(char c) =>
        char.IsControl(c) || c is '\u2028' or '\u2029' or (>= '\u202A' and <= '\u202E') or (>= '\u2066' and <= '\u2069');

    private static string StripSlowly(string text)
    {
        var kept = new StringBuilder(text.Length);
        for (var at = 0; at < text.Length; at++)
        {
            var c = text[at];
            if (c == '\x1b')
            {
                at = EndOfEscape(text, at);
            }
            else if (c is '\t' or '\n' or '\u2028' or '\u2029')
            {
                kept.Append(' ');
            }
            else if (!IsHarmful(c))
            {
                kept.Append(c);
            }
        }

        return kept.ToString();
    }

    // ECMA-48: ESC [ parameters, intermediates, one final letter; ESC ] ... up to BEL or ESC \ (a title, a link); else ESC and one letter.
    private static int EndOfEscape(string text, int at)
    {
        if (at + 1 >= text.Length)
        {
            return at;
        }

        var i = at + 2;
        switch (text[at + 1])
        {
            case '[':
                while (i < text.Length && text[i] is < '@' or > '~' && text[i] >= ' ')
                {
                    i++;
                }

                return Math.Min(i, text.Length - 1);
            case ']':
                while (i < text.Length && text[i] != '\a' && text[i] != '\x1b')
                {
                    i++;
                }

                return i + 1 < text.Length && text[i] == '\x1b' ? i + 1 : Math.Min(i, text.Length - 1);
            default:
                return at + 1;
        }
    }
}
