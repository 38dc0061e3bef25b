using PlotManager.Core.Plotters;
using PlotManager.Core.Plotters.Logs;
using PlotManager.Platform;

namespace PlotManager.Logs;

/// <summary>The headers of the logs in a folder. Each is read once: a header does not change while its log grows.</summary>
/// <param name="index">What earlier commands read of that folder; null: it is not asked.</param>
public sealed class LogHeads(IFiles files, LogFolder? index)
{
    /// <summary>Header lines are all within this many bytes.</summary>
    private const int Head = 16 * 1024;

    // So few are read sooner than the index.
    private const int Few = 16;

    private readonly Dictionary<(string Path, string Plotter), (string Identity, RunLog Log)> _known = [];

    /// <summary>Of the logs that changed since then, the latest first; those that cannot be read are left out.</summary>
    /// <exception cref="IOException">The folder cannot be listed.</exception>
    /// <exception cref="UnauthorizedAccessException">The folder may not be listed.</exception>
    public IEnumerable<(string Path, RunLog Log)> Of(string folder, DateTimeOffset since, PlotterProfile plotter)
    {
        var candidates = files.List(folder).Where(file => file.Changed >= since).OrderByDescending(file => file.Changed).ToList();
        if (index is not null && candidates.Count(file => Known(file, plotter) is null) > Few)
        {
            var byPath = candidates.ToDictionary(file => file.Path);
            foreach (var found in index.ReadHeads(
                file => byPath.ContainsKey(file.Path), plotter, (files, path) => Read(files, path, plotter)))
            {
                if (found.Log is { } log && byPath.TryGetValue(found.Path, out var file))
                {
                    _known[(found.Path, plotter.Name)] = (file.Identity, log);
                }
            }
        }
        foreach (var file in candidates)
        {
            if ((Known(file, plotter) ?? ReadAndKeep(file, plotter)) is { } log)
            {
                yield return (file.Path, log);
            }
        }
    }

    private RunLog? Known(FileFinding file, PlotterProfile plotter) =>
        _known.TryGetValue((file.Path, plotter.Name), out var known) && known.Identity == file.Identity ? known.Log : null;

    private RunLog? ReadAndKeep(FileFinding file, PlotterProfile plotter)
    {
        try
        {
            var log = Read(files, file.Path, plotter);
            // A header that is only half written is looked at again.
            if (log.ProcessId is not null || file.Length >= Head)
            {
                _known[(file.Path, plotter.Name)] = (file.Identity, log);
            }

            return log;
        }
        catch (Exception unreadable) when (unreadable is IOException or UnauthorizedAccessException)
        {
            return null;
        }
    }

    /// <summary>What the header of one log says.</summary>
    /// <exception cref="IOException">It cannot be read.</exception>
    /// <exception cref="UnauthorizedAccessException">It may not be read.</exception>
    public static RunLog Read(IFiles files, string path, PlotterProfile plotter)
    {
        var reader = new PlotLogReader(plotter);
        reader.Feed(new LogText().Utf8(files.Read(path, 0, Head)));
        return reader.State;
    }
}
