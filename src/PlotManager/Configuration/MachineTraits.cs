using System.Collections.Immutable;
using System.Globalization;
using PlotManager.Platform;

namespace PlotManager.Configuration;

/// <summary>What this user may do with processes on this machine.</summary>
/// <param name="Cpus">The logical CPUs a plotter may be bound to; null where the system binds none.</param>
/// <param name="LowestNice">The least nice value that may be given; Windows: of no meaning.</param>
/// <param name="IsAdministrator">Root, or an elevated user of Windows.</param>
public sealed record MachineTraits(ImmutableSortedSet<int>? Cpus, int LowestNice, bool IsAdministrator, bool Windows)
{
    private const int MostPriority = -20;
    private const int CapSysNice = 23; // linux/capability.h

    public static MachineTraits OfThisMachine()
    {
        if (OperatingSystem.IsLinux())
        {
            return OfLinux(SharedFile.ReadText("/proc/self/status"), SharedFile.ReadText("/proc/self/limits"));
        }

        var all = Enumerable.Range(0, Environment.ProcessorCount).ToImmutableSortedSet();
        return new MachineTraits(
            OperatingSystem.IsMacOS() ? null : all,
            Environment.IsPrivilegedProcess ? MostPriority : 0,
            Environment.IsPrivilegedProcess,
            OperatingSystem.IsWindows());
    }

    /// <param name="status">/proc/self/status: which CPUs are allowed, which capabilities there are.</param>
    /// <param name="limits">/proc/self/limits: how far the nice value may be lowered (setrlimit(2): to 20 minus the limit).</param>
    internal static MachineTraits OfLinux(string status, string limits)
    {
        var capabilities = ulong.TryParse(Field(status, "CapEff:"), NumberStyles.HexNumber, CultureInfo.InvariantCulture, out var bits)
            ? bits
            : 0;
        var mayAll = (capabilities >> CapSysNice & 1) != 0;
        var limit = Field(limits, "Max nice priority").Split(' ', StringSplitOptions.RemoveEmptyEntries).FirstOrDefault("0");
        var lowest = mayAll || limit == "unlimited" ? MostPriority
            : int.TryParse(limit, CultureInfo.InvariantCulture, out var rooms) ? Math.Clamp(20 - rooms, MostPriority, 0) : 0;
        return new MachineTraits(CpuList(Field(status, "Cpus_allowed_list:")), lowest, mayAll, Windows: false);
    }

    // 0-3,8,10-11
    private static ImmutableSortedSet<int> CpuList(string text)
    {
        var cpus = ImmutableSortedSet.CreateBuilder<int>();
        foreach (var range in text.Split(',', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries))
        {
            var ends = range.Split('-');
            if (int.TryParse(ends[0], CultureInfo.InvariantCulture, out var first)
                && int.TryParse(ends[^1], CultureInfo.InvariantCulture, out var last)
                && last >= first)
            {
                cpus.UnionWith(Enumerable.Range(first, last - first + 1));
            }
        }
        return cpus.ToImmutable();
    }

    private static string Field(string text, string name) =>
        text.Split('\n').FirstOrDefault(line => line.StartsWith(name, StringComparison.Ordinal))?[name.Length..].Trim() ?? "";
}
