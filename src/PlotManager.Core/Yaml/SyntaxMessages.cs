namespace PlotManager.Core.Yaml;

/// <summary>What commonly causes a syntax error, in plain words.</summary>
internal static class SyntaxMessages
{
    public const string DashWithoutSpace = "a space is missing after the dash";
    public const string BelowDash = "this line must be indented like the key behind the dash above it, if it belongs to the same list item";
    public const string DashAmongKeys = "a list item stands among keys; indent it beneath the key it belongs to";
    public const string Escape =
        "in double quotes a backslash begins an escape such as \\n; write a Windows path in single quotes or without quotes";
    public const string UnclosedQuote = "the quote that begins here is not closed";
    public const string TextBehindQuote = "text stands behind the closing quote; a quote within single quotes is written twice ('')";
    public const string DashAfterColon = "a list begins on the line beneath its key, not behind the colon";
    public const string SecondColon = "a second colon with a space behind it stands in the value; put the value in quotes";
    public const string NoColon = "a colon is missing behind the key";

    public static string Tab(int more) =>
        $"a tab indents this line{(more == 0 ? "" : $" (and {more} more below)")}; YAML wants spaces";

    public static string BadBeginning(char character) => $"a value cannot begin with {character}; put it in single quotes";
    public static string MissingSpace(string key) => $"a space is missing after the colon of {YamlMessages.Shown(key)}";
    public static string Bracket(char bracket) =>
        $"the {bracket} that begins here is not closed by a {(bracket == '[' ? ']' : '}')} before the next key";

    public static string Indentation(int here, int above, bool isDash) =>
        $"this {(isDash ? "dash" : "line")} is indented by {here} {(here == 1 ? "space" : "spaces")}, the line above by {above}, and "
            + "that does not fit together: keys of one section begin in the same column";

    public static string ForeignBlank(char blank) =>
        $"{(blank == '\u00A0' ? "a no-break space" : $"the blank U+{(int)blank:X4}")} stands here, which YAML takes for a letter; type "
            + "a plain space";

    public static string ForeignColon(char mark, string key) => mark < 128
        ? $"a colon and a space are missing behind the key {YamlMessages.Shown(key)}, where a {mark} stands"
        : $"this is not the plain colon but U+{(int)mark:X4}; type : and a space behind the key {YamlMessages.Shown(key)}";

    public static string KeyTooLong(int longest) => $"the key on this line is longer than {longest} characters, the most YAML allows";

    public static string Other(string parserMessage) => $"this is not YAML: {Trimmed(parserMessage)}";

    private static string Trimmed(string text)
    {
        var sentence = text.Trim().TrimEnd('.');
        return sentence.Length > 1 && char.IsUpper(sentence[0]) && char.IsLower(sentence[1])
            ? char.ToLowerInvariant(sentence[0]) + sentence[1..]
            : sentence;
    }
}
