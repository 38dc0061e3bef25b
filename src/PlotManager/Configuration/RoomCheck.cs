using PlotManager.Core.Configuration;
using PlotManager.Core.PlotFiles;
using PlotManager.Core.Scheduling;
using PlotManager.Core.Text;
using PlotManager.Platform;

namespace PlotManager.Configuration;

/// <summary>
/// Whether the drives have room: temp for the peak of the plots that may run there at once, destinations for plots to come.
/// </summary>
internal sealed class RoomCheck(IDrives drives, IFiles files)
{
    private sealed record Place(string Directory, DirectoryFinding Finding, List<Use> Uses);

    /// <param name="Runs">How many runs of the job may use the directory at once.</param>
    /// <param name="Bytes">Of one plot: its peak in temp; for a destination its size with all that goes with it.</param>
    private sealed record Use(Job Job, long Runs, long Bytes, DirectoryUse Kind)
    {
        public bool IsTemp => Kind != DirectoryUse.Destination;
    }

    public IEnumerable<MachineFinding> Look(Config config)
    {
        var places = config.Jobs
            .SelectMany(job => Uses(job, config.Global.MaxConcurrent))
            .Where(pair => !Paths.IsElsewhere(pair.Directory))
            .GroupBy(pair => pair.Directory, pair => pair.Use, StringComparer.Ordinal)
            .Select(group => new Place(group.Key, drives.Look(group.Key), [.. group]))
            .Where(place => place.Finding.IsUsable)
            .ToList();
        return places.GroupBy(place => place.Finding.Drive!, StringComparer.Ordinal)
            .SelectMany(drive => Drive(drive.Key, [.. drive], config));
    }

    private static IEnumerable<(string Directory, Use Use)> Uses(Job job, int globalLimit)
    {
        var runs = Math.Min(job.MaxConcurrentWithStartEarly, globalLimit);
        var (temp, temp2) = PlotNeeds.PeakTemp(job, 0, job.PlotsPerRun);
        var plot = Room.Needs(PlotNeeds.FinalBytes(job));
        return Turns(job.Temp, new Use(job, runs, temp, DirectoryUse.Temp))
            .Concat(job.Temp2DestinationSync ? [] : Turns(job.Temp2, new Use(job, runs, temp2, DirectoryUse.Temp2)))
            .Concat(Turns(
                job.Destination,
                new Use(job, runs, job.Temp2DestinationSync ? Math.Max(plot, temp2) : plot, DirectoryUse.Destination)));
    }

    // Directories of a list take turns: with 5 runs in 2 of them, one may hold 3.
    private static IEnumerable<(string Directory, Use Use)> Turns(IReadOnlyCollection<string> directories, Use use) =>
        directories.Select(directory => (directory, use with { Runs = (use.Runs + directories.Count - 1) / directories.Count }));

    private IEnumerable<MachineFinding> Drive(string drive, List<Place> places, Config config)
    {
        var free = places[0].Finding.FreeBytes;
        var total = places[0].Finding.TotalBytes;
        var temps = places.SelectMany(place => place.Uses).Where(use => use is { IsTemp: true, Bytes: > 0, Runs: > 0 }).ToList();
        if (temps.Count > 0)
        {
            yield return Temp(drive, total, free + places.Sum(TempFiles), temps, config.Global.MaxConcurrent);
        }

        var destinations = places.SelectMany(place => place.Uses).Where(use => !use.IsTemp).ToList();
        if (destinations.Count > 0)
        {
            yield return Destination(drive, total, free, destinations);
        }
    }

    private static MachineFinding Temp(string drive, long total, long available, List<Use> uses, int globalLimit)
    {
        // The largest plots first: as many of them as the limits let run at once. A run has both its temp and its temp2 here, if they are.
        var needs = uses.GroupBy(use => use.Job)
            .Select(group => group.GroupBy(use => use.Kind)
                .Select(kind => (Peak: kind.Max(use => use.Bytes), Runs: kind.Sum(use => use.Runs)))
                .ToList())
            .Zip(uses.Select(use => use.Job).Distinct(), (
                kinds,
                job) => (Peak: kinds.Sum(kind => kind.Peak), Runs: Math.Min(kinds.Max(kind => kind.Runs), job.MaxConcurrentWithStartEarly)))
            .OrderByDescending(need => need.Peak).ToList();
        var runs = Math.Min(needs.Sum(need => need.Runs), globalLimit);
        long needed = 0, left = globalLimit, room = 0, still = available;
        foreach (var (peak, wanted) in needs)
        {
            var count = Math.Min(wanted, left);
            left -= count;
            needed += count * peak;
        }
        foreach (var (peak, wanted) in needs)
        {
            // Of the last kind of plot as many as fit, to say how far the room goes.
            var fits = (peak, wanted) == needs[^1] ? still / peak : Math.Min(wanted, still / peak);
            room += fits;
            still -= fits * peak;
        }
        var jobs = MachineCheck.Jobs(uses.Select(use => use.Job));
        var text = $"{Figures.Size(total)}, room for {Plots(room)} at peak, {jobs} may run {runs}";
        // With check_temp_space a start waits for room; without, plotters fill the drive and fail or hang.
        // With it and room for none, it waits for ever.
        return needed > available && (room == 0 || !uses.TrueForAll(use => use.Job.CheckTempSpace))
            ? MachineFinding.Warning(
                drive,
                $"{text}: {(room == 0 ? $"too little{Beside(uses)}" : "stagger them, lower max_concurrent or set check_temp_space")}")
            : MachineFinding.Ok(drive, text);
    }

    // What is made and not yet copied may be what is too much.
    private static string Beside(List<Use> uses) =>
        uses.Find(use => use.Job.PlotsPerRun > 1
            && PlotNeeds.WaitingForCopy(use.Job.Plotter, use.Job.ExtraArgs, use.Bytes) > 0) is { Job: var job }
            ? $", for with plots_per_run {job.PlotsPerRun} the plot before lies in temp until it is copied; add "
                + $"{job.Plotter.Log.WaitsForCopy.FirstOrDefault("a flag that waits for the copy")} to extra_args, or set "
                    + "plots_per_run to 1"
            : "";

    private static MachineFinding Destination(string drive, long total, long free, List<Use> uses)
    {
        var largest = uses.Max(use => use.Bytes);
        var room = largest > 0 ? free / largest : 0;
        var text = $"{Figures.Size(total)}, {Figures.Size(free)} free, room for {Plots(room)}, destination of "
            + $"{MachineCheck.Jobs(uses.Select(use => use.Job))}";
        return room == 0 ? MachineFinding.Warning(drive, $"{text}: full") : MachineFinding.Ok(drive, text);
    }

    // What plots in the making hold already is room for them.
    private long TempFiles(Place place)
    {
        var plotters = place.Uses.Where(use => use.IsTemp).Select(use => use.Job.Plotter).Distinct().ToList();
        if (plotters.Count == 0)
        {
            return 0;
        }

        try
        {
            return files.List(place.Directory)
                .Where(file => plotters.Exists(plotter => plotter.Files.KindOf(
                    Path.GetFileName(file.Path)) is PlotFileKind.Temp or PlotFileKind.Growing))
                .Sum(file => file.Allocated);
        }
        catch (Exception unreadable) when (unreadable is IOException or UnauthorizedAccessException)
        {
            return 0; // only the free bytes are known then
        }
    }

    private static string Plots(long count) => count == 1 ? "1 plot" : $"{count} plots";
}
