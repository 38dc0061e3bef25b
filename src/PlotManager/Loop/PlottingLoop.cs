using PlotManager.Acting;
using PlotManager.Acting.Checking;
using PlotManager.Acting.Ending;
using PlotManager.Configuration;
using PlotManager.Control;
using PlotManager.Core.Configuration;
using PlotManager.Core.Control;
using PlotManager.Core.Farm.Checks;
using PlotManager.Core.Scheduling;
using PlotManager.Farms;
using PlotManager.Hosting;
using PlotManager.Logging;
using PlotManager.Observing;
using PlotManager.Platform;
using PlotManager.Plots;
using PlotManager.Snapshots;
using PlotManager.Store;

namespace PlotManager.Loop;

/// <summary>
/// Observe, settle, commit, decide, act. It wakes when a child ends, when a followed log passes a milestone, when a wait is over, when
/// somebody asks, or at the latest after <c>check_interval</c>. One thread owns all state; requests reach it through a queue.
/// </summary>
public sealed class PlottingLoop : IControlled
{
    /// <summary>How often logs and adopted processes are polled: inotify does not see network drives.</summary>
    private static readonly TimeSpan Poll = TimeSpan.FromMilliseconds(500);

    /// <summary>While a plot is being killed.</summary>
    private static readonly TimeSpan QuickPoll = TimeSpan.FromMilliseconds(100);

    /// <summary>Between a pass that failed and the next one.</summary>
    private static readonly TimeSpan AfterFailure = TimeSpan.FromSeconds(5);

    private readonly RequestQueue _requests = new();
    private readonly Machine _machine;
    private readonly FarmStore _store;
    private readonly Observer _observer;
    private readonly RunStarter _starter;
    private readonly CheckStarter _checks;
    private readonly KnownPlots? _plots;
    private readonly FarmClock _clock;
    private readonly IEventLog _log;
    private readonly RunEndings _endings;
    private readonly FailedRunFiles _failed;
    private readonly RunControl _control;
    private readonly ControlCommands _commands;
    private readonly WaitTimes _waits;
    private readonly Shortages _shortages;
    private readonly Standstill _standstill;
    private readonly PassFailure _failures;
    private readonly ConfigSource _source;
    private readonly ILoopWatcher? _watcher;
    private readonly FarmPicture _picture;
    private volatile bool _stopping;

    /// <param name="variable">Of the manager's own environment.</param>
    /// <param name="watcher">Null where nobody watches.</param>
    /// <param name="read">How plot files are read; null: beside the loop.</param>
    /// <param name="plots">What the last scan of plots has found; null where nobody knows.</param>
    public PlottingLoop(
        ConfigSource source, Machine machine, FarmStore store, WaitTimes waits, SnapshotBuilder snapshots, IEventLog log,
        Func<string, string?> variable,
        ILoopWatcher? watcher = null, FinishedFiles.Reader? read = null, KnownPlots? plots = null)
    {
        (_source, _machine, _store, _waits, _log, _watcher) = (source, machine, store, waits, log, watcher);
        var executables = new ExecutableSearch(machine.Files, variable);
        _observer = new Observer(machine, store, executables, read: read ?? FinishedFiles.Beside);
        _picture = new FarmPicture(machine, store, _observer, snapshots, waits, _requests);
        _starter = new RunStarter(machine, store);
        _checks = new CheckStarter(machine, store, executables);
        _plots = plots;
        _clock = new FarmClock(machine.Time);
        _shortages = new Shortages(store);
        _standstill = new Standstill(log);
        _failures = new PassFailure(snapshots, log);
        _endings = new RunEndings(machine, store, log);
        _failed = new FailedRunFiles(machine, store, log);
        _control = new RunControl(machine, store);
        _commands = new ControlCommands(store, _control, _endings, Stop, source.Reload);
    }

    private Config Config => _source.Current;

    /// <summary>As of the last look, null before the first.</summary>
    public Snapshot? Snapshot => _picture.Observed;

    /// <summary>The same as it is to be shown now: with its age.</summary>
    public Snapshot? Shown => _picture.Shown;

    public string? SnapshotStamp => _picture.Stamp;

    public async Task<string?> SnapshotAsync(CancellationToken cancel) =>
        await _picture.OfNowAsync(cancel) is { } shown ? Display.Json.SnapshotJson.Write(shown) : null;

    public void Stop() => _stopping = true;

    public Task<ControlAnswer> AskAsync(ControlRequest request, CancellationToken cancel) => _requests.AskAsync(request, cancel);

    /// <summary>Runs on a thread of its own: each change of threads at a wait would cost as much as a pass.</summary>
    public Task<LoopEnd> RunAsync(CancellationToken stop) =>
        Task.Factory.StartNew(() => Run(stop), CancellationToken.None, TaskCreationOptions.LongRunning, TaskScheduler.Default);

    private LoopEnd Run(CancellationToken stop)
    {
        using var waking = stop.Register(_requests.Wake);
        var hasPassed = false;
        while (!_stopping && !stop.IsCancellationRequested)
        {
            var decision = TryPass();
            if (decision is not null && !hasPassed)
            {
                _endings.ForgetUnfinished();
                hasPassed = true;
            }

            // Runs of a job that has left the config are followed to their end too.
            if (decision is not null && Scheduler.IsOver(Config, decision.After) && _store.Trouble is null && !_endings.Any
                && !_store.State.InFlight.Any(run => !run.Run.Foreign) && !_store.State.Checks.Any(check => !check.IsWaiting))
            {
                return decision.World.Starts == StartMode.Draining ? LoopEnd.Drained : LoopEnd.Finished;
            }

            TryWait(decision is null ? AfterFailure : UntilNext(decision), stop);
        }

        _endings.GiveUp();
        return LoopEnd.Stopped;
    }

