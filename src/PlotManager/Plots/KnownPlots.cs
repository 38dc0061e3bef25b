using System.Collections.Immutable;
using PlotManager.Core.PlotFiles;
using PlotManager.Platform;

namespace PlotManager.Plots;

/// <summary>
/// What the last scan of plots has found, as a running manager knows it. It reads no plot: <c>plotmanager plots</c> does. What that left
/// in its index is read anew when it has changed, beside the loop, and no more often than once a minute.
/// </summary>
/// <param name="places">Where the index may be, the preferred one first.</param>
public sealed class KnownPlots(Machine machine, ImmutableArray<string> places)
{
    private static readonly TimeSpan Every = TimeSpan.FromMinutes(1);

    private readonly Dictionary<string, string> _drives = [];
    private long? _asked;
    private IReadOnlyList<DateTimeOffset?> _stamp = [];
    private Task<PlotsFound>? _reading;

    /// <summary>As of the last scan.</summary>
    public PlotsFound Found { get; private set; } = PlotsFound.Nothing;

    /// <summary>Takes over what was read meanwhile, and begins to read where a minute has passed. Waits for nothing.</summary>
    /// <returns>Whether something else is found now.</returns>
    public bool Refresh()
    {
        if (_reading is { IsCompleted: true } read)
        {
            _reading = null;
            var before = Found;
            Found = read.IsCompletedSuccessfully ? read.Result : Found; // an index that cannot be read is as good as none
            return !ReferenceEquals(before, Found);
        }

        if (_reading is null && (_asked is not { } asked || machine.Time.GetElapsedTime(asked) >= Every))
        {
            _asked = machine.Time.GetTimestamp();
            _reading = Task.Run(Read);
        }

        return false;
    }

    /// <summary>The same at once, for those who look once.</summary>
    public KnownPlots ReadNow()
    {
        Found = Read();
        return this;
    }

    private PlotsFound Read()
    {
        DateTimeOffset?[] stamp = [.. places.Select(Changed)];
        var plots = stamp.SequenceEqual(_stamp) ? Found.Plots : PlotMemory.Open(places).All();
        _stamp = stamp;

        // A plot that was deleted, mended or replaced since is told of no more.
        var bad = plots.Where(plot => plot.File.IsBad && PlotName.IsFarmed(plot.File.Name)).ToList();
        var now = machine.Files.LookAll(bad.Select(plot => plot.Path));
        var stillBad = bad.Where(plot => now.GetValueOrDefault(plot.Path) is { } found && plot.IsOf(found));
        return new PlotsFound(plots, [.. stillBad], Counts(plots));
    }

    private ImmutableArray<PlotCount> Counts(IReadOnlyList<RememberedPlot> plots) =>
    [
        .. plots.Where(plot => PlotName.IsFarmed(plot.File.Name))
            .DistinctBy(plot => plot.Identity)
            .GroupBy(plot => (Drive: DriveOf(Path.GetDirectoryName(plot.Path)!), plot.File.State))
            .Select(same => new PlotCount(same.Key.Drive, same.Key.State, same.Count()))
            .OrderBy(count => count.Drive, StringComparer.Ordinal).ThenBy(count => count.State),
    ];

    private string DriveOf(string folder)
    {
        if (!_drives.TryGetValue(folder, out var drive))
        {
            _drives[folder] = drive = machine.Drives.DriveOf(folder)?.MountPoint ?? folder;
        }

        return drive;
    }

    private static DateTimeOffset? Changed(string place) =>
        File.Exists(place) ? new DateTimeOffset(File.GetLastWriteTimeUtc(place), TimeSpan.Zero) : null;
}

/// <summary>Plots that a scan has found.</summary>
/// <param name="Bad">Those under a name that is farmed with which something is wrong, and that are still there.</param>
public sealed record PlotsFound(
    IReadOnlyList<RememberedPlot> Plots, ImmutableArray<RememberedPlot> Bad, ImmutableArray<PlotCount> Counts)
{
    public static PlotsFound Nothing { get; } = new([], [], []);

    /// <summary>Where the whole plot of this id was found; null where it was not.</summary>
    public RememberedPlot? Whole(string id) => Plots.FirstOrDefault(plot => plot.File is { State: PlotFileState.Whole }
        && PlotName.IsFarmed(plot.File.Name) && string.Equals(plot.File.Id, id, StringComparison.OrdinalIgnoreCase));
}

/// <summary>How many plots of a drive are in a state.</summary>
public sealed record PlotCount(string Drive, PlotFileState State, int Plots);
