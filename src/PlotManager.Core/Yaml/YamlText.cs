using System.Text;

namespace PlotManager.Core.Yaml;

/// <summary>Bytes of a file into text: byte order marks, old code pages, and what must not be in a text file at all.</summary>
public static class YamlText
{
    /// <summary>A config is a few kilobytes. The limit keeps a wrong file (a plot, a log) from costing time and memory.</summary>
    public const int LargestFile = 512 * 1024;

    private static readonly UTF8Encoding StrictUtf8 = new(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true);

    /// <summary>The text, or null when it cannot be a config; the problems say why.</summary>
    public static string? Decode(ReadOnlySpan<byte> bytes, Problems problems)
    {
        if (bytes.Length > LargestFile)
        {
            problems.Error(new Place(1, 1), "", YamlMessages.FileTooLarge(LargestFile));
            return null;
        }
        var text = bytes switch
        {
            [0xEF, 0xBB, 0xBF, .. var rest] => FromUtf8(rest, problems),
            [0xFF, 0xFE, .. var rest] => Encoding.Unicode.GetString(rest),
            [0xFE, 0xFF, .. var rest] => Encoding.BigEndianUnicode.GetString(rest),
            _ => FromUtf8(bytes, problems),
        };
        return HasForeignCharacter(text, problems) ? null : text;
    }

    private static string FromUtf8(ReadOnlySpan<byte> bytes, Problems problems)
    {
        try
        {
            return StrictUtf8.GetString(bytes);
        }
        catch (DecoderFallbackException fault)
        {
            // Older Windows editors save in the system's code page, which the original read too: the western one is taken.
            var text = string.Concat(Encoding.Latin1.GetString(bytes).Select(Western));
            problems.Warn(PlaceOf(text, fault.Index), "", YamlMessages.NotUtf8(bytes[Math.Clamp(fault.Index, 0, bytes.Length - 1)]));
            return text;
        }
    }

    // Windows-1252: as Latin-1, with signs in the place of the second set of control characters.
    private static char Western(char latin1) => latin1 is >= '\u0080' and <= '\u009F' ? WesternSigns[latin1 - 0x80] : latin1;

    private const string WesternSigns = "€?‚ƒ„…†‡ˆ‰Š‹Œ?Ž??‘’“”•–—˜™š›œ?žŸ";

    // NUL would end the text for the YAML parser and silently drop all behind it; the others are never meant.
    private static bool HasForeignCharacter(string text, Problems problems)
    {
        for (var index = 0; index < text.Length; index++)
        {
            var character = text[index];
            if (character is '\t' or '\n' or '\r'
                || !(char.IsControl(character) || character is '\u2028' or '\u2029' or '\uFEFF' or '\uFFFE'))
            {
                continue;
            }

            problems.Error(PlaceOf(text, index), "", YamlMessages.ForeignCharacter(character));
            return true;
        }
        return false;
    }

    private static Place PlaceOf(string text, int index)
    {
        var before = SourceLines.Split(text[..index]);
        return new Place(before.Length, before[^1].Length + 1);
    }
}
