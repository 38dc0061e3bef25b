using System.Collections.Immutable;
using PlotManager.Core.Plotters;
using PlotManager.Core.Plotters.Logs;
using PlotManager.Core.Plotting;
using PlotManager.Platform;

namespace PlotManager.Observing.Copies;

/// <summary>How far the copies of finished plots are: by the file that grows at the destination. One stat for each.</summary>
internal sealed class CopyWatch(IFiles files)
{
    /// <summary>By the place of the plot among those of the log; what cannot be told is left out.</summary>
    /// <param name="nameOf">A plot's name by its id, for plotters whose logs do not tell it.</param>
    public ImmutableDictionary<int, double> SharesOf(TrackedRun run, PlotterProfile profile, RunLog? log, Func<string, string?> nameOf)
    {
        var shares = ImmutableDictionary<int, double>.Empty;
        for (var index = run.Earlier; index < (log?.Plots.Length ?? 0); index++)
        {
            var plot = log!.Plots[index];
            if (plot.State is PlotState.Copying or PlotState.Blocked && plot.Phase > profile.Phases.Length
                && Share(run.Run, profile, plot, plot.PlotName ?? (plot.PlotId is { } id ? nameOf(id) : null)) is { } share)
            {
                shares = shares.Add(index, share);
            }
        }

        return shares;
    }

    private double? Share(RunRecord run, PlotterProfile profile, PlotLog plot, string? name)
    {
        var whole = plot.FinalBytes ?? ((run.K ?? plot.K) is { } k && profile.AllowsK(k) ? profile.FinalBytes(k, run.Compression) : 0);
        if ((plot.Destination ?? run.Directories.Destination) is not { } folder || whole <= 0 || name is null)
        {
            return null;
        }

        var ends = profile.Files.GrowingEnds.Concat(profile.Files.FinalEnds);
        foreach (var end in ends.Where(end => !end.Contains('*', StringComparison.Ordinal)))
        {
            if (Length(Path.Combine(folder, name + end)) is { } length)
            {
                return Math.Clamp((double)length / whole, 0, 1);
            }
        }

        return null;
    }

    private long? Length(string path)
    {
        try
        {
            return files.Look(path)?.Length;
        }
        catch (Exception unreadable) when (unreadable is IOException or UnauthorizedAccessException)
        {
            return null; // the directory's own finding says that it cannot be read
        }
    }
}
