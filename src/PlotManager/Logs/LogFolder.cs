using System.Collections.Concurrent;
using System.Security.Cryptography;
using System.Text;
using PlotManager.Commands;
using PlotManager.Core.Configuration;
using PlotManager.Core.Plotters;
using PlotManager.Core.Plotters.Logs;
using PlotManager.Manager;
using PlotManager.Platform;

namespace PlotManager.Logs;

/// <summary>One log of the folder.</summary>
/// <param name="Plotter">Null: no known plotter's.</param>
/// <param name="Log">Null where it could not be read.</param>
/// <param name="Trouble">Why it could not be read.</param>
public sealed record FolderLog(string Path, string? Plotter, RunLog? Log, string? Trouble);

/// <summary>
/// The logs of a farm's folder, in the order of their names, one at a time. Only what has changed since the index was written is
/// read; how many logs there are makes no difference to the memory that is needed, but for their names.
/// </summary>
public sealed class LogFolder
{
    // A log that changed so lately may change again within the same tick of its drive's clock.
    private static readonly TimeSpan Settled = TimeSpan.FromSeconds(2);

    // So many logs are in hand at once; two threads share in them, as a plotting machine has other things to do.
    private const int InHand = 32;
    private const int Threads = 2;

    private readonly Machine _machine;
    private readonly ProfileCatalog _catalog;
    private readonly string _folder;
    private readonly LogIndex _index;
    private readonly ConcurrentBag<LogFile> _readers = [];

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
    internal IEnumerable<FolderLog> ReadHeads(Func<FileFinding, bool> wanted, PlotterProfile plotter, Func<string, RunLog> readHead) =>
        Walk(wanted, entry => entry.Plotter == plotter.Name, file => Entry(file, plotter.Name, false, readHead(file.Path)));

    private IEnumerable<FolderLog> Walk(Func<FileFinding, bool> wanted, Func<IndexedLog, bool> isEnough, Func<FileFinding, IndexedLog> read)
    {
        var logs = _machine.Files.List(_folder).Where(file => IsLog(file.Path)).ToArray();
        Array.Sort(logs, (one, other) => string.CompareOrdinal(Name(one), Name(other)));
        using var pass = _index.Begin();
        foreach (var some in logs.Chunk(InHand))
        {
            foreach (var found in Take(some, pass, wanted, isEnough, read))
            {
                yield return found;
            }
        }
        pass.Finish();
    }

    private FolderLog[] Take(
        FileFinding[] some, LogIndex.Pass pass, Func<FileFinding, bool> wanted, Func<IndexedLog, bool> isEnough, Func<FileFinding, IndexedLog> read)
    {
        var known = Array.ConvertAll(some, file => pass.Take(Name(file)));
        var fresh = new (IndexedLog? Log, string? Trouble)?[some.Length];
        var missing = Enumerable.Range(0, some.Length)
            .Where(at => wanted(some[at]) && !(known[at] is { } entry && IsSame(entry.Log, some[at]) && isEnough(entry.Log)))
            .ToArray();
        if (missing.Length > 1)
        {
            Parallel.ForEach(missing, new ParallelOptions { MaxDegreeOfParallelism = Threads }, at => fresh[at] = Try(some[at], read));
        }
        else if (missing.Length == 1)
        {
            fresh[missing[0]] = Try(some[missing[0]], read);
        }

        var settled = _machine.Time.GetUtcNow() - Settled;
        var found = new List<FolderLog>(some.Length);
        for (var at = 0; at < some.Length; at++)
        {
            if (fresh[at] is { } answer)
            {
                if (answer.Log is { } log && some[at].Changed < settled)
                {
                    pass.Put(log);
                }
                else if (known[at] is not null)
                {
                    pass.Forget();
                }

                found.Add(new FolderLog(some[at].Path, answer.Log?.Plotter, answer.Log?.Log, answer.Trouble));
            }
            else if (known[at] is { } entry)
            {
                pass.Put(entry);
                if (wanted(some[at]))
                {
                    found.Add(new FolderLog(some[at].Path, entry.Log.Plotter, entry.Log.Log, null));
                }
            }
        }
        return [.. found];
    }

    private IndexedLog ReadWhole(FileFinding file)
    {
        var reader = _readers.TryTake(out var rested) ? rested : new LogFile(_machine.Files, _catalog, LogFile.Header);
        try
        {
            var reading = reader.Read(file.Path);
            // The last lines are for people who look at one log; here they would be ballast.
            return Entry(file, reading.Plotter?.Name, true, reading.Log with { LastLines = [] });
        }
        finally
        {
            _readers.Add(reader);
        }
    }

    private static (IndexedLog? Log, string? Trouble) Try(FileFinding file, Func<FileFinding, IndexedLog> read)
    {
        try
        {
            return (read(file), null);
        }
        catch (Exception unreadable) when (unreadable is IOException or UnauthorizedAccessException)
        {
            return (null, unreadable.Message.ReplaceLineEndings(" "));
        }
    }

    private static IndexedLog Entry(FileFinding file, string? plotter, bool whole, RunLog log) =>
        new(Name(file), file.Length, file.Changed.UtcTicks, plotter, whole, log);

    private static bool IsSame(IndexedLog entry, FileFinding file) => entry.Length == file.Length && entry.Changed == file.Changed.UtcTicks;

    private static string Name(FileFinding file) => Path.GetFileName(file.Path);

    // Another folder, other plotters or another build of the program: another index.
    private static string Key(Config config)
    {
        var own = config.OwnProfiles.OrderBy(profile => profile.Key, StringComparer.Ordinal).Select(profile => $"{profile.Key}\n{profile.Value}");
        var all = string.Join('\n', own.Prepend(config.LogFolder).Prepend($"{typeof(PlotLogReader).Module.ModuleVersionId}"));
        return Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(all)));
    }
}
