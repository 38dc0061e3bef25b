using PlotManager.Core.Plotters;
using PlotManager.Core.Plotters.Reading;
using PlotManager.Platform;

namespace PlotManager.Configuration;

/// <summary>A mounted drive that plots might be made on or go to.</summary>
internal sealed record DriveCandidate(string Root, long TotalBytes, long FreeBytes);

/// <summary>What <c>init</c> proposes where it was not told: a plotter that is there, and the drives with room.</summary>
internal sealed class StarterProposals(
    IFiles files, Func<string, string?> variable, string home, Func<IReadOnlyList<DriveCandidate>> drives)
{
    /// <summary>The first plotter on PATH or in the usual places, null if there is none.</summary>
    /// <param name="only">A plotter that was asked for; null: any built-in one.</param>
    public (string Location, PlotterProfile Plotter)? Plotter(PlotterProfile? only)
    {
        var search = new ExecutableSearch(files, variable);
        foreach (var plotter in only is null ? BuiltInProfiles.Catalog.All.Where(profile => !profile.StandIn) : [only])
        {
            var names = plotter.Processes.Where(form => !form.Wrapper)
                .SelectMany(form => form.Executables)
                .Where(name => !name.Contains('*'))
                .Distinct();
            var found = names
                .SelectMany(name => UsualFolders()
                    .Select(folder => Path.Combine(folder, OperatingSystem.IsWindows() ? name + ".exe" : name))
                    .Prepend(name))
                .FirstOrDefault(location => search.Find(location).Path is not null);
            if (found is not null)
            {
                return (search.Find(found).Path!, plotter);
            }
        }
        return null;
    }

    /// <summary>
    /// The drive to plot on: most free bytes among the small ones, which are usually the fast ones; null if no drive has room.
    /// </summary>
    public string? Temp(long peakBytes) =>
        WithRoom(peakBytes).OrderBy(drive => drive.TotalBytes).ThenByDescending(drive => drive.FreeBytes).FirstOrDefault()?.Root;

    /// <summary>The drive for finished plots: the one with most room besides temp, else temp itself.</summary>
    public string? Destination(string? temp, long plotBytes) =>
        WithRoom(plotBytes).OrderBy(drive => drive.Root == temp).ThenByDescending(drive => drive.FreeBytes).FirstOrDefault()?.Root;

    /// <summary>The drives of this machine that are ready.</summary>
    public static IReadOnlyList<DriveCandidate> DrivesOfThisMachine()
    {
        var found = new List<DriveCandidate>();
        foreach (var drive in DriveInfo.GetDrives())
        {
            try
            {
                if (drive.IsReady && drive.DriveType is DriveType.Fixed or DriveType.Removable or DriveType.Network)
                {
                    found.Add(new DriveCandidate(drive.RootDirectory.FullName, drive.TotalSize, drive.AvailableFreeSpace));
                }
            }
            catch (Exception unreadable) when (unreadable is IOException or UnauthorizedAccessException)
            {
                continue; // a drive that does not answer is none to propose
            }
        }
        return found;
    }

    private IEnumerable<DriveCandidate> WithRoom(long bytes) =>
        drives().Where(drive => drive.FreeBytes >= bytes && Directory.Exists(drive.Root));

    private IEnumerable<string> UsualFolders() =>
    [
        "/usr/local/bin", "/opt/chia", "/usr/lib/chia-blockchain/resources/app.asar.unpacked/daemon",
        "/Applications/Chia.app/Contents/Resources/app.asar.unpacked/daemon",
        Path.Combine(home, "chia-blockchain", "venv", "bin"), Path.Combine(home, "chia-plotter", "build"),
        Path.Combine(home, "AppData", "Local", "Programs", "Chia", "resources", "app.asar.unpacked", "daemon"),
    ];
}
