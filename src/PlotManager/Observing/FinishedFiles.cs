using PlotManager.Core.PlotFiles;
using PlotManager.Core.Plotters;
using PlotManager.Platform;
using PlotManager.Plots;

namespace PlotManager.Observing;

/// <summary>
/// The finished files of plots, where they should be: under the name that the log says, else in the run's destination. Each is read once,
/// beside the loop: whoever asks again is told what came of it.
/// </summary>
public sealed class FinishedFiles
{
    private readonly IFiles _files;
    private readonly Reader _read;
    private readonly Dictionary<(string RunId, int Plot), Task<PlotFile?>> _reads = [];
    private readonly HashSet<(string RunId, int Plot)> _told = [];

    internal FinishedFiles(IFiles files, Reader read) => (_files, _read) = (files, read);

    /// <summary>Does the reading, now or beside the one who asks.</summary>
    public delegate Task<PlotFile?> Reader(Func<PlotFile?> read);

    /// <summary>For those who look once.</summary>
    public static Reader AtOnce { get; } = read => Task.FromResult(read());

    /// <summary>For the loop, which no drive may hold up.</summary>
    public static Reader Beside { get; } = Task.Run;

    internal FileReading Of(RunRecord run, PlotRecord plot, PlotterProfile profile)
    {
        var key = (run.RunId, plot.Number);
        if (!_reads.TryGetValue(key, out var reading))
        {
            _reads[key] = reading = _read(() => Read(run, plot, profile));
        }

        if (!reading.IsCompleted)
        {
            return new FileReading(null, IsAwaited: true);
        }

        _told.Add(key);
        return new FileReading(reading.GetAwaiter().GetResult());
    }

    /// <summary>What was told of a plot's file in this pass; null where nothing was.</summary>
    internal PlotFile? Told(string runId, int plot) =>
        _reads.TryGetValue((runId, plot), out var reading) && reading.IsCompletedSuccessfully ? reading.Result : null;

    internal bool IsReading(string runId) => _reads.Any(read => read.Key.RunId == runId && !read.Value.IsCompleted);

    /// <summary>Whether an answer has come that nobody was told yet.</summary>
    internal bool HaveNews() => _reads.Any(read => read.Value.IsCompleted && !_told.Contains(read.Key));

    /// <summary>What was told is in the farm's state by now.</summary>
    internal void ForgetTold()
    {
        foreach (var key in _told)
        {
            _reads.Remove(key);
        }

        _told.Clear();
    }

    // Null where its drive does not answer: nothing is known of the file.
    private PlotFile? Read(RunRecord run, PlotRecord plot, PlotterProfile profile)
    {
        try
        {
            return Find(run, plot, profile) is { } found ? PlotInspector.Inspect(_files, found, deep: true) : null;
        }
        catch (Exception unreadable) when (unreadable is IOException or UnauthorizedAccessException)
        {
            return null;
        }
    }

    private FileFinding? Find(RunRecord run, PlotRecord plot, PlotterProfile profile)
    {
        if (plot.FinalFile is { } file && Path.IsPathFullyQualified(file) && _files.Look(file) is { } found)
        {
            return found;
        }

        return run.Directories.Destination is { } folder && plot.PlotId is { } id
            && _files.Names(folder).FirstOrDefault(listed => profile.Files.KindOf(listed) == PlotFileKind.Final
                && profile.Files.BelongsTo(listed, id)) is { } name
            ? _files.Look(Path.Combine(folder, name))
            : null;
    }
}
