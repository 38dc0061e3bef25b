using PlotManager.Acting;
using PlotManager.Acting.Ending;
using PlotManager.Commands;
using PlotManager.Control;
using PlotManager.Core.Configuration;
using PlotManager.Core.Scheduling;
using PlotManager.Farms;
using PlotManager.Logging;
using PlotManager.Observing;
using PlotManager.Platform;
using PlotManager.Snapshots;
using PlotManager.Store;

namespace PlotManager.Loop;

/// <summary>
/// Observe, decide, act. It wakes when a child ends, when a followed log passes a milestone, when a wait is over, when somebody asks,
/// or at the latest after <c>check_interval</c>. One thread owns all state; requests reach it through a queue.
/// </summary>
public sealed class PlottingLoop : IControlled
{
    /// <summary>How often logs and adopted processes are polled: inotify does not see network drives.</summary>
    private static readonly TimeSpan Poll = TimeSpan.FromMilliseconds(500);

    /// <summary>While a plot is being killed.</summary>
    private static readonly TimeSpan QuickPoll = TimeSpan.FromMilliseconds(100);

    /// <summary>Between a pass that failed and the next one.</summary>
    private static readonly TimeSpan AfterFailure = TimeSpan.FromSeconds(5);

    // What the loop waits at: pulsed when somebody asks for something or the manager is to end.
    private readonly Queue<(ControlRequest Request, TaskCompletionSource<ControlAnswer> Answer)> _requests = new();

    private readonly Machine _machine;
    private readonly Ledger _ledger;
    private readonly Observer _observer;
    private readonly Starter _starter;
    private readonly ExecutableSearch _executables;
    private readonly SnapshotBuilder _snapshots;
    private readonly FarmClock _clock;
    private readonly IEventLog _log;
    private readonly RunEndings _endings;
    private readonly RunControl _control;
    private readonly Wishes _wishes;
    private readonly HeldDiary _held;
    private readonly Shortages _shortages;
    private readonly Standstill _standstill;
    private readonly PassFailure _failures;
    private readonly ConfigSource _source;
    private volatile Snapshot? _snapshot;
    private volatile bool _stopping;

    /// <param name="variable">Of the manager's own environment.</param>
    public PlottingLoop(
        ConfigSource source, Machine machine, Ledger ledger, HeldDiary held, SnapshotBuilder snapshots, IEventLog log, Func<string, string?> variable)
    {
        (_source, _machine, _ledger, _held, _snapshots, _log) = (source, machine, ledger, held, snapshots, log);
        _observer = new Observer(machine, ledger, snapshots.Host)
        {
            ClockWasSet = by => _log.Write(LogLevel.Warning, $"the wall clock was set by {by} while no manager ran; waits go on as they were"),
        };
        _executables = new ExecutableSearch(machine.Files, variable);
        _starter = new Starter(machine, ledger, _executables, snapshots.Host);
        _clock = new FarmClock(machine.Time);
        _shortages = new Shortages(ledger, snapshots.Host);
        _standstill = new Standstill(log);
        _failures = new PassFailure(snapshots, log);
        snapshots.ProblemAppeared = problem => _log.Write(problem.Severity == "error" ? LogLevel.Error : LogLevel.Warning, problem.Text, problem.Job);
        _endings = new RunEndings(machine, ledger, log);
        _control = new RunControl(machine, ledger);
        _wishes = new Wishes(ledger, _control, _endings, Stop, source.Reload);
    }

    private Config Config => _source.Current;

    /// <summary>As of the last look, null before the first.</summary>
    public Snapshot? Snapshot => _snapshot;

    public string? SnapshotJson => _snapshot is { } snapshot ? Display.Json.SnapshotJson.Write(snapshot) : null;

    public string? SnapshotStamp => _snapshot is { } snapshot ? $"{snapshot.Now:O} {snapshot.Problems.Length}" : null;

    /// <summary>Called whenever the loop gets on, at least every few seconds unless a drive keeps it waiting.</summary>
    public Action GotOn { get; set; } = () => { };

    /// <summary>Told how long each look took, starts included.</summary>
    public Action<TimeSpan> LookTook { get; set; } = _ => { };

    public void Stop() => _stopping = true;

    public Task<ControlAnswer> AskAsync(ControlRequest request, CancellationToken cancel)
    {
        var answer = new TaskCompletionSource<ControlAnswer>(TaskCreationOptions.RunContinuationsAsynchronously);
        lock (_requests)
        {
            _requests.Enqueue((request, answer));
            Monitor.Pulse(_requests);
        }

        return answer.Task.WaitAsync(cancel);
    }

    /// <summary>Runs on a thread of its own: each change of threads at a wait would cost as much as a look.</summary>
    public Task<LoopEnd> RunAsync(CancellationToken stop) =>
        Task.Factory.StartNew(() => Run(stop), CancellationToken.None, TaskCreationOptions.LongRunning, TaskScheduler.Default);

