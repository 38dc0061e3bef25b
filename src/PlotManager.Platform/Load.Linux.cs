using System.Globalization;
using System.Runtime.Versioning;

namespace PlotManager.Platform;

/// <summary>/proc/stat counts the ticks of all CPUs, /proc/meminfo what is available (proc(5)).</summary>
[SupportedOSPlatform("linux")]
public sealed class LinuxLoad : ILoad
{
    private (long Busy, long All)? _before;

    public MachineLoad Read()
    {
        var (total, available) = Memory(ProcFiles.Text("/proc/meminfo") ?? "");
        return new MachineLoad(Cpu(ProcFiles.Text("/proc/stat") ?? ""), total - available, total);
    }

    /// <summary>Bytes in all and available, from the text of /proc/meminfo.</summary>
    internal static (long? Total, long? Available) Memory(string text) => (Kilobytes(text, "MemTotal:"), Kilobytes(text, "MemAvailable:"));

    /// <summary>Ticks busy and in all, from the first line of /proc/stat: user nice system idle iowait irq softirq steal.</summary>
    internal static (long Busy, long All)? Ticks(string text)
    {
        var end = text.IndexOf('\n');
        var fields = (end < 0 ? text : text[..end]).Split(' ', StringSplitOptions.RemoveEmptyEntries);
        if (fields.Length < 6 || fields[0] != "cpu")
        {
            return null;
        }

        long all = 0;
        long idle = 0;
        for (var i = 1; i < Math.Min(fields.Length, 9); i++)
        {
            if (!long.TryParse(fields[i], NumberStyles.None, CultureInfo.InvariantCulture, out var ticks))
            {
                return null;
            }

            all += ticks;
            idle += i is 4 or 5 ? ticks : 0;
        }

        return (all - idle, all);
    }

    private double? Cpu(string text)
    {
        var now = Ticks(text);
        var before = _before;
        _before = now;
        return now is { } current && before is { } earlier && current.All > earlier.All
            ? 100.0 * (current.Busy - earlier.Busy) / (current.All - earlier.All)
            : null;
    }

    private static long? Kilobytes(string text, string name)
    {
        var at = text.IndexOf(name, StringComparison.Ordinal);
        if (at < 0)
        {
            return null;
        }

        var digits = text.AsSpan(at + name.Length).TrimStart();
        var end = digits.IndexOfAnyExceptInRange('0', '9');
        return long.TryParse(end < 0 ? digits : digits[..end], out var kilobytes) ? kilobytes * 1024 : null;
    }
}
