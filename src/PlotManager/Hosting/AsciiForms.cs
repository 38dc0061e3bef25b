using System.Globalization;
using System.Text;

namespace PlotManager.Hosting;

/// <summary>
/// Signs beyond plain letters, in the letters that stand for them where an output cannot take them: the console of an old code page would
/// show each as a question mark, or as another sign. Each has the width of what it stands for, so that columns stay columns.
/// </summary>
public static class AsciiForms
{
    private static readonly Dictionary<char, char> Forms = new()
    {
        ['·'] = '-',
        ['›'] = '>',
        ['…'] = '~',
        ['▾'] = 'v',
        ['→'] = '>',
        ['≤'] = '<',
        ['─'] = '-',
        ['█'] = '#',
        ['▓'] = '#',
        ['▒'] = '+',
        ['░'] = '.',
        ['‘'] = '\'',
        ['’'] = '\'',
        ['“'] = '"',
        ['”'] = '"',
        ['–'] = '-',
    };

    /// <summary>Puts ASCII in the place of what this encoding does not have; null where it has all.</summary>
    public static Func<string, string>? For(Encoding output)
    {
        var missing = Forms.Where(form => !Has(output, form.Key)).ToDictionary();
        return missing.Count == 0 ? null
            : text => text.AsSpan().IndexOfAnyExceptInRange('\0', '~') < 0 ? text
            : string.Create(text.Length, text, (letters, from) =>
            {
                for (var at = 0; at < letters.Length; at++)
                {
                    letters[at] = missing.GetValueOrDefault(from[at], from[at]);
                }
            });
    }

    /// <summary>Whether this encoding has every letter there is.</summary>
    public static bool HasAll(Encoding output) => output.CodePage == Encoding.UTF8.CodePage || output is UnicodeEncoding or UTF32Encoding;

    /// <summary>A JSON text with <c>\u</c> and four digits for whatever is not ASCII: that stands in its strings alone.</summary>
    public static string Escaped(string json)
    {
        if (json.All(char.IsAscii))
        {
            return json;
        }

        var escaped = new StringBuilder(json.Length);
        foreach (var letter in json)
        {
            _ = char.IsAscii(letter) ? escaped.Append(letter) : escaped.Append(CultureInfo.InvariantCulture, $"\\u{(int)letter:x4}");
        }

        return escaped.ToString();
    }

    // Code pages have forms of their own for what they lack, or a question mark.
    private static bool Has(Encoding output, char sign) => output.GetString(output.GetBytes([sign])) == sign.ToString();
}
