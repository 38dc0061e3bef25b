using System.Text;

namespace PlotManager.Core.Text;

/// <summary>Text that came from a config, a log or a process, made fit for one line of a terminal.</summary>
public static class Printable
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
