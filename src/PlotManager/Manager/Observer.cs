using System.Collections.Immutable;
using PlotManager.Core.Configuration;
using PlotManager.Core.Plotters;
using PlotManager.Core.Plotters.Logs;
using PlotManager.Core.Plotting;
using PlotManager.Core.Scheduling;
using PlotManager.Journal;
using PlotManager.Platform;

namespace PlotManager.Manager;

/// <summary>
/// Looks at processes, logs, files and drives, puts what happened to the runs into the books, and tells the world as Decide knows it.
/// Every observation is a value: what cannot be read is said so and ends nothing.
/// </summary>
public sealed class Observer(Machine machine, Ledger ledger, string host)
{
    private readonly Dictionary<string, LogFollower> _followers = [];
    private readonly Dictionary<int, ProcessExit> _exits = [];
    private readonly Dictionary<string, ForeignLog> _foreignLogs = [];
    private bool _hasLooked;
    private Config? _config;
    private ProcessWatch? _watch;

    /// <summary>One look. The world is of the instant given.</summary>
    public Observation Look(Config config, DateTimeOffset now)
    {
        if (!ReferenceEquals(config, _config))
        {
            (_config, _watch) = (config, new ProcessWatch(machine.Processes, config));
        }

        Reap();
        var sightings = _watch!.Look(ledger);
        TakeIn(config, sightings, now);
        machine.Drives.Refresh();
        var survey = new FileSurvey(machine.Files);
        var processes = new Dictionary<string, ProcessSighting>();
        foreach (var run in ledger.Open.ToList())
        {
            Settle(config, run, sightings, survey, now);
            if (run.Run.Process is { } process && sightings.ByPid.TryGetValue(process.Pid, out var sighting) && sighting.Identity == process)
            {
                processes[run.RunId] = sighting;
            }
        }

        if (!_hasLooked)
        {
            foreach (var run in ledger.InFlight)
            {
                ledger.CountAdopted(run.Run.Job);
            }

            _hasLooked = true;
        }

        foreach (var gone in _followers.Keys.Where(runId => ledger.Find(runId) is null or { Run.State: RunState.Ended }).ToList())
        {
            _followers.Remove(gone);
            _foreignLogs.Remove(gone);
        }

        return new Observation(
            [.. ledger.InFlight.OrderBy(run => run.Run.LaunchedAt).Select(run => Seen(config, run, processes.GetValueOrDefault(run.RunId), survey))],
            LookAtDirectories(config),
            now);
    }

    /// <summary>Whether something happened that a look should see at once: an own child ended, a log passed a milestone. Cheap.</summary>
    public bool HasNews()
    {
        var ended = Reap();
        foreach (var (runId, follower) in _followers)
        {
            if (follower.HasGrown())
            {
                var before = Milestone(follower.Said);
                follower.Follow();
                ended |= Milestone(follower.Said) != before;
            }

            // An adopted run is no child of ours: nobody tells us of its end.
            ended |= ledger.Find(runId)?.Run is { State: RunState.Running or RunState.Suspended, Process: { } process }
                && !process.IsAlive(machine.Processes) && !_exits.ContainsKey(process.Pid);
        }

        return ended;
    }

    private bool Reap()
    {
        var any = false;
        foreach (var exit in machine.Launcher.Reap())
        {
            _exits[exit.Pid] = exit;
            any = true;
        }

        return any;
    }

    // What a look must not miss: which plot, which phase, which state.
    private static (int, int, PlotState, PlotState) Milestone(RunLog log) =>
        (log.Plots.Length, log.Current?.Phase ?? 0, log.Current?.State ?? default, log.Plots.Length > 1 ? log.Plots[^2].State : default);

    private void TakeIn(Config config, Sightings sightings, DateTimeOffset now)
    {
        foreach (var stranger in sightings.Strangers)
        {
            if (stranger.Mark is { } mark && ledger.Find(mark) is { Run.State: RunState.Intended })
            {
                ledger.Confirm(mark, stranger.Process.Identity); // launched just before a crash
            }
            else
            {
                ledger.Adopt(Adopted(config, stranger));
            }
        }

        // Whatever is still only intended has no process: the crash came before the launch.
        foreach (var run in ledger.Open.Where(run => run.Run.State == RunState.Intended).ToList())
        {
            ledger.Forget(run.RunId, now);
        }
    }

