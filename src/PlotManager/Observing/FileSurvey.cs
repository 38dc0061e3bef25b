using System.Collections.Immutable;
using PlotManager.Core.PlotFiles;
using PlotManager.Core.Plotters;
using PlotManager.Core.Plotting;
using PlotManager.Platform;

namespace PlotManager.Observing;

/// <summary>What a run's files hold at one look, in allocated bytes.</summary>
/// <param name="AtDestination">On the destination's drive, of files that will become its plots.</param>
/// <param name="Phase">The phase that their names speak of, null if none does.</param>
public sealed record RunFiles(long Temp, long Temp2, long AtDestination, int? Phase)
{
    /// <summary>False until its plot is known and its directories have been listed once: the sizes are 0 then.</summary>
    public bool IsKnown { get; init; } = true;

    /// <summary>The same as <see cref="AtDestination"/> on further drives that its plots may go to.</summary>
    public ImmutableDictionary<string, long> AtFurther { get; init; } = ImmutableDictionary<string, long>.Empty;

    /// <summary>Of those in temp, the finished plots that lie there until they are copied.</summary>
    public long Made { get; init; }

    public static RunFiles None { get; } = new(0, 0, 0, null) { IsKnown = false };
}

/// <summary>A run whose files are to be found.</summary>
/// <param name="Drives">Names of the drives of its directories, null where unknown.</param>
public sealed record SurveyedRun(TrackedRun Run, PlotterProfile Profile, PlotDirectories Drives)
{
    /// <summary>Further destinations that its plots may go to, each with its drive.</summary>
    public ImmutableArray<(string Folder, string Drive)> Further { get; init; } = [];

    /// <summary>Its plots that are not over.</summary>
    internal List<string> Plots { get; } =
        [.. Run.Plots.Where(plot => !plot.State.IsOver() && plot.PlotId is not null).Select(plot => plot.PlotId!)];

    /// <summary>Whether it is known which files are its own.</summary>
    internal bool IsListable => Plots.Count > 0 || !Profile.MayShareTemp;

    internal IEnumerable<string> Folders
    {
        get
        {
            var (temp, temp2, destination) = Run.Run.Directories;
            return new[] { temp, temp2, destination }.OfType<string>().Concat(Further.Select(pair => pair.Folder)).Distinct();
        }
    }
}

/// <summary>
/// The files in the directories of runs. Each directory is listed once a look at most; and since two hundred plots have tens of thousands
/// of temp files, listing may take half a thousandth of the time. A plot that is new is listed at once; after that come the runs whose
/// sizes are the most out of date, measured by how long the run is known: the files of a young plot grow the fastest. A directory that
/// cannot be listed holds nothing we know of.
/// </summary>
public sealed class FileSurvey(IFiles files, TimeProvider time)
{
    /// <summary>Listing takes one part in so many of the time.</summary>
    private const int Share = 2000;

    /// <summary>So much of that is saved up while there is nothing to list.</summary>
    private static readonly TimeSpan MostSaved = TimeSpan.FromMilliseconds(50);

    private readonly Dictionary<string, Listing?> _listed = new(StringComparer.Ordinal);
    private readonly Dictionary<string, Known> _known = [];
    private readonly Dictionary<string, string> _names = new(StringComparer.OrdinalIgnoreCase);
    private long _begun = time.GetTimestamp();
    private TimeSpan _saved;
    private bool _anew;

    /// <summary>Whether the files of all runs were listed for this look.</summary>
    public bool IsFresh { get; private set; } = true;

    /// <summary>Begins another look.</summary>
    /// <param name="anew">Whether it needs the files as they are now.</param>
    public void Begin(bool anew)
    {
        _listed.Clear();
        _anew = anew;
        var now = time.GetTimestamp();
        _saved += time.GetElapsedTime(_begun, now) / Share;
        _saved = _saved < MostSaved ? _saved : MostSaved;
        _begun = now;
    }

