using System.Collections.Immutable;
using PlotManager.Acting;
using PlotManager.Core.Configuration;
using PlotManager.Core.Plotters;
using PlotManager.Core.Plotters.Logs;
using PlotManager.Core.Plotting;
using PlotManager.Core.Scheduling;
using PlotManager.Logs;
using PlotManager.Platform;
using PlotManager.Store;

namespace PlotManager.Observing;

/// <summary>
/// Looks at processes, logs, files and drives, puts what happened to the runs into the books, and tells the world as Decide knows it.
/// Every observation is a value: what cannot be read is said so and ends nothing.
/// </summary>
/// <param name="logs">The farm's log folder with its index, for those who look once; null: logs are remembered from look to look.</param>
public sealed class Observer(Machine machine, Ledger ledger, string host, LogFolder? logs = null)
{
    private readonly Intake _intake = new(machine.Files, ledger);
    private readonly RunLogs _logs = new(machine, ledger, logs);
    private readonly Dictionary<int, ProcessExit> _exits = [];

    // Pids of runs whose log holds more than was read.
    private readonly HashSet<int> _unread = [];
    private readonly DirectoryWatch _directories = new(machine.Drives, ledger);
    private readonly FileSurvey _survey = new(machine.Files, machine.Time);
    private bool _hasLooked;
    private bool _listsAnew;
    private Config? _config;
    private ProcessWatch? _watch;

    /// <summary>One look. The world is of the instant given.</summary>
    public Observation Look(Config config, DateTimeOffset now)
    {
        if (!ReferenceEquals(config, _config))
        {
            (_config, _watch) = (config, new ProcessWatch(machine.Processes, config));
        }

        // Children are reaped after the look at the processes: one that was seen dead has told how it ended.
        var sightings = _watch!.Look(ledger);
        Reap();
        if (!_hasLooked)
        {
            NoteClock();
        }

        _intake.TakeIn(config, sightings, run => Living(run, sightings) is { } process && !_exits.ContainsKey(process.Identity.Pid), now);
        machine.Drives.Refresh();
        var directories = _directories.Look(config); // first: a drive that does not answer is known from here on, and nothing below waits for it again
        _survey.Begin(_listsAnew);
        _listsAnew = false;
        _logs.Look();
        var processes = new Dictionary<string, ProcessSighting>();
        _unread.Clear();
        foreach (var run in ledger.Open.Where(run => run.Run.State != RunState.Intended).ToList())
        {
            Settle(config, run, sightings, now);
            if (run.Run.Process is { } process && sightings.ByPid.TryGetValue(process.Pid, out var sighting) && sighting.Identity == process)
            {
                processes[run.RunId] = sighting;
            }
        }

        if (!_hasLooked)
        {
            foreach (var run in ledger.InFlight)
            {
                ledger.TurnDirectories(run.Run.Job);
            }

            _hasLooked = true;
        }

        // Each was for a run that is settled now, and its pid may be used again. One whose log is not read to its end is settled later.
        foreach (var pid in _exits.Keys.Where(pid => !_unread.Contains(pid)).ToList())
        {
            _exits.Remove(pid);
        }

        _logs.ForgetEnded();
        return new Observation(
            [.. ledger.InFlight.OrderBy(run => run.Run.LaunchedAt).Select(run => Seen(config, run, processes.GetValueOrDefault(run.RunId), directories))],
            directories,
            now)
        {
            KnowsFilesOfNow = _survey.IsFresh,
        };
    }

    /// <summary>Told by how much the wall clock was set while no manager ran.</summary>
    public Action<TimeSpan> ClockWasSet { get; init; } = _ => { };

    // When a run was launched, by the clock of then, and how long before this manager that was. What any run agrees on holds: a process
    // may be another than the one that was launched.
    private void NoteClock()
    {
        TimeSpan? least = null;
        foreach (var run in ledger.Open.Where(run => !run.Run.Foreign))
        {
            if (run.Run.Process is { } process && machine.Processes.Between(process, machine.Processes.Self) is { } before
                && ledger.SessionStarted - before - run.Run.LaunchedAt is { } difference)
            {
                least = least?.Duration() <= difference.Duration() ? least : difference;
            }
        }

        if (least is { } set && FarmClock.IsSet(set))
        {
            ledger.ShiftPast(set);
            ClockWasSet(set);
        }
    }

