using PlotManager.Core.Configuration;
using PlotManager.Core.Plotters;
using PlotManager.Core.Plotters.Logs;
using PlotManager.Farms;
using PlotManager.Hosting;
using PlotManager.Platform;

namespace PlotManager.Logs;

/// <summary>One log of the folder.</summary>
/// <param name="Plotter">Null: no known plotter's.</param>
/// <param name="Log">Null where it could not be read.</param>
/// <param name="Trouble">Why it could not be read.</param>
public sealed record FolderLog(string Path, string? Plotter, RunLog? Log, string? Trouble)
{
    /// <summary>When it was last written; of no meaning where it could not be read.</summary>
    public DateTimeOffset Changed { get; init; }
}

/// <summary>
/// The logs of a farm's folder, in the order of their names, one at a time. Only what has changed since the index was written is
/// read; how many logs there are makes no difference to the memory that is needed, but for their names.
/// </summary>
public sealed class LogFolder
{
    // A log that changed so lately may change again within the same tick of its drive's clock.
    private static readonly TimeSpan Settled = TimeSpan.FromSeconds(2);

    // So many logs are in hand at once.
    private const int InHand = 64;

    private readonly Machine _machine;
    private readonly ProfileCatalog _catalog;
    private readonly string _folder;
    private readonly LogIndex _index;
    private LogFile? _reader;

    internal LogFolder(Machine machine, ProfileCatalog catalog, string folder, LogIndex index) =>
        (_machine, _catalog, _folder, _index) = (machine, catalog, folder, index);

    public static LogFolder Of(Farm farm, CommandEnvironment environment) => new(
        environment.Machine.Value, farm.Config.Profiles, farm.Config.LogFolder,
        new LogIndex(farm.Paths.LogIndexes(environment), Key(farm.Config)));

    /// <summary>As the original took them: by the end of their names.</summary>
    public static bool IsLog(string path) =>
        path.EndsWith(".log", StringComparison.OrdinalIgnoreCase) || path.EndsWith(".txt", StringComparison.OrdinalIgnoreCase);

    /// <summary>Every log, read whole.</summary>
    /// <exception cref="IOException">The folder cannot be listed.</exception>
    /// <exception cref="UnauthorizedAccessException">The folder may not be listed.</exception>
    public IEnumerable<FolderLog> Read() => Walk(_ => true, entry => entry.Whole, ReadWhole);

    /// <summary>The headers of those logs that are asked for.</summary>
    /// <param name="plotter">Whose logs they are taken for.</param>
    internal IEnumerable<FolderLog> ReadHeads(
        Func<FileFinding, bool> wanted, PlotterProfile plotter, Func<IFiles, string, RunLog> readHead) =>
        Walk(wanted, entry => entry.Plotter == plotter.Name, (files, file) => Entry(file, plotter.Name, false, readHead(files, file.Path)));

    private IEnumerable<FolderLog> Walk(
        Func<FileFinding, bool> wanted, Func<IndexedLog, bool> isEnough, Func<IFiles, FileFinding, IndexedLog> read)
    {
        var names = _machine.Files.Names(_folder).Where(IsLog).ToArray();
        Array.Sort(names, string.CompareOrdinal);
        using var pass = _index.Begin();
        foreach (var some in names.Chunk(InHand))
        {
            var known = Array.ConvertAll(some, pass.Take);
            foreach (var (log, answer) in known.Zip(Look(some, known, wanted, isEnough, read)))
            {
                if (Keep(pass, log, answer) is { } found)
                {
                    yield return found;
                }
            }
        }
        pass.Finish();
    }

    // Each answer stands alone: when the drive no longer answers, those that came count.
    private Answer[] Look(
        string[] names, LogIndex.Known?[] known, Func<FileFinding, bool> wanted, Func<IndexedLog, bool> isEnough,
        Func<IFiles, FileFinding, IndexedLog> read)
    {
        var answers = new Answer?[names.Length];
        string? silence = null;
        try
        {
            _machine.Files.Together(_folder, files =>
            {
                for (var at = 0; at < names.Length; at++)
                {
                    var path = Path.Combine(_folder, names[at]);
                    answers[at] = Try(path, () => files.Look(path) is not { } file ? new Answer(path)
                        : !wanted(file) ? new Answer(path) { IsUnwanted = true }
                        : known[at] is { } entry && IsSame(entry.Log, file) && isEnough(entry.Log) ? new Answer(path) { Log = entry.Log }
                        : new Answer(path) { Log = read(files, file), IsNew = true });
                }
            });
        }
        catch (IOException silent)
        {
            // The work may still be at it, with the reader too; until it is over the drive is not asked for more.
            silence = Said(silent);
        }
        return [.. answers.Zip(names, (answer, name) => answer ?? new Answer(Path.Combine(_folder, name)) { Trouble = silence })];
    }

    private FolderLog? Keep(LogIndex.Pass pass, LogIndex.Known? known, Answer answer)
    {
        if (known is not null && answer is { IsNew: false, Trouble: null } && (answer.Log is not null || answer.IsUnwanted))
        {
            pass.Put(known);
        }
        else if (answer is { IsNew: true, Log: { } log } && log.Changed < (_machine.Time.GetUtcNow() - Settled).UtcTicks)
        {
            pass.Put(log);
        }
        else if (known is not null)
        {
            pass.Forget();
        }

        return answer is { Log: null, Trouble: null }
            ? null
            : new FolderLog(answer.Path, answer.Log?.Plotter, answer.Log?.Log, answer.Trouble)
            {
                Changed = new DateTimeOffset(answer.Log?.Changed ?? 0, TimeSpan.Zero),
            };
    }

    private IndexedLog ReadWhole(IFiles files, FileFinding file)
    {
        var reading = (_reader ??= new LogFile(_catalog, LogFile.Header)).Read(files, file.Path);
        // The last lines are for people who look at one log; here they would be ballast.
        return Entry(file, reading.Plotter?.Name, true, reading.Log with { LastLines = [] });
    }

    private static IndexedLog Entry(FileFinding file, string? plotter, bool whole, RunLog log) =>
        new(Path.GetFileName(file.Path), file.Length, file.Changed.UtcTicks, plotter, whole, log);

    private static bool IsSame(IndexedLog entry, FileFinding file) => entry.Length == file.Length && entry.Changed == file.Changed.UtcTicks;

    private static Answer Try(string path, Func<Answer> look)
    {
        try
        {
            return look();
        }
        catch (Exception unreadable) when (unreadable is IOException or UnauthorizedAccessException)
        {
            return new Answer(path) { Trouble = Said(unreadable) };
        }
    }

    private static string Said(Exception unreadable) => unreadable.Message.ReplaceLineEndings(" ");

    // Another folder, other plotters or another build of the program: another index.
    private static string Key(Config config)
    {
        var own = config.OwnProfiles.Keys.Order(StringComparer.Ordinal).Select(name => $"{name}\n{config.OwnProfiles[name]}");
        var all = string.Join('\n', own.Prepend(config.LogFolder).Prepend($"{typeof(PlotLogReader).Module.ModuleVersionId}"));
        return Fingerprint.Of(all);
    }

    /// <summary>What became of one name: neither log nor trouble where it is no file, or an unwanted one.</summary>
    private sealed record Answer(string Path)
    {
        public IndexedLog? Log { get; init; }
        public bool IsNew { get; init; }
        public bool IsUnwanted { get; init; }
        public string? Trouble { get; init; }
    }
}
