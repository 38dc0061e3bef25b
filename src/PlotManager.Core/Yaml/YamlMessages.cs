using System.Text;

namespace PlotManager.Core.Yaml;

/// <summary>What the reader says about a file as a whole and about YAML's own means.</summary>
internal static class YamlMessages
{
    public const int LongestShown = 60;

    // The file as a whole.
    public static string FileTooLarge(int largest) =>
        $"the file is larger than {largest / 1024} KiB, the most a config may have; is it the right file?";

    public static string NotUtf8(byte value) =>
        $"byte 0x{value:X2} is not UTF-8; the file was read as Windows-1252. Save it as UTF-8";

    public static string ForeignCharacter(char character) =>
        $"the character U+{(int)character:X4} cannot stand in a config; remove it";

    public const string NoKeys = "the file has no keys; plotmanager init writes a config to start from";
    public const string SecondDocument = "a second document begins here (---); only one is read: remove the line";
    public static string TooDeep(int deepest) => $"nested more than {deepest} deep";
    public static string TooManyValues(int most) => $"more than {most} values, aliases written out";
    public static string TooManyProblems(int most) => $"{most} problems, perhaps more; mend these first";

    // YAML's own means.
    public const string KeyIsNoWord = "a key must be a plain word";
    public const string MergesNoMap = "<< merges keys and values of another section (<<: *name), this is none";
    public static string NoSuchAnchor(string name) =>
        $"no anchor &{Shown(name)} stands above; a value that begins with * must be in quotes";
    public static string AnchorInItself(string name) => $"*{Shown(name)} stands within its own anchor";
    public static string Tag(string tag) =>
        $"the tag {Shown(tag)} is not allowed; remove it (a value that begins with ! must be in quotes)";

    /// <summary>
    /// A text of the file within a message: cut when long, web addresses (webhooks are secret) and control characters masked.
    /// </summary>
    public static string Shown(string text)
    {
        if (text.Contains("://", StringComparison.Ordinal))
        {
            return SourceLines.Mask;
        }

        var shown = new StringBuilder();
        foreach (var character in text.AsSpan(0, Math.Min(text.Length, LongestShown)))
        {
            shown.Append(Visible(character));
        }

        return text.Length > LongestShown ? shown.Append('…').ToString() : shown.ToString();
    }

    /// <summary>A character of the file as a message may show it: what cannot be seen has a mark in its place.</summary>
    public static char Visible(char character) =>
        char.IsControl(character) || character is '\u2028' or '\u2029' ? '\uFFFD' : character;
}
