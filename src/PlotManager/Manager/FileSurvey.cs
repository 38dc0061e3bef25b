using PlotManager.Core.Plotters;
using PlotManager.Core.Plotting;
using PlotManager.Platform;

namespace PlotManager.Manager;

/// <summary>What a run's files hold at one look, in allocated bytes.</summary>
/// <param name="AtDestination">On the destination's drive, of files that will become its plots.</param>
/// <param name="Names">Names of all its files that were found.</param>
public sealed record RunFiles(long Temp, long Temp2, long AtDestination, IReadOnlyList<string> Names)
{
    public static RunFiles None { get; } = new(0, 0, 0, []);
}

/// <summary>
/// The files in the directories of runs. Each directory is listed once a look at most; and since two hundred plots have tens of thousands
/// of temp files, what took long to list serves further looks too. A directory that cannot be listed holds nothing we know of.
/// </summary>
public sealed class FileSurvey(IFiles files, TimeProvider time)
{
    /// <summary>What was listed serves so many times as long as listing it took: listing takes a thousandth of the time at most.</summary>
    private const int Serves = 1000;

    private readonly Dictionary<string, Listing?> _listed = new(StringComparer.Ordinal);
    private readonly HashSet<string> _listedNow = new(StringComparer.Ordinal);
    private readonly Dictionary<TrackedRun, RunFiles> _found = new(ReferenceEqualityComparer.Instance);
    private long _begun = time.GetTimestamp();
    private TimeSpan _spent;

    /// <summary>Whether all that this look is told was listed by it.</summary>
    public bool IsFresh { get; private set; } = true;

    /// <summary>Begins another look.</summary>
    /// <param name="anew">Whether it needs the files as they are now.</param>
    public void Begin(bool anew)
    {
        _listedNow.Clear();
        IsFresh = anew || time.GetElapsedTime(_begun) >= Serves * _spent;
        if (IsFresh)
        {
            _listed.Clear();
            _found.Clear();
            (_begun, _spent) = (time.GetTimestamp(), TimeSpan.Zero);
        }
    }

    /// <param name="drives">Names of the drives of its directories, null where unknown.</param>
    public RunFiles Of(TrackedRun run, PlotterProfile profile, PlotDirectories drives)
    {
        if (!_found.TryGetValue(run, out var found))
        {
            _found[run] = found = Find(run, profile, drives);
        }

        return found;
    }

    /// <summary>Bytes of the finished file of a plot in a directory, as they are now; 0 if there is none, null if nobody can tell.</summary>
    public long? FinalBytes(string? folder, string plotId, PlotterProfile profile)
    {
        if (folder is null || List(folder, asItIsNow: true) is null)
        {
            return null;
        }

        return Mine(folder, [plotId], profile).Where(file => profile.Files.KindOf(file.Name) == PlotFileKind.Final).Sum(file => file.Found.Length);
    }

    private RunFiles Find(TrackedRun run, PlotterProfile profile, PlotDirectories drives)
    {
        var (temp, temp2, destination) = run.Run.Directories;
        var plotIds = run.Plots.Where(plot => !plot.State.IsOver() && plot.PlotId is not null).Select(plot => plot.PlotId!).ToList();
        var names = new List<string>();
        var tempBytes = Sum(temp, plotIds, profile, names);
        var temp2Bytes = temp2 == temp ? 0 : Sum(temp2, plotIds, profile, names);
        var atDestination = new[] { (temp, drives.Temp), (temp2, drives.Temp2), (destination, drives.Destination) }
            .Where(pair => pair is (not null, not null) && pair.Item2 == drives.Destination).Select(pair => pair.Item1!).Distinct()
            .Sum(folder => Mine(folder, plotIds, profile).Where(file => profile.Files.KindOf(file.Name) == PlotFileKind.Growing).Sum(file => file.Found.Allocated));
        return new RunFiles(tempBytes, temp2Bytes, atDestination, names);
    }

    private long Sum(string? folder, List<string> plotIds, PlotterProfile profile, List<string> names)
    {
        if (folder is null)
        {
            return 0;
        }

        long sum = 0;
        foreach (var (name, found) in Mine(folder, plotIds, profile))
        {
            if (profile.Files.KindOf(name) != PlotFileKind.Final)
            {
                sum += found.Allocated;
                names.Add(name);
            }
        }

        return sum;
    }

    private IEnumerable<(string Name, FileFinding Found)> Mine(string folder, List<string> plotIds, PlotterProfile profile)
    {
        if (List(folder, asItIsNow: false) is not { } listing)
        {
            return [];
        }

        var mine = plotIds.SelectMany(listing.OfPlot);
        // Where temp files carry no id, a directory is one run's alone.
        return profile.MayShareTemp ? mine : mine.Concat(listing.WithoutId.Where(file => profile.Files.KindOf(file.Name) is not null));
    }

    private Listing? List(string folder, bool asItIsNow)
    {
        if (!_listed.TryGetValue(folder, out var listed) || (asItIsNow && !_listedNow.Contains(folder)))
        {
            var begun = time.GetTimestamp();
            try
            {
                listed = new Listing(files.List(folder));
            }
            catch (Exception unreadable) when (unreadable is IOException or UnauthorizedAccessException)
            {
                listed = null; // the directory's own finding says that it cannot be read
            }

            _spent += time.GetElapsedTime(begun);
            _listed[folder] = listed;
            _listedNow.Add(folder);
        }

        return listed;
    }

    /// <summary>The files of a directory by the plot they belong to.</summary>
    private sealed class Listing
    {
        private readonly Dictionary<string, List<(string Name, FileFinding Found)>> _byPlot = new(StringComparer.OrdinalIgnoreCase);

        public Listing(IReadOnlyList<FileFinding> found)
        {
            foreach (var file in found)
            {
                var name = Path.GetFileName(file.Path);
                ListOf(PlotFileNames.PlotIdOf(name)).Add((name, file));
            }
        }

        public List<(string Name, FileFinding Found)> WithoutId { get; } = [];

        public IReadOnlyList<(string Name, FileFinding Found)> OfPlot(string id) => _byPlot.TryGetValue(id, out var files) ? files : [];

        private List<(string Name, FileFinding Found)> ListOf(string? id)
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