    /// <summary>
    /// The same as <see cref="Pass"/>; null where the system refused what a pass needs. Then nothing is concluded and nothing started.
    /// </summary>
    public Decision? TryPass()
    {
        try
        {
            var decision = Pass();
            _failures.Over();
            return decision;
        }
        catch (Exception failed) when (SystemRefusal.Is(failed))
        {
            _picture.Change(last => _failures.Note(failed, last));
            return null;
        }
    }

    private void TryWait(TimeSpan longest, CancellationToken stop)
    {
        try
        {
            WaitForNews(longest, stop);
        }
        catch (Exception failed) when (SystemRefusal.Is(failed))
        {
            _picture.Change(last => _failures.Note(failed, last));
            _requests.AnswerLook();
            _requests.Wait(AfterFailure, stop);
            AnswerRequests();
        }
    }

    /// <summary>
    /// One pass, and what follows from it; another one at once while something was started, or could not be: its job backs off then.
    /// </summary>
    public Decision Pass()
    {
        while (true)
        {
            var (now, setBy) = _clock.Read();
            var begun = _machine.Time.GetTimestamp();
            if (setBy != TimeSpan.Zero)
            {
                _store.Commit(new FarmEvent.ClockShifted(setBy));
            }

            _store.Flush();
            if (_plots?.Refresh() == true)
            {
                PlotSettling.SettleFound(_store, _plots.Found);
            }

            var seen = _observer.Observe(Config, now);
            _store.Commit(seen.Events);
            var decision = Scheduler.Decide(Config, WorldBuilder.Build(Config, _store.State, seen));
            if (decision.StartsAny && !seen.KnowsFilesOfNow)
            {
                _observer.ListAnew(); // nothing is started by figures of before
                continue;
            }

            _waits.Note(decision);
            _shortages.Note(decision);
            _standstill.Note(decision, seen.Runs.Length > 0);
            _endings.AfterPass(Config);
            _failed.AfterPass(Config);
            var hasActed = Act(decision, seen);
            _watcher?.PassTook(_machine.Time.GetElapsedTime(begun));
            if (!hasActed)
            {
                _picture.Take(Config, seen, decision, begun);
                return decision;
            }
        }
    }

    // What cannot be written down is not started; the problems of the farm say so.
    private bool Act(Decision decision, Observation seen)
    {
        var tried = 0;
        foreach (var action in decision.Actions.TakeWhile(_ => _store.Trouble is null))
        {
            tried++;
            switch (action)
            {
                case StartRun start:
                    Begin(start, seen);
                    break;
                case StartCheck check:
                    Begin(check, seen);
                    break;
                default:
                    throw new InvalidOperationException($"nobody does {action}");
            }
        }

        return tried > 0;
    }

    private void Begin(StartRun start, Observation seen) => Note(
        _starter.Begin(start, Config, seen), "could not start a plot",
        $"started {start.Plots} plot(s): {start.Directories.Temp} to {start.Directories.Destination}", start.Job.Name);

    private void Begin(StartCheck start, Observation seen)
    {
        var check = _store.State.Checks.Find(start.CheckId);
        Note(
            _checks.Begin(start, Config, seen.At), $"could not check {check?.File} for proofs", $"checks {check?.File} for proofs",
            check?.Job);
    }

    private void Note(string? refusal, string couldNot, string done, string? job) => _log.Write(
        refusal is null ? LogLevel.Info : LogLevel.Error, refusal is null ? done : $"{couldNot}: {refusal}", job);

    private TimeSpan UntilNext(Decision decision)
    {
        var wait = Config.Manager.CheckInterval;
        foreach (var job in decision.Jobs)
        {
            if (job.Until is { } until && until - decision.World.Now < wait)
            {
                wait = until - decision.World.Now;
            }
        }

        return wait > TimeSpan.Zero ? wait : TimeSpan.FromMilliseconds(1);
    }

    // Returns when there is something to see; requests are answered meanwhile.
    private void WaitForNews(TimeSpan longest, CancellationToken stop)
    {
        var begun = _machine.Time.GetTimestamp();
        var left = longest;
        while (left > TimeSpan.Zero && !stop.IsCancellationRequested && !_stopping)
        {
            _watcher?.GotOn();
            var poll = _endings.Any ? QuickPoll : Poll;
            _requests.Wait(left < poll ? left : poll, stop);
            if (AnswerRequests() || LookForAskers())
            {
                return;
            }

            left = longest - _machine.Time.GetElapsedTime(begun);
            if (_endings.Step()
                || _control.HasObeyed()
                || _source.Follow()
                || _store.IsSavedAgain()
                || (left > TimeSpan.Zero && _observer.HasNews()))
            {
                return;
            }
        }
    }

    /// <summary>Shows the farm as it is now to those who have asked for it.</summary>
    /// <returns>Whether a pass should follow at once, whose picture is theirs.</returns>
    public bool LookForAskers() => _picture.RenewForAskers(Config, _clock);

    private bool AnswerRequests() => _requests.AnswerAll(_commands.Grant);
}
