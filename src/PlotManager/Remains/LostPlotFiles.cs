using PlotManager.Core.Configuration;
using PlotManager.Core.PlotFiles;
using PlotManager.Core.Plotters;
using PlotManager.Journal;
using PlotManager.Platform;
using PlotManager.Store;

namespace PlotManager.Remains;

/// <summary>
/// What lost plots have left in the farm's directories. Names alone are read, and files only
/// of plots that are lost; once a minute, and more seldom where that takes long.
/// </summary>
public sealed class LostPlotFiles(Machine machine, FarmStore store)
{
    private static readonly TimeSpan Every = TimeSpan.FromMinutes(1);

    /// <summary>What was found serves so many times as long as it took: this takes half a thousandth of the time at most.</summary>
    private const int Serves = 2000;

    private long? _begun;
    private TimeSpan _spent;
    private int _ended = -1;
    private LeftFiles _left = LeftFiles.None;

    public LeftFiles At(Config config, DateTimeOffset now)
    {
        var since = _begun is { } begun ? machine.Time.GetElapsedTime(begun) : TimeSpan.MaxValue;
        if (since >= Serves * _spent && (since >= Every || _ended != store.RunsEnded))
        {
            var started = machine.Time.GetTimestamp();
            _ended = store.RunsEnded;
            _left = Find(config, now);
            (_begun, _spent) = (started, machine.Time.GetElapsedTime(started));
        }

        return _left;
    }

    private LeftFiles Find(Config config, DateTimeOffset now)
    {
        var living = store.State.Runs.SelectMany(run => run.Plots)
            .Select(plot => plot.PlotId)
            .OfType<string>()
            .ToHashSet(StringComparer.OrdinalIgnoreCase);
        var destinations = config.Jobs.SelectMany(job => job.Destination).ToHashSet();
        var named = config.Jobs.SelectMany(job => job.Temp.Concat(job.Temp2).Concat(job.Destination)).Distinct()
            .SelectMany(folder => Names(
                folder).Select(name => (Folder: folder, Path: Path.Combine(folder, name), Name: name, Id: PlotFileNames.PlotIdOf(name))))
            .Where(file => file.Id is not null
                && !living.Contains(file.Id)
                && config.Profiles.All.Any(profile => profile.Files.KindOf(file.Name) is { } kind
                    && (kind != PlotFileKind.Final || !destinations.Contains(file.Folder))))
            .ToLookup(file => file.Id!, file => file.Path);
        if (named.Count == 0)
        {
            return LeftFiles.None;
        }

        var ended = new EndedPlots(config, Ended(), store.State, machine.Files);
        var ends = new EndProof(machine.Processes);
        var sum = LeftFiles.None;
        foreach (var group in named)
        {
            if (ended.Find(group.Key) is not { Plot: { Delivered: false, Doubt: null } plot } lost || lost.Run?.Owner.IsReported() == false
                || IsDeletedJustNow(config, lost.Run, now))
            {
                continue;
            }

            var files = machine.Files.LookAll(group).Values.OfType<FileFinding>()
                .ToLookup(file => IsFinished(file, plot, lost.Profile, destinations));
            sum = With(sum, [.. files[false]], lost.Run is { } run && ends.IsGivenFor(run));
            sum = sum with { Finished = sum.Finished.AddRange(files[true].Select(file => Kept(file, lost))) };
        }

        return sum;
    }

    // Under its final name in temp, or whole under the name that it is made or copied under. What lies in a destination may be a copy.
    private static bool IsFinished(FileFinding file, LostPlot plot, PlotterProfile profile, HashSet<string> destinations) =>
        profile.Files.KindOf(Path.GetFileName(file.Path)) switch
        {
            PlotFileKind.Final => true,
            PlotFileKind.Growing => plot.IsWhole(file) && !destinations.Contains(Path.GetDirectoryName(file.Path)!),
            _ => false,
        };

    private static KeptPlot Kept(FileFinding file, EndedPlot lost)
    {
        var name = Path.GetFileName(file.Path);
        var end = name.IndexOf(".plot", StringComparison.OrdinalIgnoreCase);
        return new KeptPlot(file.Path, file.Allocated, lost.Run)
        {
            FinalName = lost.Profile.Files.KindOf(name) == PlotFileKind.Final || end < 0 ? name : name[..(end + ".plot".Length)],
        };
    }

    // Its files are being deleted beside the loop.
    private static bool IsDeletedJustNow(Config config, RunRecord? run, DateTimeOffset now) =>
        run is { EndedAt: { } at } && now - at < Every
            && (run.KilledByUser || (run.Job is { } job && config.FindJob(job)?.CleanUpFailed == true));

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

    private static LeftFiles With(LeftFiles sum, List<FileFinding> files, bool isProven)
    {
        if (files.Count == 0)
        {
            return sum;
        }

        var byFolder = sum.ByFolder;
        foreach (var file in files)
        {
            var folder = Path.GetDirectoryName(file.Path)!;
            byFolder = byFolder.SetItem(folder, byFolder.GetValueOrDefault(folder) + file.Allocated);
        }

        return sum with
        {
            Plots = sum.Plots + 1,
            Files = sum.Files + files.Count,
            ByFolder = byFolder,
            AllProven = sum.AllProven && isProven,
        };
    }
}
