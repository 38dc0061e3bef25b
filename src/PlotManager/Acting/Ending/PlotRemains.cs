using PlotManager.Core.PlotFiles;
using PlotManager.Core.Plotters;
using PlotManager.Core.Plotting;
using PlotManager.Platform;
using PlotManager.Remains;

namespace PlotManager.Acting.Ending;

/// <summary>
/// What plots that were given up have left: files whose names carry their ids, regular ones, directly in the run's own directories.
/// Links are not followed and nothing is looked for elsewhere.
/// </summary>
public static class PlotRemains
{
    public static PlotDeletion Judge(
        Machine machine, IReadOnlyCollection<LostPlot> plots, PlotDirectories directories, PlotterProfile profile, DeletionTerms terms)
    {
        var temps = new[] { directories.Temp, directories.Temp2 }.OfType<string>().Select(Path.TrimEndingDirectorySeparator).ToHashSet();
        var found = FoundFiles.In(machine, temps.Concat(new[] { directories.Destination }.OfType<string>()));
        return PlotDeletion.Judge(machine, found, found.All.Select(Candidate).OfType<DeletionCandidate>(), terms);

        DeletionCandidate? Candidate(FileFinding file)
        {
            var (id, kind) = (FoundFiles.IdOf(file), profile.Files.KindOf(Path.GetFileName(file.Path)));
            var plot = plots.FirstOrDefault(plot => string.Equals(plot.Id, id, StringComparison.OrdinalIgnoreCase));
            return kind is { } known && (plot is not null || (id is null && kind == PlotFileKind.Temp && plots.Count > 0))
                ? new DeletionCandidate(file, known, plot, temps.Contains(Path.GetDirectoryName(file.Path)!))
                : null;
        }
    }
}
