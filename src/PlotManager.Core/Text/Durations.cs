namespace PlotManager.Core.Text;

/// <summary>Durations in words, for screens, reasons and messages alike.</summary>
public static class Durations
{
    /// <summary>
    /// With the units that fit: "42 s", "18 min", "3 h 10 min", "6 d 4 h". What does not fill a unit is left out, never rounded up.
    /// </summary>
    public static string Words(TimeSpan span)
    {
        var seconds = (long)Math.Max(0, Math.Floor(span.TotalSeconds));
        return seconds switch
        {
            < 60 => $"{seconds} s",
            < 3600 => $"{seconds / 60} min",
            < 86_400 => Words(seconds / 3600, "h", seconds / 60 % 60, "min"),
            _ => Words(seconds / 86_400, "d", seconds / 3600 % 24, "h"),
        };
    }

    private static string Words(long whole, string unit, long rest, string smaller) =>
        rest == 0 ? $"{whole} {unit}" : $"{whole} {unit} {rest} {smaller}";
}
