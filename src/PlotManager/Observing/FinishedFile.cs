using PlotManager.Core.PlotFiles;
using PlotManager.Core.Plotters;
using PlotManager.Platform;
using PlotManager.Plots;

namespace PlotManager.Observing;

/// <summary>The finished file of a plot, where it should be: under the name that the log says, else in its run's destination.</summary>
internal static class FinishedFile
{
    /// <returns>Null where it is not seen.</returns>
    public static PlotFile? Of(IFiles files, RunRecord run, PlotRecord plot, PlotterProfile profile)
    {
        try
        {
            return Find(files, run, plot, profile) is { } found ? PlotInspector.Inspect(files, found, deep: true) : null;
        }
        catch (Exception unreadable) when (unreadable is IOException or UnauthorizedAccessException)
        {
            return null; // its drive does not answer: nothing is known of the file
        }
    }

    private static FileFinding? Find(IFiles files, RunRecord run, PlotRecord plot, PlotterProfile profile)
    {
        if (plot.FinalFile is { } file && Path.IsPathFullyQualified(file) && files.Look(file) is { } found)
        {
            return found;
        }

        return run.Directories.Destination is { } folder && plot.PlotId is { } id
            && files.Names(folder).FirstOrDefault(listed => profile.Files.KindOf(listed) == PlotFileKind.Final
                && profile.Files.BelongsTo(listed, id)) is { } name
            ? files.Look(Path.Combine(folder, name))
            : null;
    }
}
