using System.Globalization;

namespace PlotManager.Core.Text;

/// <summary>Durations and sizes as screens and messages show them.</summary>
public static class Figures
{
    public const long Mib = 1L << 20;
    public const long Gib = 1L << 30;
    public const long Tib = 1L << 40;

    private const string Unknown = "?";

    /// <summary>HH:MM, or HH:MM:SS; hours beyond 99 take the digits they need.</summary>
    public static string Clock(double? seconds, bool withSeconds = false)
    {
        if (seconds is not { } known || !double.IsFinite(known))
        {
            return Unknown;
        }

        var whole = (long)Math.Clamp(known, 0, 1e11);
        var clock = string.Create(CultureInfo.InvariantCulture, $"{whole / 3600:00}:{whole / 60 % 60:00}");
        return withSeconds ? string.Create(CultureInfo.InvariantCulture, $"{clock}:{whole % 60:00}") : clock;
    }

    /// <summary>Whole GiB as the original shows the size of temp files: "105 GiB".</summary>
    public static string WholeGib(long? bytes) => bytes is { } known ? $"{Rounded(known / (double)Gib, 0)} GiB" : Unknown;

    /// <summary>TiB, GiB, MiB or KiB, whichever fits; two, one and no digits.</summary>
    public static string Size(long? bytes) => bytes switch
    {
        null => Unknown,
        >= Tib or <= -Tib => $"{Rounded(bytes.Value / (double)Tib, 2)} TiB",
        >= Gib or <= -Gib => $"{Rounded(bytes.Value / (double)Gib, 1)} GiB",
        0 or >= Mib or <= -Mib => $"{Rounded(bytes.Value / (double)Mib, 0)} MiB",
        _ => $"{Math.Ceiling(bytes.Value / 1024.0)} KiB",
    };

    /// <summary>Whole GiB, or below one GiB whole MiB.</summary>
    public static string WholeSize(long? bytes) =>
        bytes is { } known and < Gib ? $"{Rounded(known / (double)Mib, 0)} MiB" : WholeGib(bytes);

    /// <summary>Percent of a share 0..1; less than the whole is never shown as 100.</summary>
    public static string Percent(double share, int digits)
    {
        var percent = Math.Round(Math.Clamp(share, 0, 1) * 100, digits, MidpointRounding.ToEven);
        if (percent >= 100 && share < 1)
        {
            percent = 100 - Math.Pow(10, -digits);
        }

        return Rounded(percent, digits) + "%";
    }

    /// <summary>"1 plot", "2 plots".</summary>
    public static string Count(int count, string thing) => $"{count} {thing}{(count == 1 ? "" : "s")}";

    public static string Rounded(double value, int digits) =>
        Math.Round(value, digits, MidpointRounding.ToEven)
            .ToString("F" + digits.ToString(CultureInfo.InvariantCulture), CultureInfo.InvariantCulture);
}