    private LoopEnd Run(CancellationToken stop)
    {
        using var waking = stop.Register(Wake);
        var hasLooked = false;
        while (!_stopping && !stop.IsCancellationRequested)
        {
            var decision = TryLook();
            if (decision is not null && !hasLooked)
            {
                _endings.ForgetUnfinished();
                hasLooked = true;
            }

            // Runs of a job that has left the config are followed to their end too.
            if (decision is not null && Scheduler.IsOver(Config, decision.After) && _ledger.Trouble is null && !_endings.Any && !_ledger.InFlight.Any(run => !run.Run.Foreign))
            {
                return decision.World.Starts == StartMode.Draining ? LoopEnd.Drained : LoopEnd.Finished;
            }

            TryWait(decision is null ? AfterFailure : NextLook(decision), stop);
        }

        _endings.GiveUp();
        return LoopEnd.Stopped;
    }

    /// <summary>The same as <see cref="Look"/>; null where the system refused what a pass needs. Then nothing is concluded and nothing started.</summary>
    public Decision? TryLook()
    {
        try
        {
            var decision = Look();
            _failures.Over();
            return decision;
        }
        catch (Exception failed) when (SystemRefusal.Is(failed))
        {
            _snapshot = _failures.Note(failed, _snapshot);
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
            _snapshot = _failures.Note(failed, _snapshot);
            WaitForRequest(AfterFailure, stop);
            AnswerRequests();
        }
    }

    /// <summary>One look, and what follows from it; looks on at once while something was started, or could not be: the job is held back then.</summary>
    public Decision Look()
    {
        while (true)
        {
            var (now, setBy) = _clock.Read();
            if (setBy != TimeSpan.Zero)
            {
                _log.Write(LogLevel.Warning, $"the wall clock was set by {setBy}; waits go on as they were");
                _ledger.ShiftClock(setBy);
            }

            var begun = _machine.Time.GetTimestamp();
            _ledger.Flush();
            var seen = _observer.Look(Config, now);
            _endings.AfterLook(Config);
            var world = WorldBuilder.Build(Config, _ledger, seen, _executables);
            var decision = Scheduler.Decide(Config, world);
            if (decision.StartsAny && !seen.KnowsFilesOfNow)
            {
                _observer.ListAnew(); // nothing is started by figures of before
                continue;
            }

            _held.Note(decision);
            _shortages.Note(decision);
            _standstill.Note(decision, seen.Runs.Length > 0);
            var tried = 0;

            // What cannot be written down is not started; the problems of the farm say so.
            foreach (var start in decision.Starts.TakeWhile(_ => _ledger.Trouble is null))
            {
                tried++;
                if (_starter.Begin(start, Config, now) is { } refusal)
                {
                    _log.Write(LogLevel.Error, $"could not start a plot: {refusal}", start.Job.Name);
                }
                else
                {
                    _log.Write(LogLevel.Info, $"started {start.Plots} plot(s): {start.Directories.Temp} to {start.Directories.Destination}", start.Job.Name);
                }
            }

            LookTook(_machine.Time.GetElapsedTime(begun));
            if (tried == 0)
            {
                _snapshot = _snapshots.Build(Config, _ledger, seen, decision, _held);
                return decision;
            }
        }
    }

    private TimeSpan NextLook(Decision decision)
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

    // Returns when there is something to look at; requests are answered meanwhile.
    private void WaitForNews(TimeSpan longest, CancellationToken stop)
    {
        var begun = _machine.Time.GetTimestamp();
        var left = longest;
        while (left > TimeSpan.Zero && !stop.IsCancellationRequested && !_stopping)
        {
            GotOn();
            var poll = _endings.Any ? QuickPoll : Poll;
            WaitForRequest(left < poll ? left : poll, stop);
            if (AnswerRequests())
            {
                return;
            }

            left = longest - _machine.Time.GetElapsedTime(begun);
            if (_endings.Step() || _control.HasObeyed() || _source.Follow() || _ledger.IsSavedAgain() || (left > TimeSpan.Zero && _observer.HasNews()))
            {
                return;
            }
        }
    }

    private void WaitForRequest(TimeSpan atMost, CancellationToken stop)
    {
        lock (_requests)
        {
            if (_requests.Count == 0 && !stop.IsCancellationRequested)
            {
                Monitor.Wait(_requests, (int)Math.Ceiling(atMost.TotalMilliseconds)); // what is left of a millisecond would be waited for busily
            }
        }
    }

    private void Wake()
    {
        lock (_requests)
        {
            Monitor.Pulse(_requests);
        }
    }

    private bool AnswerRequests()
    {
        var lookAgain = false;
        while (NextRequest() is { } next)
        {
            try
            {
                lookAgain |= _wishes.Grant(next.Request, next.Answer.SetResult);
            }
            catch (Exception failed) when (SystemRefusal.Is(failed))
            {
                next.Answer.TrySetResult(new ControlAnswer(false, $"that failed, try again: {failed.Message}"));
            }
        }

        return lookAgain;
    }

    private (ControlRequest Request, TaskCompletionSource<ControlAnswer> Answer)? NextRequest()
    {
        lock (_requests)
        {
            return _requests.TryDequeue(out var next) ? next : null;
        }
    }
}
