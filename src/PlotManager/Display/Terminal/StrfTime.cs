using System.Globalization;
using System.Text;

namespace PlotManager.Display.Terminal;

/// <summary>
/// strftime as Python's documentation lists its codes (https://docs.python.org/3/library/datetime.html#format-codes), in the C locale,
/// with what glibc adds to them and people copy from elsewhere: %D %e %F %T %R %s ..., and the flags of <c>%-d</c> (no padding),
/// <c>%_d</c> (blanks), <c>%0e</c> (zeros), <c>%^a</c> (capitals). An unknown code is left as it stands.
/// </summary>
public static class StrfTime
{
    private static readonly string[] Days = ["Sunday", "Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday"];

    private static readonly string[] Months =
    [
        "January", "February", "March", "April", "May", "June",
        "July", "August", "September", "October", "November", "December",
    ];

    /// <param name="zoneName">For %Z; empty if there is none.</param>
    public static string Format(DateTimeOffset time, string format, string zoneName = "")
    {
        var text = new StringBuilder(format.Length + 16);
        for (var at = 0; at < format.Length; at++)
        {
            if (format[at] != '%')
            {
                text.Append(format[at]);
                continue;
            }

            var start = at++;
            var flag = '\0';
            while (at < format.Length && format[at] is '-' or '_' or '0' or '^' or '#')
            {
                flag = format[at++];
            }

            var colon = at + 1 < format.Length && format[at] == ':' && format[at + 1] == 'z';
            at += colon ? 1 : 0;
            var code = at < format.Length ? Code(time, format[at], flag, colon, zoneName) : null;
            text.Append(code ?? format[start..Math.Min(at + 1, format.Length)]);
        }

        return text.ToString();
    }

    private static string? Code(DateTimeOffset time, char code, char flag, bool colon, string zoneName) => code switch
    {
        'a' => Cased(Days[(int)time.DayOfWeek][..3], flag),
        'A' => Cased(Days[(int)time.DayOfWeek], flag),
        'w' => Number((int)time.DayOfWeek, 1, flag),
        'u' => Number(IsoDay(time), 1, flag),
        'd' => Number(time.Day, 2, flag),
        'e' => Number(time.Day, 2, flag, ' '),
        'b' or 'h' => Cased(Months[time.Month - 1][..3], flag),
        'B' => Cased(Months[time.Month - 1], flag),
        'm' => Number(time.Month, 2, flag),
        'y' => Number(time.Year % 100, 2, flag),
        'Y' => Number(time.Year, 4, flag),
        'C' => Number(time.Year / 100, 2, flag),
        'H' => Number(time.Hour, 2, flag),
        'k' => Number(time.Hour, 2, flag, ' '),
        'I' => Number(TwelveHour(time), 2, flag),
        'l' => Number(TwelveHour(time), 2, flag, ' '),
        'p' => flag == '#' ? Half(time).ToLowerInvariant() : Half(time),
        'P' => Half(time).ToLowerInvariant(),
        'M' => Number(time.Minute, 2, flag),
        'S' => Number(time.Second, 2, flag),
        'f' => Number(time.Ticks % TimeSpan.TicksPerSecond / 10, 6, flag),
        'z' => Offset(time.Offset, colon),
        'Z' => flag == '#' ? zoneName.ToLowerInvariant() : zoneName,
        'j' => Number(time.DayOfYear, 3, flag),
        'U' => Number((time.DayOfYear + 6 - (int)time.DayOfWeek) / 7, 2, flag),
        'W' => Number((time.DayOfYear + 6 - (IsoDay(time) - 1)) / 7, 2, flag),
        'V' => Number(ISOWeek.GetWeekOfYear(time.DateTime), 2, flag),
        'G' => Number(ISOWeek.GetYear(time.DateTime), 4, flag),
        'g' => Number(ISOWeek.GetYear(time.DateTime) % 100, 2, flag),
        's' => time.ToUnixTimeSeconds().ToString(CultureInfo.InvariantCulture),
        'c' => Cased(Format(time, "%a %b %e %H:%M:%S %Y"), flag),
        'x' or 'D' => Format(time, "%m/%d/%y"),
        'X' or 'T' => Format(time, "%H:%M:%S"),
        'r' => Format(time, "%I:%M:%S %p"),
        'R' => Format(time, "%H:%M"),
        'F' => Format(time, "%Y-%m-%d"),
        'n' => "\n",
        't' => "\t",
        '%' => "%",
        _ => null,
    };

    private static string Number(long value, int digits, char flag, char padding = '0')
    {
        var text = value.ToString(CultureInfo.InvariantCulture);
        return flag switch
        {
            '-' or '#' => text,
            '_' => text.PadLeft(digits, ' '),
            '0' => text.PadLeft(digits, '0'),
            _ => text.PadLeft(digits, padding),
        };
    }

    private static string Cased(string text, char flag) => flag is '^' or '#' ? text.ToUpperInvariant() : text;

    private static string Half(DateTimeOffset time) => time.Hour < 12 ? "AM" : "PM";

    private static int TwelveHour(DateTimeOffset time) => time.Hour % 12 == 0 ? 12 : time.Hour % 12;

    private static int IsoDay(DateTimeOffset time) => time.DayOfWeek == DayOfWeek.Sunday ? 7 : (int)time.DayOfWeek;

    private static string Offset(TimeSpan offset, bool colon)
    {
        var away = offset.Duration();
        var between = colon ? ":" : "";
        return string.Create(
            CultureInfo.InvariantCulture, $"{(offset < TimeSpan.Zero ? '-' : '+')}{away.Hours:00}{between}{away.Minutes:00}");
    }
}
