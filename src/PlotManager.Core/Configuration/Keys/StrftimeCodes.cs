using PlotManager.Core.Yaml;

namespace PlotManager.Core.Configuration.Keys;

/// <summary>Checks a date format of <c>view.datetime_format</c> against the codes of C's and Python's strftime.</summary>
internal static class StrftimeCodes
{
    private const string Known = "aAbBcCdDeFgGhHIjklmMnpPrRsStTuUVwWxXyYzZf%";

    public static string? Wrong(string format)
    {
        for (var index = format.IndexOf('%', StringComparison.Ordinal); index >= 0; index = format.IndexOf('%', index + 1))
        {
            index++;
            // glibc: %-d and others drop or choose the padding; Windows: %#d.
            if (index < format.Length && format[index] is '-' or '_' or '0' or '^' or '#')
            {
                index++;
            }

            if (index >= format.Length)
            {
                return "ends with a % alone; a percent sign is written %%";
            }

            if (!Known.Contains(format[index], StringComparison.Ordinal))
            {
                return $"%{YamlMessages.Shown(format[index].ToString())} is not a strftime code; a percent sign is written %%";
            }

            if (index + 1 >= format.Length)
            {
                break;
            }
        }
        return null;
    }
}