    /// <summary>Lets the next look list all directories, whatever that takes.</summary>
    public void ListAnew() => _listsAnew = true;

    /// <summary>Whether something happened that a look should see at once: a process ended, a log passed a milestone. Cheap.</summary>
    public bool HasNews() => Reap() | _logs.HaveNews() | (_unread.Count > 0) | ledger.Open.Any(HasEndedUntold);

    // An adopted run is no child of ours: nobody tells us of its end.
    private bool HasEndedUntold(TrackedRun run) =>
        run.Run is { Process: { } process } && run.Run.State.IsInFlight()
        && !machine.Launcher.WillTellEndOf(process.Pid) && !_exits.ContainsKey(process.Pid) && !machine.Processes.IsAlive(process);

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

    private static ProcessSighting? Living(RunRecord run, Sightings sightings) =>
        run.Process is { } process && sightings.ByPid.TryGetValue(process.Pid, out var found)
        && found.Identity == process && found.Condition != ProcessCondition.Zombie ? found : null;

    private void Settle(Config config, TrackedRun run, Sightings sightings, DateTimeOffset now)
    {
        var sighting = Living(run.Run, sightings);
        var profile = Profile(config, run);
        var follower = _logs.ReadOn(config, run, profile, sighting, now);
        var exit = run.Run.Process is { } known ? _exits.GetValueOrDefault(known.Pid) : null;
        var isUnread = follower is { IsBehind: true };
        var sight = new RunSight
        {
            Alive = isUnread || (exit is null && sighting is not null), // how it ended is settled once all that it said is read
            Suspended = sighting?.Condition == ProcessCondition.Suspended,
            Rebooted = run.Run.Process is { } begun && begun.BootId != machine.Processes.Self.BootId,
            Exit = isUnread ? null : exit,
            Log = follower?.Said,
            LogFile = follower?.File,
            HeardAt = _logs.HeardAt(run.RunId, now),
            FinalFile = plotId => _survey.FinalBytes(run.Run.Directories.Destination, plotId, profile),
        };
        var after = RunProgress.Next(run, profile, sight, now, machine.Time.LocalTimeZone);
        ledger.Settle(after, new NoticeFacts(host, DiedBeforeWork(follower?.Said, run), sight.Rebooted), now);
        if (isUnread && run.Run.Process is { } unread)
        {
            _unread.Add(unread.Pid);
        }

        if (follower is { Trouble: null, IsBehind: false })
        {
            _logs.IsHeard(run.RunId);
        }
    }

    // Where the log is gone, the books know whether it had begun.
    private static bool DiedBeforeWork(RunLog? log, TrackedRun run) =>
        log is { Plots.Length: > 0 } ? !log.Plots.Any(plot => plot.GotToWork) : run.Current?.PlotId is null;

    private SeenRun Seen(Config config, TrackedRun run, ProcessSighting? sighting, IReadOnlyDictionary<string, DirectoryFinding> directories)
    {
        var profile = Profile(config, run);
        var follower = _logs[run.RunId];
        var (temp, temp2, destination) = run.Run.Directories;
        var drives = new PlotDirectories(Drive(temp), Drive(temp2), Drive(destination));
        return new SeenRun(run, profile, follower?.Said, follower?.File, follower?.Trouble, sighting, drives, _survey.Of(run, profile, drives));

        string? Drive(string? path) =>
            path is null ? null : directories.GetValueOrDefault(path)?.Drive ?? machine.Drives.DriveOf(path)?.MountPoint;
    }

    private static PlotterProfile Profile(Config config, TrackedRun run) => config.Profiles.Find(run.Run.Plotter) ?? config.Profiles.All[0];
}
