using System.Collections.Immutable;
using PlotManager.Core.Plotters;
using PlotManager.Core.Plotting;
using PlotManager.Display;
using PlotManager.Journal;
using PlotManager.Platform;

namespace PlotManager.Manager.Ending;

/// <summary>A plot that was given up, as far as its files go.</summary>
/// <param name="Id">The 64 hex digits that its files' names carry.</param>
/// <param name="Finished">Its last phase is over: what is in temp or temp2 is a whole plot, and hours of work.</param>
/// <param name="FinalBytes">What a whole plot of its size has, 0 if unknown.</param>
/// <param name="PhaseIsSure">Whether its log stands to say so; else a file as large as a plot is taken for one.</param>
public sealed record LostPlot(string Id, bool Finished, long FinalBytes, bool PhaseIsSure)
{
    public static LostPlot Of(PlotRecord plot, RunRecord run, PlotterProfile profile, bool logStands) => new(
        plot.PlotId!,
        plot.TotalSeconds is not null || (profile.Phases.Length > 0 && plot.PhaseSeconds.Length >= profile.Phases.Length),
        run.K is { } k ? profile.FinalBytes(k, run.Compression) : 0,
        logStands);

    /// <summary>Whether this file, which grows into the plot, may be the whole of it.</summary>
    public bool IsWhole(FileFinding file) => Finished || (!PhaseIsSure && FinalBytes > 0 && file.Length >= FinalBytes * 0.98);
}

/// <summary>A file that is left where it is, and why.</summary>
public sealed record KeptFile(FileFinding File, string Why);

/// <summary>
/// What plots that were given up have left: files whose names carry their ids, regular ones, directly in the run's own directories.
/// Links are not followed and nothing is looked for elsewhere.
/// </summary>
/// <param name="Drives">The drives the files were seen on, by folder; files of a folder without one are not to be deleted.</param>
/// <param name="Troubles">Folders that could not be listed, each with the reason.</param>
public sealed record PlotRemains(
    ImmutableArray<FileFinding> Temp, ImmutableArray<KeptFile> Kept, ImmutableDictionary<string, DriveMark> Drives, ImmutableArray<string> Troubles)
{
    /// <param name="deleteFinished">Also the finished plot in temp or temp2, which is kept otherwise.</param>
    public static PlotRemains Find(Machine machine, IReadOnlyCollection<LostPlot> plots, PlotDirectories directories, PlotterProfile profile, bool deleteFinished)
    {
        var temp = ImmutableArray.CreateBuilder<FileFinding>();
        var kept = ImmutableArray.CreateBuilder<KeptFile>();
        var drives = ImmutableDictionary.CreateBuilder<string, DriveMark>();
        var troubles = ImmutableArray.CreateBuilder<string>();
        var wholeInTemp = new HashSet<string>(StringComparer.OrdinalIgnoreCase);
        var tempFolders = new[] { directories.Temp, directories.Temp2 }.OfType<string>().Select(Path.TrimEndingDirectorySeparator).Distinct().ToList();
        var destination = directories.Destination is { } path ? Path.TrimEndingDirectorySeparator(path) : null;

        // The temps first: whether a copy at the destination is the only one is known only then.
        foreach (var folder in tempFolders.Append(destination).OfType<string>().Distinct())
        {
            var inTemp = tempFolders.Contains(folder);
            foreach (var (file, kind, plot) in List(folder))
            {
                if (plot is null)
                {
                    kept.Add(new KeptFile(file, "its name carries no plot id, so it may be another plot's"));
                }
                else if (kind == PlotFileKind.Final && folder == destination)
                {
                    kept.Add(new KeptFile(file, "it has a plot's final name"));
                }
                else if (kind == PlotFileKind.Temp || (!deleteFinished && inTemp && kind == PlotFileKind.Growing && !plot.IsWhole(file)))
                {
                    temp.Add(file);
                }
                else if (inTemp && !deleteFinished)
                {
                    wholeInTemp.Add(plot.Id);
                    kept.Add(new KeptFile(file, "it is a finished plot, hours of work"));
                }
                else if (!inTemp && plot.IsWhole(file) && !wholeInTemp.Contains(plot.Id) && !deleteFinished)
                {
                    kept.Add(new KeptFile(file, "it may be the only copy of a finished plot"));
                }
                else
                {
                    temp.Add(file);
                }
            }
        }

        return new PlotRemains(temp.ToImmutable(), kept.ToImmutable(), drives.ToImmutable(), troubles.ToImmutable());

        IEnumerable<(FileFinding File, PlotFileKind Kind, LostPlot? Plot)> List(string folder)
        {
            IReadOnlyList<FileFinding> listed;
            try
            {
                listed = machine.Files.List(folder);
            }
            catch (Exception unreadable) when (unreadable is IOException or UnauthorizedAccessException)
            {
                troubles.Add($"{folder} could not be looked through: {unreadable.Message}");
                yield break;
            }

            if (DriveMark.Of(machine.Drives, folder) is { } drive)
            {
                drives[folder] = drive;
            }

            foreach (var file in listed)
            {
                var name = Path.GetFileName(file.Path);
                if (profile.Files.KindOf(name) is not { } kind)
                {
                    continue;
                }

                var id = PlotFileNames.PlotIdOf(name);
                var plot = plots.FirstOrDefault(plot => string.Equals(plot.Id, id, StringComparison.OrdinalIgnoreCase));
                if (plot is not null || (id is null && kind == PlotFileKind.Temp && plots.Count > 0))
                {
                    yield return (file, kind, plot);
                }
            }
        }
    }

    /// <summary>The files and their sizes, one a line, for people.</summary>
    public IEnumerable<string> Lines() =>
        Temp.Select(file => $"  {Printable.Strip(file.Path)}  {Figures.Size(file.Allocated)}")
            .Concat(Kept.Select(kept => $"  {Printable.Strip(kept.File.Path)}  {Figures.Size(kept.File.Allocated)}, kept: {kept.Why}"))
            .Concat(Troubles.Select(Printable.Strip));
}