    /// <summary>Lists the directories whose turn it is.</summary>
    /// <param name="runs">All runs in flight.</param>
    public void Find(IReadOnlyList<SurveyedRun> runs)
    {
        var now = time.GetTimestamp();
        ForgetAllBut(runs);
        foreach (var run in runs)
        {
            Note(run, now);
        }

        IsFresh = true;
        foreach (var run in runs.Where(run => run.IsListable).OrderByDescending(run => Urgency(_known[run.Run.RunId], now)))
        {
            var known = _known[run.Run.RunId];
            if (!_anew && known.ListedAt is not null && _saved < TimeSpan.Zero && !run.Folders.All(_listed.ContainsKey))
            {
                IsFresh = false;
                continue;
            }

            var begun = time.GetTimestamp();
            known.Files = Find(run);
            known.ListedAt = begun;
            _saved -= time.GetElapsedTime(begun);
        }
    }

    /// <summary>What is known of a run's files.</summary>
    public RunFiles Of(string runId) => _known.GetValueOrDefault(runId)?.Files ?? RunFiles.None;

    /// <summary>A plot's name without an extension, as its files have it; null where none was seen.</summary>
    public string? NameOf(string plotId) => _names.GetValueOrDefault(plotId);

    // How much of what the run has may have come since its files were listed.
    private double Urgency(Known known, long now) => known.ListedAt is { } listed
        ? time.GetElapsedTime(listed, now) / (time.GetElapsedTime(known.Since, now) + TimeSpan.FromSeconds(1))
        : double.PositiveInfinity;

    private void Note(SurveyedRun run, long now)
    {
        var plots = string.Join(' ', run.Plots);
        if (!_known.TryGetValue(run.Run.RunId, out var known) || known.Plots != plots)
        {
            // A plot that is new has files that were not listed; what is known of the others stays until then.
            _known[run.Run.RunId] = new Known(plots, now) { Files = known?.Files ?? RunFiles.None };
        }
    }

    private void ForgetAllBut(IReadOnlyList<SurveyedRun> runs)
    {
        var ids = runs.Select(run => run.Run.RunId).ToHashSet();
        foreach (var gone in _known.Keys.Where(id => !ids.Contains(id)).ToList())
        {
            _known.Remove(gone);
        }

        var plots = runs.SelectMany(run => run.Plots).ToHashSet(StringComparer.OrdinalIgnoreCase);
        foreach (var gone in _names.Keys.Where(id => !plots.Contains(id)).ToList())
        {
            _names.Remove(gone);
        }
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

    private RunFiles Find(SurveyedRun run)
    {
        var (profile, drives, plotIds) = (run.Profile, run.Drives, run.Plots);
        var (temp, temp2, destination) = run.Run.Run.Directories;
        var names = new List<string>();
        var tempBytes = Sum(temp, plotIds, profile, names);
        var temp2Bytes = temp2 == temp ? 0 : Sum(temp2, plotIds, profile, names);
        var made = temp is null || temp == destination
            ? 0
            : Mine(temp, plotIds, profile).Where(file => profile.Files.KindOf(file.Name) == PlotFileKind.Final).Sum(file => file.Allocated);
        var atDestination = new[] { (temp, drives.Temp), (temp2, drives.Temp2), (destination, drives.Destination) }
            .Where(pair => pair is (not null, not null) && pair.Item2 == drives.Destination).Select(pair => pair.Item1!).Distinct()
            .Sum(Growing);
        return new RunFiles(tempBytes + made, temp2Bytes, atDestination, profile.Files.PhaseOf(names))
        {
            Made = made,
            AtFurther = run.Further.GroupBy(pair => pair.Drive)
                .ToImmutableDictionary(drive => drive.Key, drive => drive.Sum(pair => Growing(pair.Folder))),
        };

        long Growing(string folder) => Mine(folder, plotIds, profile)
            .Where(file => profile.Files.KindOf(file.Name) == PlotFileKind.Growing).Sum(file => file.Allocated);
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
            var kind = profile.Files.KindOf(file.Name);
            if (kind is PlotFileKind.Final or PlotFileKind.Growing && PlotFileNames.PlotIdOf(file.Name) is { } plotId)
            {
                _names[plotId] = profile.Files.PlotNameOf(file.Name);
            }

            if (kind != PlotFileKind.Final)
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

    /// <param name="Plots">Its plots when this was begun.</param>
    /// <param name="Since">Since when these are known, by the monotonic clock.</param>
    private sealed record Known(string Plots, long Since)
    {
        public required RunFiles Files { get; set; }

        /// <summary>Null before the first time.</summary>
        public long? ListedAt { get; set; }
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
