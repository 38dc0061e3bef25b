using System.Globalization;
using System.Text;

namespace PlotManager.Core.Plotters.Logs.Lines;

/// <summary>The dates that plotters write, all in the machine's local time. A localized or broken one is simply not known.</summary>
internal static class LogDates
{
    private const int ShortestForm = 16; // yyyy-MM-dd-HH-mm
    private const int Longest = 40;
    private const int LastYear = 9998; // in any time zone a date

    public static DateTime? Parse(ReadOnlySpan<byte> text)
    {
        if (text.Length is < ShortestForm or > Longest || FormatOf(text) is not { } format)
        {
            return null;
        }

        Span<char> characters = stackalloc char[Longest];
        return DateTime.TryParseExact(
            characters[..Encoding.Latin1.GetChars(
                text, characters)], format, CultureInfo.InvariantCulture, DateTimeStyles.AllowInnerWhite, out var date)
            && date.Year is >= 1970 and <= LastYear
            ? date
            : null;
    }

    /// <summary>Null where nothing is known or no such time will come.</summary>
    public static DateTime? Later(DateTime? start, double seconds) =>
        start is { } date && seconds < (new DateTime(LastYear, 1, 1) - date).TotalSeconds
            ? date.AddTicks((long)Math.Round(seconds * TimeSpan.TicksPerSecond))
            : null;

    private static string? FormatOf(ReadOnlySpan<byte> text) =>
        char.IsAsciiLetter((char)text[0]) ? "ddd MMM d HH:mm:ss yyyy" // C's ctime, with the day padded by a space: chiapos
        : text[4] == '/' ? "yyyy/MM/dd HH:mm:ss" // madMax
        : (char)text[10] switch
        {
            'T' => "yyyy-MM-dd'T'HH:mm:ss.FFFFFFF", // chia's Python
            ' ' => "yyyy-MM-dd HH:mm:ss",
            '-' => "yyyy-MM-dd-HH-mm", // in plot names
            _ => null,
        };
}
