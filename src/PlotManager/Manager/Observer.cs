using System.Collections.Immutable;
using PlotManager.Core.Configuration;
using PlotManager.Core.Plotters;
using PlotManager.Core.Plotters.Logs;
using PlotManager.Core.Plotting;
using PlotManager.Core.Scheduling;
using PlotManager.Journal;
using PlotManager.Logs;
using PlotManager.Platform;

namespace PlotManager.Manager;

/// <summary>
/// Looks at processes, logs, files and drives, puts what happened to the runs into the books, and tells the world as Decide knows it.
/// Every observation is a value: what cannot be read is said so and ends nothing.
/// </summary>
/// <param name="logs">The farm's log folder with its index, for those who look once; null: logs are remembered from look to look.</param>
public sealed class Observer(Machine machine, Ledger ledger, string host, LogFolder? logs = null)
{
    private readonly LogHeads _heads = new(machine.Files, logs);
    private readonly Dictionary<string, LogFollower> _followers = [];
    private readonly Dictionary<int, ProcessExit> _exits = [];
    private readonly Dictionary<string, ForeignLog> _foreignLogs = [];

    // Up to when all that a run's log had said is known, and when the logs were last asked; marks of the monotonic clock.
    private readonly Dictionary<string, long> _heard = [];
    private long _asked;
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

        TakeIn(config, sightings, now);
        machine.Drives.Refresh();
        var directories = _directories.Look(config); // first: a drive that does not answer is known from here on, and nothing below waits for it again
        _survey.Begin(_listsAnew);
        _listsAnew = false;
        _asked = machine.Time.GetTimestamp();
        var found = machine.Files.LookAll(_followers.Values.Select(follower => follower.File));
        var processes = new Dictionary<string, ProcessSighting>();
        foreach (var run in ledger.Open.Where(run => run.Run.State != RunState.Intended).ToList())
        {
            Settle(config, run, sightings, found, now);
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

        _exits.Clear(); // each was for a run of the books; its pid may be used again from now on
        foreach (var gone in _followers.Keys.Concat(_foreignLogs.Keys).Where(runId => ledger.Find(runId) is null or { Run.State: RunState.Ended }).ToList())
        {
            _followers.Remove(gone);
            _foreignLogs.Remove(gone);
            _heard.Remove(gone);
        }

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
        var differences = from run in ledger.Open
                          where !run.Run.Foreign && run.Run.Process is not null
                          let before = machine.Processes.Between(run.Run.Process!.Value, machine.Processes.Self)
                          where before is not null
                          select ledger.SessionStarted - before - run.Run.LaunchedAt;
        if (differences.MinBy(difference => difference?.Duration()) is { } least && FarmClock.IsSet(least))
        {
            ledger.ShiftPast(least);
            ClockWasSet(least);
        }
    }

    /// <summary>Lets the next look list all directories, whatever that takes.</summary>
    public void ListAnew() => _listsAnew = true;

