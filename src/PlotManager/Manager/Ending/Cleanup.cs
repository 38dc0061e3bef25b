using System.Collections.Immutable;
using PlotManager.Core.Configuration;
using PlotManager.Core.Plotters;
using PlotManager.Core.Plotting;
using PlotManager.Platform;

namespace PlotManager.Manager.Ending;

/// <summary>A temp file that may go, and what its plot came to.</summary>
public sealed record Leftover(FileFinding File, string? PlotId, string Why);

/// <summary>What a farm's directories hold of plots that are no longer running.</summary>
/// <param name="Left">Looks like a leftover, but one of the rules says no; with which.</param>
public sealed record Leftovers(
    ImmutableArray<Leftover> Temp, ImmutableArray<KeptFile> Left, ImmutableDictionary<string, DriveMark> Drives, ImmutableArray<string> Troubles);

/// <summary>
/// Finds temp files of plots that are no longer running: regular files directly in the directories of the config, no links. By default
/// only those whose names carry the id of a plot that the journal or a log knows as ended; for one job every plot-shaped temp file in
/// its temp directories that no living process can own.
/// </summary>
/// <param name="ledger">After a look.</param>
public sealed class Cleanup(Machine machine, Config config, Ledger ledger, EndedPlots ended, DateTimeOffset now)
{
    /// <summary>A plotter in another container or on another host cannot be seen, but its files change.</summary>
    public static readonly TimeSpan Quiet = TimeSpan.FromHours(2);

    private readonly ImmutableArray<PlotterProfile> _profiles = config.Profiles.All;
    private readonly List<string> _troubles = [];
    private readonly Dictionary<string, DriveMark> _drives = [];

    /// <param name="only">Null: the whole farm, by id.</param>
    public Leftovers Find(Job? only)
    {
        var listed = config.Jobs.SelectMany(job => job.Temp.Concat(job.Temp2).Concat(job.Destination)).Distinct().ToDictionary(folder => folder, List);
        var ids = listed.Values.SelectMany(files => files).Select(IdOf).OfType<string>().ToHashSet(StringComparer.OrdinalIgnoreCase);
        ended.Learn(ids, config, machine.Files);
        var found = only is null ? ByEndedId(listed) : OfJob(only, listed);

        var temp = ImmutableArray.CreateBuilder<Leftover>();
        var left = ImmutableArray.CreateBuilder<KeptFile>();
        var open = OpenFiles();
        foreach (var (leftover, kept) in found)
        {
            if ((kept ?? Refusal(leftover, listed, open)) is { } why)
            {
                left.Add(new KeptFile(leftover.File, why));
            }
            else
            {
                temp.Add(leftover);
            }
        }

        return new Leftovers(temp.ToImmutable(), left.ToImmutable(), _drives.ToImmutableDictionary(), [.. _troubles]);
    }

    // By the very same rules as a kill, for every plot that ended in one of these directories.
    private IEnumerable<(Leftover Leftover, string? Kept)> ByEndedId(Dictionary<string, IReadOnlyList<FileFinding>> listed)
    {
        var temps = config.Jobs.SelectMany(job => job.Temp.Concat(job.Temp2)).ToHashSet();
        var files = from folder in listed from file in folder.Value select (Folder: folder.Key, File: file, Id: IdOf(file));
        foreach (var plotFiles in files.Where(file => file.Id is not null).GroupBy(file => file.Id!))
        {
            if (ended.Find(plotFiles.Key) is not { } plot)
            {
                continue;
            }

            var wholeInTemp = plotFiles.Any(file => temps.Contains(file.Folder) && IsWhole(file.File, plot));
            foreach (var (folder, file, id) in plotFiles)
            {
                var kind = plot.Profile.Files.KindOf(Path.GetFileName(file.Path));
                if (kind is PlotFileKind.Temp or PlotFileKind.Growing)
                {
                    var inTemp = temps.Contains(folder);
                    var kept = kind == PlotFileKind.Temp || !IsWhole(file, plot) ? null
                        : inTemp ? "it is a finished plot that was never delivered, hours of work"
                        : wholeInTemp ? null : "it may be the only copy of a finished plot";
                    yield return (new Leftover(file, id, $"plot {id![..7]} {plot.How}"), kept);
                }
            }
        }
    }

