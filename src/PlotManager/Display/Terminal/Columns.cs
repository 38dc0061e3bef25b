using System.Text;
using Spectre.Console.Rendering;

namespace PlotManager.Display.Terminal;

/// <summary>How many columns of a terminal a text takes, and what of it fits into some of them.</summary>
internal static class Columns
{
    /// <summary>East Asian letters take two.</summary>
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
            and <= '\u259F') or '▾' or '▴';

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
}