    private static RunRecord Adopted(Config config, Stranger stranger)
    {
        var plotter = stranger.Plotter;
        return new RunRecord
        {
            RunId = stranger.Mark ?? $"foreign-{stranger.Process.Identity.Pid}-{stranger.Process.Identity.StartTicks}",
            Job = config.Jobs.FirstOrDefault(job => plotter.Temp is { } temp && job.Temp.Contains(temp))?.Name,
            Plotter = plotter.Profile.Name,
            K = plotter.K,
            Compression = plotter.Compression,
            Plots = plotter.Plots,
            State = RunState.Running,
            Process = stranger.Process.Identity,
            LaunchedAt = stranger.Process.StartedAt,
            Directories = new PlotDirectories(plotter.Temp, plotter.Temp2, plotter.Destination),
            Foreign = true,
        };
    }

    private void Settle(Config config, TrackedRun run, Sightings sightings, FileSurvey survey, DateTimeOffset now)
    {
        var process = run.Run.Process!.Value;
        var sighting = sightings.ByPid.TryGetValue(process.Pid, out var found) && found.Identity == process ? found : null;
        var profile = Profile(config, run);
        var follower = Follower(config, run, profile, sighting, now);
        follower?.Follow();
        var exit = _exits.GetValueOrDefault(process.Pid);
        var sight = new RunSight
        {
            Alive = exit is null && sighting is not null && sighting.Condition != ProcessCondition.Zombie,
            Suspended = sighting?.Condition == ProcessCondition.Suspended,
            Exit = exit,
            Log = follower?.Said,
            LogFile = follower?.File,
            FinalFile = plotId => survey.Final(run.Run.Directories.Destination, plotId, profile)?.Length,
        };
        var after = RunProgress.Next(run, profile, sight, now, machine.Time.LocalTimeZone);
        ledger.Settle(after, new NoticeFacts(host, follower?.Said.Current is not { GotToWork: true }), now);
        if (after.Run.State == RunState.Ended)
        {
            _exits.Remove(process.Pid);
        }
    }

    private LogFollower? Follower(Config config, TrackedRun run, PlotterProfile profile, ProcessSighting? sighting, DateTimeOffset now)
    {
        if (_followers.TryGetValue(run.RunId, out var known))
        {
            return known;
        }

        if (run.Run.LogFile is { } own)
        {
            return _followers[run.RunId] = Follow(own);
        }

        if (sighting is null)
        {
            return null;
        }

        if (!_foreignLogs.TryGetValue(run.RunId, out var search))
        {
            _foreignLogs[run.RunId] = search = new ForeignLog(machine, profile);
        }

        return search.Find(sighting, config.LogFolder, now) is { } file ? _followers[run.RunId] = Follow(file) : null;

        LogFollower Follow(string file) => new(machine.Files, file, () => new PlotLogReader(profile));
    }

    private SeenRun Seen(Config config, TrackedRun run, ProcessSighting? sighting, FileSurvey survey)
    {
        var profile = Profile(config, run);
        var follower = _followers.GetValueOrDefault(run.RunId);
        return new SeenRun(run, profile, follower?.Said, follower?.File, follower?.Trouble, sighting, survey.Of(run, profile, Drive));
    }

    private string? Drive(string path) => machine.Drives.DriveOf(path)?.MountPoint;

    private ImmutableDictionary<string, DirectoryFinding> LookAtDirectories(Config config) =>
        config.Jobs.SelectMany(job => job.Temp.Concat(job.Temp2).Concat(job.Destination)).Distinct()
            .ToImmutableDictionary(path => path, machine.Drives.Look);

    private static PlotterProfile Profile(Config config, TrackedRun run) => config.Profiles.Find(run.Run.Plotter) ?? config.Profiles.All[0];
}