    /// <summary>Whether something happened that a look should see at once: an own child ended, a log passed a milestone. Cheap.</summary>
    public bool HasNews()
    {
        var ended = Reap();
        _asked = machine.Time.GetTimestamp();
        var found = machine.Files.LookAll(_followers.Values.Select(follower => follower.File));
        foreach (var (runId, follower) in _followers)
        {
            if (found.TryGetValue(follower.File, out var log))
            {
                var before = Milestone(follower.Said);
                if (follower.HasGrown(log))
                {
                    follower.Follow(log);
                }

                if (Milestone(follower.Said) != before)
                {
                    ended = true;
                }
                else if (follower.Trouble is null && _heard.ContainsKey(runId))
                {
                    _heard[runId] = _asked;
                }
            }

            // An adopted run is no child of ours: nobody tells us of its end.
            ended |= ledger.Find(runId)?.Run is { State: RunState.Running or RunState.Suspended, Process: { } process }
                && !machine.Launcher.WillTellEndOf(process.Pid) && !machine.Processes.IsAlive(process) && !_exits.ContainsKey(process.Pid);
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
    private static (int, string?, int, PlotState, PlotState) Milestone(RunLog log) =>
        (log.Plots.Length, log.Current?.PlotId, log.Current?.Phase ?? 0, log.Current?.State ?? default, log.Plots.Length > 1 ? log.Plots[^2].State : default);

    private void TakeIn(Config config, Sightings sightings, DateTimeOffset now)
    {
        foreach (var run in ledger.Open.Where(run => run.Run.State == RunState.Intended).ToList())
        {
            TakeInIntended(run.Run, sightings.Launched.GetValueOrDefault(run.RunId), now);
        }

        foreach (var stranger in sightings.Strangers.Where(stranger => ledger.FindByProcess(stranger.Process.Identity) is null))
        {
            if (stranger.Mark is not { } mark || ledger.Find(mark) is not { } own)
            {
                ledger.Adopt(Adopted(config, stranger, stranger.Mark));
            }
            else if (own.Run.State == RunState.Ended ? own.PlotsMade < own.Run.Plots : !IsAlive(own.Run, sightings))
            {
                Inherit(config, own, stranger);
            }
        }
    }

    // The manager before this one died between writing the intention and writing that it was carried out.
    private void TakeInIntended(RunRecord run, ProcessSighting? process, DateTimeOffset now)
    {
        if (process is not null)
        {
            ledger.Confirm(run.RunId, process.Identity);
            return;
        }

        try
        {
            if (machine.Files.Look(run.LogFile!) is { Length: > 0 })
            {
                ledger.Confirm(run.RunId, process: null); // it ran and has ended; its log tells how
            }
            else
            {
                ledger.Forget(run.RunId, now);
            }
        }
        catch (Exception unreadable) when (unreadable is IOException or UnauthorizedAccessException)
        {
            // Whether it ever ran cannot be told until the log folder can be read: a later look asks again.
        }
    }

    // A wrapper was killed, and the plotter that it had started plots on.
    private void Inherit(Config config, TrackedRun own, Stranger child)
    {
        if (own.Run.State == RunState.Ended)
        {
            ledger.Adopt(Adopted(config, child, mark: null)); // the run it was has been given up in the books
        }
        else
        {
            ledger.GoesOn(own.RunId, child.Process.Identity);
        }
    }

    private bool IsAlive(RunRecord run, Sightings sightings) => run.Process is { } process && Sighted(process, sightings) is not null && !_exits.ContainsKey(process.Pid);

    private static ProcessSighting? Sighted(ProcessIdentity process, Sightings sightings) =>
        sightings.ByPid.TryGetValue(process.Pid, out var found) && found.Identity == process && found.Condition != ProcessCondition.Zombie ? found : null;

    private static RunRecord Adopted(Config config, Stranger stranger, string? mark)
    {
        var plotter = stranger.Plotter;
        return new RunRecord
        {
            RunId = mark ?? $"foreign-{stranger.Process.Identity.Pid}-{stranger.Process.Identity.StartTicks}",
            Job = config.Jobs.FirstOrDefault(job => plotter.Temp is { } temp && job.Temp.Contains(temp))?.Name,
            Plotter = plotter.Profile.Name,
            K = plotter.K,
            Compression = plotter.Compression,
            Plots = plotter.Plots,
            State = RunState.Running,
            Process = stranger.Process.Identity,
            LaunchedAt = stranger.Process.StartedAt,
            Directories = new PlotDirectories(Known(plotter.Temp), Known(plotter.Temp2), Known(plotter.Destination)),
            Foreign = true,
        };

        // Of another user's process the working directory is hidden: what it calls "." is not ours.
        static string? Known(string? path) => path is not null && Path.IsPathFullyQualified(path) ? path : null;
    }

    private void Settle(Config config, TrackedRun run, Sightings sightings, IReadOnlyDictionary<string, FileFinding?> found, DateTimeOffset now)
    {
        var sighting = run.Run.Process is { } process ? Sighted(process, sightings) : null;
        var profile = Profile(config, run);
        var follower = Follower(config, run, profile, sighting, now);
        if (follower is not null && found.TryGetValue(follower.File, out var log))
        {
            follower.Follow(log);
        }
        else
        {
            follower?.Follow(); // it is new, or says why it cannot be read
        }

        var exit = run.Run.Process is { } known ? _exits.GetValueOrDefault(known.Pid) : null;
        var sight = new RunSight
        {
            Alive = exit is null && sighting is not null,
            Suspended = sighting?.Condition == ProcessCondition.Suspended,
            Rebooted = run.Run.Process is { } begun && begun.BootId != machine.Processes.Self.BootId,
            Exit = exit,
            Log = follower?.Said,
            LogFile = follower?.File,
            HeardAt = _heard.TryGetValue(run.RunId, out var heard) ? now - machine.Time.GetElapsedTime(heard) : null,
            FinalFile = plotId => _survey.FinalBytes(run.Run.Directories.Destination, plotId, profile),
        };
        var after = RunProgress.Next(run, profile, sight, now, machine.Time.LocalTimeZone);
        ledger.Settle(after, new NoticeFacts(host, DiedBeforeWork(follower?.Said, run), sight.Rebooted), now);
        if (follower is { Trouble: null })
        {
            _heard[run.RunId] = _asked;
        }
    }

    // Where the log is gone, the books know whether it had begun.
    private static bool DiedBeforeWork(RunLog? log, TrackedRun run) =>
        log is { Plots.Length: > 0 } ? !log.Plots.Any(plot => plot.GotToWork) : run.Current?.PlotId is null;

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
            _foreignLogs[run.RunId] = search = new ForeignLog(machine, profile, _heads);
        }

        return search.Find(sighting, config.LogFolder, now, path => ledger.Known.Any(other => other.Run.LogFile == path)) is { } file ? _followers[run.RunId] = Follow(file) : null;

        LogFollower Follow(string file) => new(machine.Files, file, () => new PlotLogReader(profile));
    }

    private SeenRun Seen(Config config, TrackedRun run, ProcessSighting? sighting, IReadOnlyDictionary<string, DirectoryFinding> directories)
    {
        var profile = Profile(config, run);
        var follower = _followers.GetValueOrDefault(run.RunId);
        var (temp, temp2, destination) = run.Run.Directories;
        var drives = new PlotDirectories(Drive(temp), Drive(temp2), Drive(destination));
        return new SeenRun(run, profile, follower?.Said, follower?.File, follower?.Trouble, sighting, drives, _survey.Of(run, profile, drives));

        string? Drive(string? path) =>
            path is null ? null : directories.GetValueOrDefault(path)?.Drive ?? machine.Drives.DriveOf(path)?.MountPoint;
    }

    private static PlotterProfile Profile(Config config, TrackedRun run) => config.Profiles.Find(run.Run.Plotter) ?? config.Profiles.All[0];
}
