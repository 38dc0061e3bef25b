using PlotManager.Core.Configuration;
using PlotManager.Core.Plotters;
using PlotManager.Core.Plotters.Logs;
using PlotManager.Core.Plotting;
using PlotManager.Logs;
using PlotManager.Platform;

namespace PlotManager.Observing;

/// <summary>The logs of the farm's runs, each read on from pass to pass; those of foreign runs are searched for first.</summary>
/// <param name="folder">The farm's log folder with its index, for those who look once; null: logs are remembered from pass to pass.</param>
internal sealed class RunLogs(Machine machine, LogFolder? folder)
{
    private readonly LogHeads _heads = new(machine.Files, folder);
    private readonly Dictionary<string, LogFollower> _followers = [];
    private readonly Dictionary<string, ForeignLog> _searches = [];

    // Up to when all that a run's log had said is known, and when the logs were last asked; marks of the monotonic clock.
    private readonly Dictionary<string, long> _heard = [];
    private long _asked;
    private IReadOnlyDictionary<string, FileFinding?> _found = new Dictionary<string, FileFinding?>();

    public LogFollower? this[string runId] => _followers.GetValueOrDefault(runId);

    /// <summary>Asks after all logs at once. Each is read on with its run.</summary>
    public void Look()
    {
        _asked = machine.Time.GetTimestamp();
        _found = machine.Files.LookAll(_followers.Values.Select(follower => follower.File));
    }

    /// <summary>The run's log, read as far as it goes; null while it is not known where it is.</summary>
    /// <param name="isTaken">Whether a log is another run's.</param>
    public LogFollower? ReadOn(
        Config config, TrackedRun run, PlotterProfile profile, ProcessSighting? sighting, Func<string, bool> isTaken, DateTimeOffset now)
    {
        var follower = this[run.RunId] ?? Find(config, run, profile, sighting, isTaken, now);
        if (follower is not null && _found.TryGetValue(follower.File, out var log))
        {
            follower.Follow(log);
        }
        else
        {
            follower?.Follow(); // it is new, or says why it cannot be read
        }

        return follower;
    }

    /// <summary>Up to when all is known that the run's log had said; null before that was ever so.</summary>
    public DateTimeOffset? HeardAt(string runId, DateTimeOffset now) =>
        _heard.TryGetValue(runId, out var heard) ? now - machine.Time.GetElapsedTime(heard) : null;

    /// <summary>All that the run's log had said when it was last asked is known.</summary>
    public void IsHeard(string runId) => _heard[runId] = _asked;

    /// <summary>Whether a log has passed a milestone since it was read last.</summary>
    public bool HaveNews()
    {
        Look();
        var news = false;
        foreach (var (runId, follower) in _followers)
        {
            if (!_found.TryGetValue(follower.File, out var log))
            {
                continue;
            }

            var before = Milestone(follower.Said);
            if (follower.HasGrown(log))
            {
                follower.Follow(log);
            }

            if (Milestone(follower.Said) != before)
            {
                news = true;
            }
            else if (follower.Trouble is null && _heard.ContainsKey(runId))
            {
                _heard[runId] = _asked;
            }
        }

        return news;
    }

    public void ForgetEnded(FarmState farm)
    {
        foreach (var gone in _followers.Keys.Concat(_searches.Keys).Where(runId => farm.Find(runId) is null).ToList())
        {
            _followers.Remove(gone);
            _searches.Remove(gone);
            _heard.Remove(gone);
        }
    }

    // What a pass must not miss: which plot, which phase, which state.
    private static (int, string?, int, PlotState, PlotState) Milestone(RunLog log) =>
        (log.Plots.Length, log.Current?.PlotId, log.Current?.Phase ?? 0, log.Current?.State ?? default, log.Plots.Length > 1
            ? log.Plots[^2].State
            : default);

    private LogFollower? Find(
        Config config, TrackedRun run, PlotterProfile profile, ProcessSighting? sighting, Func<string, bool> isTaken, DateTimeOffset now)
    {
        if (run.Run.LogFile is { } own)
        {
            return _followers[run.RunId] = Follow(own);
        }

        if (sighting is null || run.Run.InContainer) // the file behind its output has another name there
        {
            return null;
        }

        if (!_searches.TryGetValue(run.RunId, out var search))
        {
            _searches[run.RunId] = search = new ForeignLog(machine, profile, _heads);
        }

        return search.Find(sighting, config.LogFolder, now, isTaken) is { } file ? _followers[run.RunId] = Follow(file) : null;

        LogFollower Follow(string file) =>
            new(machine.Files, file, () => new PlotLogReader(profile), run.Run.Foreign ? LogLimits.Stranger : LogLimits.Own);
    }
}
