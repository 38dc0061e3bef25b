using System.Text;
using PlotManager.Core.Configuration.Keys;
using PlotManager.Core.Configuration.Yaml;

namespace PlotManager.Core.Configuration;

/// <summary>
/// What the reader says about single values. Every text of it stands here or in <see cref="RuleMessages"/> (what is wrong between keys),
/// and nowhere else.
/// </summary>
internal static class Messages
{
    private const int LongestShown = 60;

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

    // Keys.
    public static string Missing(Key key) => $"is required ({Short(key)})";
    public static string FormerName(string name) => $"is called {name} now; rename it";
    public static string FormerNameBeside(string name) =>
        $"is the former name of {name}, which stands here too and counts; remove this one";
    public static string GivenTwice(int line) => $"given twice; this one stands, the one in line {line} does not";

    public static string UnknownKey(string name, SectionShape shape)
    {
        if (name.IndexOf(':', StringComparison.Ordinal) is > 0 and var colon && shape.Find(name[..colon]) is not null)
        {
            return "is not a key; is a space missing after the colon?";
        }

        return NearestKey(name, shape) is { } nearest ? $"is not a key; did you mean {nearest.Name}?" : "is not a key";
    }

    public static string MisplacedKey(IEnumerable<string> places) =>
        $"is not a key here, but {string.Join(" and ", places.Select(place => place.Length == 0 ? "at the top" : $"under {place}"))}; "
            + "it has no effect where it stands";

    /// <summary>The key that was probably meant, null if none is near.</summary>
    public static Key? NearestKey(string name, SectionShape shape) =>
        name.Length <= LongestShown && Spelling.Nearest(name, shape.Keys.Select(key => key.Name)) is { } nearest
            ? shape.Find(nearest)
            : null;

    // Values.
    public static string IsNoSection(YamlNode node) => node switch
    {
        YamlScalar scalar when LooksLikeKey(scalar) => "must be keys with values beneath; is a space missing after the colon?",
        YamlList => "must be keys with values beneath, not a list; is there a dash too much?",
        _ => "must be keys with values beneath, not a single value",
    };

    public static string IsNoScalar(string type, YamlNode node) =>
        $"must be a single value ({type}), not a {(node is YamlList ? "list" : "section")}";
    public static string IsNoList(string item, YamlNode node) =>
        node is YamlMap { Entries: [{ Key.Text: ['-', ..] }, ..] }
            ? "a space is missing after the dash"
            : $"must be a list ({item}), each item on a line of its own after a dash";
    public const string EmptyList = "is an empty list; at least one item is needed";
    public const string BlankSection = "is empty; fill it in or remove the dash";
    public static string NotAWholeNumber(string written) => $"\"{Shown(written)}\" is not a whole number";
    public static string TooManyDigits(string written) => $"{Shown(written.Trim())} is too large a number";
    public static string LeadingZero(string written, long number) =>
        $"{Shown(written.Trim())} begins with a zero, which YAML may read as octal; write {number}";
    public static string NotANumber(string written) => $"\"{Shown(written)}\" is not a number";
    public static string NotABoolean(string written) => $"\"{Shown(written)}\" is neither true nor false";

    public static string NotOneOf(string written, IEnumerable<string> allowed)
    {
        var all = allowed.ToList();
        var nearest = written.Length <= LongestShown ? Spelling.Nearest(written, all) : null;
        return $"\"{Shown(written)}\" is not one of {string.Join(", ", all)}{(nearest is null ? "" : $"; did you mean {nearest}?")}";
    }

    public static string OutOfRange(string written, double minimum, double maximum, string unit)
    {
        var units = unit.Length > 0 ? $" {unit}" : "";
        return maximum >= int.MaxValue
            ? $"{Shown(written)} is less than {minimum}{units}, the least allowed"
            : $"{Shown(written)} is not within {minimum}..{maximum}{units}";
    }

    public static string ControlCharacter(YamlScalar scalar)
    {
        var isTab = scalar.Text.Contains('\t', StringComparison.Ordinal);
        return scalar.Plain || scalar.LastLine > scalar.Place.Line
            ? $"has a {(isTab ? "tab" : "line break")} within"
            : $"has a {(isTab ? "tab" : "control character")} within: in double quotes a backslash begins an escape (\\t is a tab, \\n "
                + "a new line); use single quotes";
    }

    // Paths.
    public const string WindowsPath = "is a path of Windows; this machine has no drive letters";
    public const string OthersHome = "only ~ and ~/ are expanded, not the home of another user; write the whole path";
    public static string PathTooLong(int length) => $"has {length} characters, too many for a path";
    public static string NoSuchVariable(string variable) => $"{Shown(variable)} is not set in the environment and was left as it is";

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
            shown.Append(char.IsControl(character) || character is '\u2028' or '\u2029' ? '\uFFFD' : character);
        }

        return text.Length > LongestShown ? shown.Append('…').ToString() : shown.ToString();
    }

    private static bool LooksLikeKey(YamlScalar scalar) =>
        scalar.Plain && scalar.Text.IndexOf(':', StringComparison.Ordinal) is > 0 and var colon
        && scalar.Text[..colon].All(character => char.IsAsciiLetterOrDigit(character) || character == '_');

    /// <summary>What a key is, within a sentence.</summary>
    public static string Short(Key key) => LowerFirst(FirstSentence(key.Description));

    private static string FirstSentence(string description) =>
        description.IndexOf(". ", StringComparison.Ordinal) is > 0 and var end ? description[..end] : description.TrimEnd('.');

    private static string LowerFirst(string text) =>
        text.Length > 1 && char.IsLower(text[1]) ? char.ToLowerInvariant(text[0]) + text[1..] : text;
}
