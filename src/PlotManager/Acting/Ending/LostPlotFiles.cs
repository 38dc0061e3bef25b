using PlotManager.Core.Configuration;
using PlotManager.Core.Plotters;
using PlotManager.Display;
using PlotManager.Journal;
using PlotManager.Platform;
using PlotManager.Snapshots;
using PlotManager.Store;

namespace PlotManager.Acting.Ending;

/// <summary>
/// What lost plots have left in the farm's directories, as a problem with the command that frees it. Names alone are read, and files only
/// of plots that are lost; once a minute, and more seldom where that takes long.
/// </summary>
public sealed class LostPlotFiles(Machine machine, FarmStore store)
{
    private static readonly TimeSpan Every = TimeSpan.FromMinutes(1);

    /// <summary>What was found serves so many times as long as it took: this takes half a thousandth of the time at most.</summary>
    private const int Serves = 2000;

    private long? _begun;
    private TimeSpan _spent;
    private ProblemPart? _problem;

    /// <summary>Null where nothing is left.</summary>
    public ProblemPart? At(Config config, DateTimeOffset now)
    {
        if (_begun is not { } begun || machine.Time.GetElapsedTime(begun) is var since && since >= Every && since >= Serves * _spent)
        {
            var started = machine.Time.GetTimestamp();
            _problem = Find(config, now);
            (_begun, _spent) = (started, machine.Time.GetElapsedTime(started));
        }

        return _problem;
    }

    private ProblemPart? Find(Config config, DateTimeOffset now)
    {
        var living = store.State.Runs.SelectMany(run => run.Plots)
            .Select(plot => plot.PlotId)
            .OfType<string>()
            .ToHashSet(StringComparer.OrdinalIgnoreCase);
        var named = config.Jobs.SelectMany(job => job.Temp.Concat(job.Temp2).Concat(job.Destination)).Distinct()
            .SelectMany(folder => Names(
                folder).Select(name => (Path: Path.Combine(folder, name), Name: name, Id: PlotFileNames.PlotIdOf(name))))
            .Where(file => file.Id is not null
                && !living.Contains(file.Id)
                && config.Profiles.All.Any(profile => profile.Files.KindOf(file.Name) is PlotFileKind.Temp or PlotFileKind.Growing))
            .ToLookup(file => file.Id!, file => file.Path);
        if (named.Count == 0)
        {
            return null;
        }

        var ended = new EndedPlots(config, Ended(), store.State, machine.Files);
        var (plots, files, bytes) = (0, 0, 0L);
        foreach (var group in named)
        {
            if (ended.Find(group.Key) is not { Plot: { Delivered: false, Doubt: null } plot } lost || lost.Run?.Owner.IsReported() == false
                || IsDeletedJustNow(lost.Run, now))
            {
                continue;
            }

            var left = machine.Files.LookAll(group).Values.OfType<FileFinding>()
                .Where(file => lost.Profile.Files.KindOf(Path.GetFileName(file.Path)) is var kind
                    && (kind == PlotFileKind.Temp || (kind == PlotFileKind.Growing && !plot.IsWhole(file)))).ToList();
            plots += left.Count > 0 ? 1 : 0;
            files += left.Count;
            bytes += left.Sum(file => file.Allocated);
        }

        return files == 0 ? null : new ProblemPart(
            "warning",
            $"{Figures.Size(bytes)} in {RunEndings.Count(files)} are left of {plots} lost {(plots == 1 ? "plot" : "plots")}: "
                + "plotmanager cleanup lists them, plotmanager cleanup --delete frees them two hours after their last change",
            null, null, null);
    }

    // Its files are being deleted beside the loop.
    private static bool IsDeletedJustNow(RunRecord? run, DateTimeOffset now) =>
        run is { KilledByUser: true, EndedAt: { } at } && now - at < Every;

    private IReadOnlyList<PastPlot> Ended()
    {
        try
        {
            return store.EndedPlots();
        }
        catch (JournalException)
        {
            return []; // that the journal cannot be read is a problem of its own
        }
    }

    private IReadOnlyList<string> Names(string folder)
    {
        try
        {
            return machine.Files.Names(folder);
        }
        catch (Exception unreadable) when (unreadable is IOException or UnauthorizedAccessException)
        {
            return []; // the directory's own finding says that it cannot be read
        }
    }
}
