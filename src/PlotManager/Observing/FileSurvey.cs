using PlotManager.Core.Plotters;
using PlotManager.Core.Plotting;
using PlotManager.Platform;

namespace PlotManager.Observing;

/// <summary>What a run's files hold at one look, in allocated bytes.</summary>
/// <param name="AtDestination">On the destination's drive, of files that will become its plots.</param>
/// <param name="Phase">The phase that their names speak of, null if none does.</param>
public sealed record RunFiles(long Temp, long Temp2, long AtDestination, int? Phase)
{
    /// <summary>Of those in temp, the finished plots that lie there until they are copied.</summary>
    public long Made { get; init; }

    public static RunFiles None { get; } = new(0, 0, 0, null);
}

/// <summary>
/// The files in the directories of runs. Each directory is listed once a look at most; and since two hundred plots have tens of thousands
/// of temp files, what was found out in a long time serves further looks too. A directory that cannot be listed holds nothing we know of.
/// </summary>
public sealed class FileSurvey(IFiles files, TimeProvider time)
{
    /// <summary>What was found serves so many times as long as it took: this takes half a thousandth of the time at most.</summary>
    private const int Serves = 2000;

    private readonly Dictionary<string, Listing?> _listed = new(StringComparer.Ordinal);
    private readonly Dictionary<string, RunFiles> _found = [];
    private long _begun = time.GetTimestamp();
    private TimeSpan _spent;

    /// <summary>Whether all that this look is told was found by it.</summary>
    public bool IsFresh { get; private set; } = true;

    /// <summary>Begins another look.</summary>
    /// <param name="anew">Whether it needs the files as they are now.</param>
    public void Begin(bool anew)
    {
        _listed.Clear();
        IsFresh = anew || time.GetElapsedTime(_begun) >= Serves * _spent;
        if (IsFresh)
        {
            _found.Clear();
            (_begun, _spent) = (time.GetTimestamp(), TimeSpan.Zero);
        }
    }

    /// <param name="drives">Names of the drives of its directories, null where unknown.</param>
    public RunFiles Of(TrackedRun run, PlotterProfile profile, PlotDirectories drives)
    {
        if (_found.TryGetValue(run.RunId, out var found) || !IsFresh)
        {
            return found ?? RunFiles.None;
        }

        var begun = time.GetTimestamp();
        _found[run.RunId] = found = Find(run, profile, drives);
        _spent += time.GetElapsedTime(begun);
        return found;
    }

    /// <summary>
    /// Bytes of the finished file of a plot in a directory, as they are now; 0 if there is none, null if nobody can tell.
    /// </summary>
    public long? FinalBytes(string? folder, string plotId, PlotterProfile profile)
    {
        if (folder is null || List(folder) is null)
        {
            return null;
        }

        return Mine(folder, [plotId], profile).Where(file => profile.Files.KindOf(file.Name) == PlotFileKind.Final)
            .Sum(file => file.Length);
    }

    private RunFiles Find(TrackedRun run, PlotterProfile profile, PlotDirectories drives)
    {
        var (temp, temp2, destination) = run.Run.Directories;
        var plotIds = run.Plots.Where(plot => !plot.State.IsOver() && plot.PlotId is not null).Select(plot => plot.PlotId!).ToList();
        var names = new List<string>();
        var tempBytes = Sum(temp, plotIds, profile, names);
        var temp2Bytes = temp2 == temp ? 0 : Sum(temp2, plotIds, profile, names);
        var made = temp is null || temp == destination
            ? 0
            : Mine(temp, plotIds, profile).Where(file => profile.Files.KindOf(file.Name) == PlotFileKind.Final).Sum(file => file.Allocated);
        var atDestination = new[] { (temp, drives.Temp), (temp2, drives.Temp2), (destination, drives.Destination) }
            .Where(pair => pair is (not null, not null) && pair.Item2 == drives.Destination).Select(pair => pair.Item1!).Distinct()
            .Sum(folder => Mine(folder, plotIds, profile).Where(file => profile.Files.KindOf(file.Name) == PlotFileKind.Growing)
                .Sum(file => file.Allocated));
        return new RunFiles(tempBytes + made, temp2Bytes, atDestination, profile.Files.PhaseOf(names)) { Made = made };
    }

    private long Sum(string? folder, List<string> plotIds, PlotterProfile profile, List<string> names)
    {
        if (folder is null)
        {
            return 0;
        }

        long sum = 0;
        foreach (var file in Mine(folder, plotIds, profile))
        {
            if (profile.Files.KindOf(file.Name) != PlotFileKind.Final)
            {
                sum += file.Allocated;
                names.Add(file.Name);
            }
        }

        return sum;
    }

    private IEnumerable<ListedFile> Mine(string folder, List<string> plotIds, PlotterProfile profile)
    {
        if (List(folder) is not { } listing)
        {
            return [];
        }

        var mine = plotIds.SelectMany(listing.OfPlot);
        // Where temp files carry no id, a directory is one run's alone.
        return profile.MayShareTemp ? mine : mine.Concat(listing.WithoutId.Where(file => profile.Files.KindOf(file.Name) is not null));
    }

    private Listing? List(string folder)
    {
        if (!_listed.TryGetValue(folder, out var listed))
        {
            try
            {
                listed = new Listing(files.List(folder));
            }
            catch (Exception unreadable) when (unreadable is IOException or UnauthorizedAccessException)
            {
                listed = null; // the directory's own finding says that it cannot be read
            }

            _listed[folder] = listed;
        }

        return listed;
    }

    private readonly record struct ListedFile(string Name, long Length, long Allocated);

    /// <summary>The files of a directory by the plot they belong to.</summary>
    private sealed class Listing
    {
        private readonly Dictionary<string, List<ListedFile>> _byPlot = new(StringComparer.OrdinalIgnoreCase);

        public Listing(IReadOnlyList<FileFinding> found)
        {
            foreach (var file in found)
            {
                var name = Path.GetFileName(file.Path);
                ListOf(PlotFileNames.PlotIdOf(name)).Add(new ListedFile(name, file.Length, file.Allocated));
            }
        }

        public List<ListedFile> WithoutId { get; } = [];

        public IReadOnlyList<ListedFile> OfPlot(string id) => _byPlot.TryGetValue(id, out var files) ? files : [];

        private List<ListedFile> ListOf(string? id)
        {
            if (id is null)
            {
                return WithoutId;
            }

            if (!_byPlot.TryGetValue(id, out var files))
            {
                _byPlot[id] = files = [];
            }

            return files;
        }
    }
}
