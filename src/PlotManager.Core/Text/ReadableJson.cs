using System.Globalization;
using System.Text;
using System.Text.Encodings.Web;

namespace PlotManager.Core.Text;

/// <summary>JSON whose names stay as they are, in whatever letters: nothing of it goes into a web page.</summary>
public static class ReadableJson
{
    public static JavaScriptEncoder Encoder => JavaScriptEncoder.UnsafeRelaxedJsonEscaping;

    /// <summary>
    /// The same JSON with every character escaped that is not seen and may change how the others are read, such as U+202E: the encoder
    /// lets them through. They stand in texts alone.
    /// </summary>
    public static string Seen(string json)
    {
        var first = FirstUnseen(json);
        if (first < 0)
        {
            return json;
        }

        var escaped = new StringBuilder(json, 0, first, json.Length + 64);
        foreach (var letter in json.AsSpan(first))
        {
            _ = IsUnseen(letter)
                ? escaped.Append(CultureInfo.InvariantCulture, $"\\u{(int)letter:X4}")
                : escaped.Append(letter);
        }

        return escaped.ToString();
    }

    private static int FirstUnseen(string json)
    {
        for (var at = 0; at < json.Length; at++)
        {
            if (IsUnseen(json[at]))
            {
                return at;
            }
        }

        return -1;
    }

    private static bool IsUnseen(char letter) =>
        letter >= '\u0080' && char.GetUnicodeCategory(letter) is UnicodeCategory.Format or UnicodeCategory.Control;
}
