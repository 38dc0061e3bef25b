using PlotManager.Core.Configuration;
using PlotManager.Core.Text;
using PlotManager.Core.Yaml;

namespace PlotManager.Core.Keys;

/// <summary>
/// What the reader says about single values. Every text of it stands here or in <see cref="RuleMessages"/> (what is wrong between keys),
/// and nowhere else.
/// </summary>
internal static class Messages
{
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
        name.Length <= YamlMessages.LongestShown && Spelling.Nearest(name, shape.Keys.Select(key => key.Name)) is { } nearest
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
    public static string NotAWholeNumber(string written) => $"\"{YamlMessages.Shown(written)}\" is not a whole number";
    public static string TooManyDigits(string written) => $"{YamlMessages.Shown(written.Trim())} is too large a number";
    public static string LeadingZero(string written, long number) =>
        $"{YamlMessages.Shown(written.Trim())} begins with a zero, which YAML may read as octal; write {number}";
    public static string NotANumber(string written) => $"\"{YamlMessages.Shown(written)}\" is not a number";
    public static string NotABoolean(string written) => $"\"{YamlMessages.Shown(written)}\" is neither true nor false";

    public static string NotOneOf(string written, IEnumerable<string> allowed)
    {
        var all = allowed.ToList();
        var nearest = written.Length <= YamlMessages.LongestShown ? Spelling.Nearest(written, all) : null;
        return $"\"{YamlMessages.Shown(written)}\" is not one of "
            + $"{string.Join(", ", all)}{(nearest is null ? "" : $"; did you mean {nearest}?")}";
    }

    public static string OutOfRange(string written, double minimum, double maximum, string unit)
    {
        var units = unit.Length > 0 ? $" {unit}" : "";
        return maximum >= int.MaxValue
            ? $"{YamlMessages.Shown(written)} is less than {minimum}{units}, the least allowed"
            : $"{YamlMessages.Shown(written)} is not within {minimum}..{maximum}{units}";
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
    public static string IsADevice(string name) =>
        $"'{name}' is a device of Windows in every folder, and no name for anything else; choose another";
    public static string EndIsDropped(string name) =>
        $"Windows drops the dots and blanks at the end of '{name}'; write the name as it is then, or choose another";
    public static string LongForPrograms(int length) =>
        $"has {length} characters: with the names of a plotter's files it is over the 260 that most programs of Windows can open; choose a "
            + "shorter one";
    public static string NoSuchVariable(string variable) =>
        $"{YamlMessages.Shown(variable)} is not set in the environment and was left as it is";

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
