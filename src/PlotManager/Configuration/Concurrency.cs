using System.Collections.Immutable;
using PlotManager.Core.Configuration;
using PlotManager.Core.Plotters;
using PlotManager.Core.Text;
using PlotManager.Platform;

namespace PlotManager.Configuration;

/// <summary>How many plots a machine can well make at once, for a config to start from.</summary>
internal static class Concurrency
{
    /// <summary>The least of what the cores, the memory and the free space of the temp drives allow, one at least; and why.</summary>
    /// <param name="cores">Logical ones.</param>
    public static (int Runs, string Reason) Propose(
        PlotterProfile plotter, ImmutableArray<string> temps, int k, int cores, Machine machine)
    {
        var byCores = cores / StarterConfig.UsualThreads;
        var memory = machine.Load.Read().RamTotal;
        var byMemory = memory / (StarterConfig.UsualMemoryMiB * Figures.Mib);
        var peak = plotter.PeakTemp(k, 0, withTemp2: false).Temp;
        long? byTemp = peak > 0 ? Free(temps, machine.Drives) / peak : null;
        var runs = new long?[] { byCores, byMemory, byTemp, plotter.MayShareTemp ? null : temps.Length }.Min() ?? 1;
        var reasons = new[]
        {
            $"{Figures.Count(cores, "core")} at {StarterConfig.UsualThreads} threads a plot allow {byCores}",
            byMemory is null ? null : $"{Figures.Size(memory)} of memory {byMemory}",
            byTemp is null ? null : $"the free space of the temp drives {byTemp}",
        };
        return ((int)Math.Clamp(runs, 1, int.MaxValue), $"for {string.Join(", ", reasons.OfType<string>())}.");
    }

    // Directories of one drive share its free space.
    private static long? Free(ImmutableArray<string> temps, IDrives drives)
    {
        var found = temps.Select(drives.DriveOf).OfType<DriveReading>().DistinctBy(drive => drive.Pool).ToList();
        return found.Count == 0 ? null : found.Sum(drive => drive.FreeBytes);
    }
}
