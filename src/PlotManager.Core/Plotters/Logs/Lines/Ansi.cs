namespace PlotManager.Core.Plotters.Logs.Lines;

/// <summary>Colours and cursor moves of terminals, which some plotters write to files too.</summary>
internal static class Ansi
{
    public const byte Escape = 0x1b;

    /// <summary>The text without them; the same span if there are none.</summary>
    public static ReadOnlySpan<byte> Stripped(ReadOnlySpan<byte> text)
    {
        if (!text.Contains(Escape))
        {
            return text;
        }

        var stripped = new byte[text.Length];
        var length = 0;
        for (var at = 0; at < text.Length; at++)
        {
            if (text[at] != Escape)
            {
                stripped[length++] = text[at];
                continue;
            }
            if (at + 1 >= text.Length)
            {
                break;
            }

            if (text[at + 1] != '[')
            {
                at++;
                continue;
            }
            // ESC [ parameters, then one letter; a sequence that never ends is dropped.
            at += 2;
            while (at < text.Length && text[at] is >= 0x20 and < 0x40)
            {
                at++;
            }
        }
        return stripped.AsSpan(0, length);
    }
}
