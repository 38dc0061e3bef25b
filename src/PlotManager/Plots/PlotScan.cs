using System.Collections.Concurrent;
using PlotManager.Core.PlotFiles;
using PlotManager.Core.Plotters;
using PlotManager.Core.Scheduling;
using PlotManager.Platform;

namespace PlotManager.Plots;

/// <summary>Finds plots and reads their heads: all drives at the same time, the plots of one drive one after another.</summary>
/// <param name="catalog">Whose plotters' temp files are no plots.</param>
/// <param name="deep">Whether to read the index of a <c>.gplot</c> too.</param>
/// <param name="wake">Whether disks that sleep are woken; else their plots are those that are remembered.</param>
internal sealed class PlotScan(Machine machine, ProfileCatalog catalog, PlotMemory memory, bool deep, bool wake = true)
{
    private const int DrivesAtOnce = 16;

    private readonly ConcurrentBag<PlotOnDisk> _plots = [];
    private readonly ConcurrentBag<string> _troubles = [];
    private int _read;

    /// <summary>How many plots were read so far; any thread may ask.</summary>
    public int ReadSoFar => Volatile.Read(ref _read);

    /// <param name="paths">Folders, whose own folders are left alone as harvesters do, and files, which are read whatever their
    /// names.</param>
    public PlotInventory Of(IEnumerable<string> paths)
    {
        var all = paths.Distinct().ToLookup(path => !wake && machine.Drives.IsAsleep(path));
        var (asleep, given) = (all[true].ToList(), all[false].ToList());
        foreach (var plot in asleep.SelectMany(memory.In))
        {
            _plots.Add(plot);
        }

        var findings = machine.Drives.LookAtAll(given);
        var drives = given.GroupBy(path => findings[path].Drive ?? path);
        Parallel.ForEach(drives, new ParallelOptions { MaxDegreeOfParallelism = DrivesAtOnce }, drive =>
        {
            foreach (var path in drive)
            {
                Scan(path, findings[path]);
            }
        });
        return new PlotInventory(
            [.. _plots.OrderBy(plot => plot.Path, StringComparer.Ordinal).DistinctBy(plot => plot.Identity ?? plot.Path)],
            [.. _troubles.Order(StringComparer.Ordinal)])
        { Asleep = asleep };
    }

    private void Scan(string path, DirectoryFinding finding)
    {
        switch (finding.Condition)
        {
            case DirectoryCondition.Usable or DirectoryCondition.NotWritable or DirectoryCondition.ReadOnly:
                Folder(path, finding.Drive);
                break;
            case DirectoryCondition.NotADirectory:
                Given(path);
                break;
            case DirectoryCondition.Missing:
                _troubles.Add($"{path}: there is no such file or folder");
                break;
            default:
                _troubles.Add($"{path}: {finding.Detail ?? "cannot be read"}");
                break;
        }
    }

    private void Folder(string folder, string? drive)
    {
        // What comes after the drive was given up is told to nobody.
        var found = new List<PlotOnDisk>();
        try
        {
            machine.Files.Together(folder, files =>
            {
                foreach (var name in files.Names(folder).Where(IsPlot))
                {
                    if (Read(files, Path.Combine(folder, name), drive) is { } plot)
                    {
                        found.Add(plot);
                    }
                }
            });
            found.ForEach(_plots.Add);
        }
        catch (Exception unreadable) when (unreadable is IOException or UnauthorizedAccessException)
        {
            _troubles.Add($"{folder}: cannot be read: {unreadable.Message.ReplaceLineEndings(" ")}");
        }
    }

    private void Given(string path)
    {
        if (Read(machine.Files, path, machine.Drives.Look(Path.GetDirectoryName(path)!).Drive) is { } plot)
        {
            _plots.Add(plot);
        }
    }

    private bool IsPlot(string name) =>
        PlotName.IsFarmed(name)
            || (PlotName.IsUnseen(name) && !catalog.All.Any(plotter => plotter.Files.KindOf(name) == PlotFileKind.Temp));

    private PlotOnDisk? Read(IFiles files, string path, string? drive)
    {
        Interlocked.Increment(ref _read);
        try
        {
            if (files.Look(path) is not { } found)
            {
                // Removed since the folder was listed, or something else than a file.
                return FileKind.OtherThanFile(path) is { } other
                    ? new PlotOnDisk(
                        path, PlotFileReader.Unreadable(Path.GetFileName(path), 0, PlotFileNote.NotAFile, other), null, drive, null)
                    : null;
            }

            var file = memory.Find(found, deep);
            if (file is null)
            {
                file = PlotInspector.Inspect(files, found, deep);
                memory.Put(found, file, deep, machine.Time.GetUtcNow());
            }

            return new PlotOnDisk(path, file, found.Changed, drive, found.Identity);
        }
        catch (Exception unreadable) when (unreadable is IOException or UnauthorizedAccessException)
        {
            return new PlotOnDisk(
                path, PlotFileReader.Unreadable(
                    Path.GetFileName(path), 0, PlotFileNote.CannotBeRead, unreadable.Message.ReplaceLineEndings(" ")),
                null, drive, null);
        }
    }
}
