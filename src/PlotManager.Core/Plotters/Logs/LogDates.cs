using System.Globalization;
using System.Text;

namespace PlotManager.Core.Plotters.Logs;

/// <summary>The dates that plotters write, all in the machine's local time. A localized or broken one is simply not known.</summary>
internal static class LogDates
{
    private const int Longest = 40;

    private static readonly string[] Formats =
    [
        "ddd MMM d HH:mm:ss yyyy", // C's ctime, with the day padded by a space: chiapos
        "yyyy/MM/dd HH:mm:ss", // madMax
        "yyyy-MM-dd'T'HH:mm:ss.FFFFFFF", // chia's Python
        "yyyy-MM-dd HH:mm:ss",
        "yyyy-MM-dd-HH-mm", // in plot names
    ];

    public static DateTime? Parse(ReadOnlySpan<byte> text) =>
        text.Length is > 0 and <= Longest
        && DateTime.TryParseExact(Encoding.UTF8.GetString(text), Formats, CultureInfo.InvariantCulture,
            DateTimeStyles.AllowInnerWhite | DateTimeStyles.AllowLeadingWhite | DateTimeStyles.AllowTrailingWhite, out var date)
            ? date
            : null;
}
