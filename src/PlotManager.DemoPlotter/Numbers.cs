using System.Globalization;

namespace PlotManager.DemoPlotter;

/// <summary>Numbers as C++ streams print them.</summary>
internal static class Numbers
{
    /// <summary>Six significant digits, no trailing zeros: 39.5967, 0.659945, 74.</summary>
    public static string Six(double number) => number.ToString("G6", CultureInfo.InvariantCulture)
        .Replace("E-0", "e-", StringComparison.Ordinal)
        .Replace("E+", "e+", StringComparison.Ordinal);

    /// <summary>Three digits after the point: 36.919.</summary>
    public static string Three(double number) => number.ToString("F3", CultureInfo.InvariantCulture);
}
