using System.Collections.Immutable;
using PlotManager.Configuration;
using PlotManager.Core.Configuration;
using PlotManager.Core.Launching;
using PlotManager.Core.Plotters;
using PlotManager.Core.Plotting;
using PlotManager.Core.Scheduling;
using PlotManager.Core.Text;
using PlotManager.Logs;
using PlotManager.Observing.Checks;
using PlotManager.Observing.Copies;
using PlotManager.Platform;
using PlotManager.Store;

namespace PlotManager.Observing;

/// <summary>
/// Looks at processes, logs, files and drives, and settles what that proves: events for the farm's state. It reads the state and changes
/// nothing in it. Every observation is a value: what cannot be read is said so and ends nothing.
/// </summary>
/// <param name="logs">The farm's log folder with its index, for those who look once; null: logs are remembered from pass to pass.</param>
/// <param name="read">How plot files are read; null: at once.</param>
public sealed class Observer(
    Machine machine, FarmStore store, ExecutableSearch executables, LogFolder? logs = null, FinishedFiles.Reader? read = null)
{
    private readonly FinishedFiles _finished = new(machine.Files, read ?? FinishedFiles.AtOnce);
    private readonly EarlierRuns _earlier = new(store);
    private readonly RunLogs _logs = new(machine, logs);
    private readonly ProcessExits _exits = new(machine);
    private CheckWatch? _checks;

    // Pids of runs whose log holds more than was read.
    private readonly HashSet<int> _unread = [];
    private readonly DirectoryWatch _directories = new(machine.Drives);
    private readonly FileSurvey _survey = new(machine.Files, machine.Time);
    private readonly CopyWatch _copies = new(machine.Files);
    private bool _hasObserved;
    private bool _listsAnew;
    private Config? _config;
    private ProcessWatch? _watch;

    /// <summary>One pass over the farm.</summary>
    /// <returns>As the farm is once the events are committed.</returns>
    public Observation Observe(Config config, DateTimeOffset now)
    {
        if (!ReferenceEquals(config, _config))
        {
            (_config, _watch) = (config, new ProcessWatch(machine.Processes, config));
        }

        // Children are reaped after the look at the processes: one that was seen dead has told how it ended.
        var found = new FoundEvents(store.State);
        var sightings = _watch!.Look(found.State, store.Farm, _earlier.MayHave);
        _exits.Reap();
        if (!_hasObserved)
        {
            FindClock(found);
        }

        new Adoption(machine.Files, machine.Processes, _earlier).Find(
            config, sightings, store.Farm, run => Living(run, sightings) is not null && _exits.Of(run.Process) is null, found, now);
        machine.Drives.Refresh();

        // First: a drive that does not answer is known from here on, and nothing below waits for it again.
        var directories = _directories.Look(config, found);
        _survey.Begin(_listsAnew);
        _listsAnew = false;
        _logs.Look();
        _unread.Clear();
        var heard = new List<string>();
        foreach (var run in found.State.Runs.Where(run => run.Run.State != RunState.Intended))
        {
            if (Settle(config, run, sightings, directories, found, now))
            {
                heard.Add(run.RunId);
            }
        }

        Checks.Settle(config, found, sightings, now);
        if (!_hasObserved)
        {
            found.Add(new FarmEvent.FirstPassMade());
        }

        directories = DirectoryWatch.Skipping(directories, found.State);
        var inFlight = found.State.InFlight.Where(run => !IsIgnored(config, run.Run, sightings)).OrderBy(run => run.Run.LaunchedAt)
            .Select(run => Surveyed(config, run, Seen(run.Run, sightings), directories))
            .ToList();
        _survey.Find([.. inFlight.Where(run => !run.Run.Run.InContainer)]);
        var observation = new Observation(
            [.. inFlight.Select(run => Observed(run, Seen(run.Run.Run, sightings)))],
            directories,
            now)
        {
            Events = found.ToImmutable(),
            Plotters = config.Jobs.Select(job => CommandLine.Executable(job.Plotter, job)).Distinct()
                .ToDictionary(plotter => plotter, executables.Find),
            KnowsFilesOfNow = _survey.IsFresh,
        };
        observation = observation with { Checks = Checks.Queue(found.State, observation) };
        Remember(found.State, heard); // last: of a pass that fails before nothing is committed, and the next one finds all of it again
        return observation;
    }

    /// <summary>Lets the next pass list all directories, whatever that takes.</summary>
    public void ListAnew() => _listsAnew = true;

    /// <summary>Whether something happened that a pass should see at once: a process ended, a log passed a milestone. Cheap.</summary>
    public bool HasNews() =>
        _exits.Reap() | _logs.HaveNews() | (_unread.Count > 0) | _finished.HaveNews()
            | store.State.Runs.Any(run => _exits.HasEndedUntold(run.Run))
            | store.State.Checks.Any(_exits.HasEndedUntold);

    private CheckWatch Checks => _checks ??= new CheckWatch(machine, _exits);

    private void Remember(FarmState farm, List<string> heard)
    {
        _hasObserved = true;
        heard.ForEach(_logs.IsHeard);
        _logs.ForgetEnded(farm);
        _exits.Forget(except: _unread);
        _finished.ForgetTold();
    }

    // When a run was launched, by the clock of then, and how long before this manager that was. What any run agrees on holds: a process
    // may be another than the one that was launched.
    private void FindClock(FoundEvents found)
    {
        TimeSpan? least = null;
        foreach (var run in found.State.Runs.Where(run => !run.Run.Foreign))
        {
            if (run.Run.Process is { } process && machine.Processes.Between(process, machine.Processes.Self) is { } before
                && found.State.Session?.StartedAt - before - run.Run.LaunchedAt is { } difference)
            {
                least = least?.Duration() <= difference.Duration() ? least : difference;
            }
        }

        if (least is { } set && FarmClock.IsSet(set))
        {
            found.Add(new FarmEvent.ClockShifted(set, BeforeSession: true));
        }
    }

    private static ProcessSighting? Seen(RunRecord run, Sightings sightings) =>
        run.Process is { } process && sightings.ByPid.TryGetValue(process.Pid, out var found) && found.Identity == process ? found : null;

    private static ProcessSighting? Living(RunRecord run, Sightings sightings) =>
        Seen(run, sightings) is { Condition: not ProcessCondition.Zombie } found ? found : null;

    /// <returns>Whether all is known that the run's log has said.</returns>
    private bool Settle(
        Config config, TrackedRun run, Sightings sightings, IReadOnlyDictionary<string, DirectoryFinding> directories, FoundEvents found,
        DateTimeOffset now)
    {
        var sighting = Living(run.Run, sightings);
        var profile = config.Profiles.Of(run.Run.Plotter);
        var job = config.FindJob(run.Run.Job);
        var follower = _logs.ReadOn(config, run, profile, sighting, log => IsLogOfARun(log, found, now), now);
        var isUnread = follower is { IsBehind: true };
        var process = _exits.EvidenceOf(run.Run, sighting);
        var evidence = new RunEvidence
        {
            Alive = isUnread || process.Alive, // how it ended is settled once all that it said is read
            Suspended = process.Suspended,
            Rebooted = process.Rebooted,
            Exit = isUnread ? null : process.Exit,
            Log = follower?.Said,
            LogFile = follower?.File,
            OpenPlots = run.Run.Foreign && follower is null && process.Alive && run.Run.Process is { } running
                ? _watch!.PlotsOpenBy(running.Pid, machine.Time)
                : [],
            HeardAt = _logs.HeardAt(run.RunId, now),
            FinalFile = plotId => run.Run.InContainer ? null : _survey.FinalBytes(run.Run.Directories.Destination, plotId, profile),
            DestinationGone = () => Gone(run.Run, directories, process.Rebooted),
            BelievesTheLog = job is { VerifyAfterPlot: VerifyAfterPlot.None },
            Finished = plot => run.Run.InContainer ? default : _finished.Of(run.Run, plot, profile),
        };
        var events = Settlement.Of(found.State, run, profile, evidence, now, machine.Time.LocalTimeZone);
        found.AddRange(events);
        found.AddRange(CheckWatch.Wanted(config, run, events, plot => _finished.Told(run.RunId, plot.Number)?.Format, now));
        if ((isUnread || _finished.IsReading(run.RunId)) && run.Run.Process is { } unread)
        {
            _unread.Add(unread.Pid);
        }

        return follower is { Trouble: null, IsBehind: false };
    }

    private string? Gone(RunRecord run, IReadOnlyDictionary<string, DirectoryFinding> directories, bool rebooted)
    {
        if (run.InContainer || run.Directories.Destination is not { } destination || Paths.IsElsewhere(destination))
        {
            return null;
        }

        var finding = directories.GetValueOrDefault(destination)
            ?? (run.DestinationDevice is null ? null : machine.Drives.Look(destination)); // no longer in the config
        return finding?.Condition switch
        {
            DirectoryCondition.Missing => $"{destination} is missing",
            DirectoryCondition.NotMounted => $"the drive of {destination} is not mounted",
            _ when !rebooted && run.DestinationDevice is { } device
                && machine.Drives.DriveOf(destination) is { } now && now.Pool != device =>
                $"{destination} lies on another drive ({now.MountPoint}) than when the plotter was launched",
            _ => null, // a restart of the machine may have numbered its devices anew
        };
    }

    private bool IsLogOfARun(string log, FoundEvents found, DateTimeOffset now) =>
        found.Before.Runs.Concat(found.State.Runs).Any(run => run.Run.LogFile == log)
        || _earlier.Lately(now).Any(run => run.LogFile == log);

    private ObservedRun Observed(SurveyedRun surveyed, ProcessSighting? sighting)
    {
        var (run, profile, drives) = surveyed;
        var follower = _logs[run.RunId];
        return new ObservedRun(
            run, profile, follower?.Said, follower?.File, follower?.Trouble, sighting, drives, _survey.Of(run.RunId))
        {
            Copied = _copies.SharesOf(run, profile, follower?.Said, _survey.NameOf),
            FurtherDrives = [.. surveyed.Further.Select(pair => pair.Drive)],
        };
    }

    // Which destinations a plotter was given beside the one of its record, its arguments tell.
    private SurveyedRun Surveyed(
        Config config, TrackedRun run, ProcessSighting? sighting, IReadOnlyDictionary<string, DirectoryFinding> directories)
    {
        var (profile, drives) = (config.Profiles.Of(run.Run.Plotter), Drives(run, directories));
        return new SurveyedRun(run, profile, drives)
        {
            Further = sighting is null ? [] :
            [
                .. from folder in Recognition.DestinationsOf(profile, sighting.Arguments, sighting.WorkingDirectory)
                   let drive = Drive(folder, run.Run, directories)
                   where drive is not null && drive != drives.Destination
                   select (folder, drive),
            ],
        };
    }

    // It was adopted before the config said so.
    private static bool IsIgnored(Config config, RunRecord run, Sightings sightings) =>
        run is { Foreign: true, Process: { } process } && config.Global.Ignores(Seen(run, sightings)?.User, process.Pid);

    private PlotDirectories Drives(TrackedRun run, IReadOnlyDictionary<string, DirectoryFinding> directories)
    {
        var (temp, temp2, destination) = run.Run.Directories;
        return new PlotDirectories(Of(temp), Of(temp2), Of(destination));

        string? Of(string? path) => Drive(path, run.Run, directories);
    }

    private string? Drive(string? path, RunRecord run, IReadOnlyDictionary<string, DirectoryFinding> directories) =>
        path is null ? null
        : run.InContainer ? run.Process is { } process ? machine.Processes.PlaceOf(process.Pid, path).Drive : null
        : directories.GetValueOrDefault(path)?.Drive ?? machine.Drives.DriveOf(path)?.MountPoint;
}
