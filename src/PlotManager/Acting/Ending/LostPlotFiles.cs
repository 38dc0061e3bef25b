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
    private int _ended = -1;
    private Found _found = Found.Nothing;

    /// <summary>Null where nothing is left.</summary>
    public ProblemPart? At(Config config, DateTimeOffset now)
    {
        var since = _begun is { } begun ? machine.Time.GetElapsedTime(begun) : TimeSpan.MaxValue;
        if (since >= Serves * _spent && (since >= Every || _ended != store.RunsEnded))
        {
            var started = machine.Time.GetTimestamp();
            _ended = store.RunsEnded;
            _found = Find(config, now);
            (_begun, _spent) = (started, machine.Time.GetElapsedTime(started));
        }

        return _found.Problem;
    }

    /// <summary>
    /// Finished plots that lie in temp and that nobody delivers any more, by their paths; as of the last <see cref="At"/>.
    /// </summary>
    public IReadOnlyDictionary<string, ProblemPart> Finished => _found.Finished;

    /// <summary>What lost plots have left in the temp directories of a job, for people; null where nothing is in its way.</summary>
    public string? InTheWayOf(Job job)
    {
        var bytes = job.Temp.Concat(job.Temp2).Distinct().Sum(folder => _found.ByFolder.GetValueOrDefault(folder));
        return bytes == 0
            ? null
            : $"{Figures.Size(bytes)} of lost plots are in the way in its temp: plotmanager cleanup --delete frees them";
    }

    private Found Find(Config config, DateTimeOffset now)
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
            return Found.Nothing;
        }

        var ended = new EndedPlots(config, Ended(), store.State, machine.Files);
        var ends = new EndProof(machine.Processes);
        var sum = new Sum();
        foreach (var group in named)
        {
            if (ended.Find(group.Key) is not { Plot: { Delivered: false, Doubt: null } plot } lost || lost.Run?.Owner.IsReported() == false
                || IsDeletedJustNow(config, lost.Run, now))
            {
                continue;
            }

            var files = machine.Files.LookAll(group).Values.OfType<FileFinding>()
                .ToLookup(file => IsFinished(file, plot, lost.Profile, destinations));
            sum.Add([.. files[false]], lost.Run is { } run && ends.IsGivenFor(run));
            foreach (var file in files[true])
            {
                sum.Finished[file.Path] = Kept(file, lost);
            }
        }

        return sum.Found;
    }

    // Under its final name in temp, or whole under the name that it is made or copied under. What lies in a destination may be a copy.
    private static bool IsFinished(FileFinding file, LostPlot plot, PlotterProfile profile, HashSet<string> destinations) =>
        profile.Files.KindOf(Path.GetFileName(file.Path)) switch
        {
            PlotFileKind.Final => true,
            PlotFileKind.Growing => plot.IsWhole(file) && !destinations.Contains(Path.GetDirectoryName(file.Path)!),
            _ => false,
        };

    private static ProblemPart Kept(FileFinding file, EndedPlot lost)
    {
        var name = Path.GetFileName(file.Path);
        var end = name.IndexOf(".plot", StringComparison.OrdinalIgnoreCase);
        var final = lost.Profile.Files.KindOf(name) == PlotFileKind.Final || end < 0 ? name : name[..(end + ".plot".Length)];
        var (move, delete) = OperatingSystem.IsWindows() ? ("move", "del") : ("mv -n", "rm");
        var target = Path.Combine(lost.Run?.Directories.Destination ?? "DESTINATION", final);
        return new ProblemPart(
            "warning",
            $"a finished plot that was not delivered lies in temp ({Figures.Size(file.Allocated)}): "
                + $"{move} {Quoted(file.Path)} {Quoted(target)} moves it, {delete} {Quoted(file.Path)} deletes it",
            lost.Run?.Job, lost.Run?.RunId, null);
    }

    private static string Quoted(string path) =>
        OperatingSystem.IsWindows() ? $"\"{path}\""
        : path.All(letter => char.IsAsciiLetterOrDigit(letter) || "/._-+=@%".Contains(letter, StringComparison.Ordinal)) ? path
        : $"'{path.Replace("'", "'\\''", StringComparison.Ordinal)}'";

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

    private sealed record Found(
        ProblemPart? Problem, IReadOnlyDictionary<string, long> ByFolder, IReadOnlyDictionary<string, ProblemPart> Finished)
    {
        public static Found Nothing { get; } = new(null, new Dictionary<string, long>(), new Dictionary<string, ProblemPart>());
    }

    private sealed class Sum
    {
        private readonly Dictionary<string, long> _byFolder = [];
        private int _plots;
        private int _files;
        private bool _allProven = true;

        public Dictionary<string, ProblemPart> Finished { get; } = [];

        public Found Found => new(Problem(), _byFolder, Finished);

        public void Add(List<FileFinding> left, bool isProven)
        {
            if (left.Count == 0)
            {
                return;
            }

            _plots++;
            _files += left.Count;
            _allProven &= isProven;
            foreach (var file in left)
            {
                var folder = Path.GetDirectoryName(file.Path)!;
                _byFolder[folder] = _byFolder.GetValueOrDefault(folder) + file.Allocated;
            }
        }

        private ProblemPart? Problem() => _files == 0 ? null : new ProblemPart(
            "warning",
            $"{Figures.Size(_byFolder.Values.Sum())} in {RunEndings.Count(_files)} are left of {_plots} lost "
                + $"{(_plots == 1 ? "plot" : "plots")}: plotmanager cleanup lists them, plotmanager cleanup --delete frees them"
                + (_allProven ? "" : " two hours after their last change"),
            null, null, null);
    }
}