    private IEnumerable<(Leftover Leftover, string? Kept)> OfJob(Job job, Dictionary<string, IReadOnlyList<FileFinding>> listed)
    {
        foreach (var folder in job.Temp.Concat(job.Temp2).Distinct())
        {
            // A run of unknown id may own any file here, and one whose temp files carry no id owns all such.
            var users = ledger.Open.Where(run => Uses(run, folder)).ToList();
            var unknown = users.Exists(run => run.Current is not { PlotId: not null } current || current.State.IsOver());
            foreach (var file in listed[folder])
            {
                var name = Path.GetFileName(file.Path);
                var id = IdOf(file);
                var kind = id is null ? job.Plotter.Files.KindOf(name) : _profiles.Select(profile => profile.Files.KindOf(name)).FirstOrDefault(kind => kind is not null);
                if (kind is not (PlotFileKind.Temp or PlotFileKind.Growing) || (id is not null && ended.IsLiving(id)))
                {
                    continue;
                }

                var kept = unknown || (id is null && users.Count > 0) ? "a plotter is at work in this directory and may own it"
                    : kind == PlotFileKind.Growing && MayBeWhole(file, id, job) ? "it is as large as a finished plot"
                    : null;
                yield return (new Leftover(file, id, id is not null && ended.Find(id) is { } plot ? $"plot {id[..7]} {plot.How}" : $"no living plot of {job.Name} has it"), kept);
            }
        }
    }

    private static bool IsWhole(FileFinding file, EndedPlot plot) => !plot.Completed && plot.Plot.IsWhole(file);

    private bool MayBeWhole(FileFinding file, string? id, Job job) =>
        id is not null && ended.Find(id) is { } plot
            ? IsWhole(file, plot)
            : file.Length >= job.Plotter.FinalBytes(job.K, job.Compression) * 0.98;

    private static bool Uses(TrackedRun run, string folder) =>
        new[] { run.Run.Directories.Temp, run.Run.Directories.Temp2, run.Run.Directories.Destination }.OfType<string>()
            .Any(used => Path.TrimEndingDirectorySeparator(used) == folder);

    // What holds for every file, however it was found.
    private string? Refusal(Leftover leftover, Dictionary<string, IReadOnlyList<FileFinding>> listed, IReadOnlyList<OpenFile> open)
    {
        var folder = Path.GetDirectoryName(leftover.File.Path)!;
        var fellows = leftover.PlotId is { } id
            ? listed.Values.SelectMany(files => files).Where(file => string.Equals(IdOf(file), id, StringComparison.OrdinalIgnoreCase))
            : listed[folder].Where(file => IdOf(file) is null && KindOfAny(file) is not null);
        var youngest = fellows.Max(file => file.Changed);
        if (youngest > now - Quiet)
        {
            return $"a file of this plot was changed at {youngest.ToOffset(now.Offset):HH:mm}, less than two hours ago: its plotter may live where it cannot be seen";
        }

        return open.Any(file => file.Identity == leftover.File.Identity || file.Path == leftover.File.Path
            || (leftover.PlotId is not null && string.Equals(PlotFileNames.PlotIdOf(Path.GetFileName(file.Path)), leftover.PlotId, StringComparison.OrdinalIgnoreCase)))
            ? "a process has a file of this plot open"
            : null;
    }

    private IReadOnlyList<OpenFile> OpenFiles()
    {
        if (machine.Processes.OpenFiles(path => PlotFileNames.PlotIdOf(Path.GetFileName(path)) is not null || KindOfAny(Path.GetFileName(path)) is not null) is { } open)
        {
            return open;
        }

        _troubles.Add("this system does not tell which files are open; a file counts as unused when nothing has changed it for two hours");
        return [];
    }

    private PlotFileKind? KindOfAny(FileFinding file) => KindOfAny(Path.GetFileName(file.Path));

    private PlotFileKind? KindOfAny(string name) => _profiles.Select(profile => profile.Files.KindOf(name)).FirstOrDefault(kind => kind is not null);

    private static string? IdOf(FileFinding file) => PlotFileNames.PlotIdOf(Path.GetFileName(file.Path));

    private IReadOnlyList<FileFinding> List(string folder)
    {
        try
        {
            if (DriveMark.Of(machine.Drives, folder) is { } drive)
            {
                _drives[folder] = drive;
            }

            return machine.Files.List(folder);
        }
        catch (Exception unreadable) when (unreadable is IOException or UnauthorizedAccessException)
        {
            _troubles.Add($"{folder} could not be looked through: {unreadable.Message}");
            return [];
        }
    }
}
