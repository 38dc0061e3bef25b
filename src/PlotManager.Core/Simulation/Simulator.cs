using System.Collections.Immutable;
using PlotManager.Core.Configuration;
using PlotManager.Core.Scheduling;

namespace PlotManager.Core.Simulation;

/// <summary>
/// The manager's own loop on a virtual clock: the same <see cref="Scheduler.Decide"/>, the same <see cref="World"/>, jumping from
/// event to event. Nothing is collected: runs are told as they start, and only sums are kept.
/// </summary>
public sealed class Simulator
{
    private readonly SimulationPlan _plan;
    private readonly Action<SimulatedRun>? _onRun;
    private readonly Accounts _accounts;
    private readonly Dictionary<string, Course> _courses = [];
    private readonly PriorityQueue<Step, (long At, long Number)> _steps = new();
    private readonly DateTimeOffset _start;
    private readonly DateTimeOffset _end;
    private readonly bool _tempMatters;
    private World _world;
    private long _number;

    private Simulator(SimulationPlan plan, Action<SimulatedRun>? onRun)
    {
        _plan = plan;
        _onRun = onRun;
        _world = plan.Start;
        _start = plan.Start.Now;
        _end = _start + plan.Length;
        _accounts = new(plan);
        _tempMatters = plan.Config.Jobs.Any(job => job.CheckTempSpace);
        foreach (var job in plan.Config.Jobs)
        {
            _courses.TryAdd(job.Name, new(plan.Durations.For(job.Name), job));
        }
    }

    /// <summary>Plays the plan through.</summary>
    /// <param name="plan">What is played.</param>
    /// <param name="onRun">Told of every run as it starts, in the order of the starts.</param>
    public static SimulationSummary Run(SimulationPlan plan, Action<SimulatedRun>? onRun = null) => new Simulator(plan, onRun).Run();

    private SimulationSummary Run()
    {
        foreach (var run in _world.Runs)
        {
            TakeUp(run);
        }

        var now = _start;
        while (true)
        {
            HappenUntil(now);
            var decision = Look(now);
            var next = NextLook(decision, now);
            _accounts.Waited(decision, (next < _end ? next : _end) - now);
            _accounts.Filled(_world);
            if (next >= _end)
            {
                break;
            }

            now = next;
        }
        HappenUntil(_end);
        return _accounts.Summary();
    }

    /// <summary>One look; when not polling, another follows at once after each that started something.</summary>
    private Decision Look(DateTimeOffset now)
    {
        _world = _world.At(now);
        while (true)
        {
            var decision = Scheduler.Decide(_plan.Config, _world);
            var there = _world.Runs.Length;
            _world = decision.After;
            for (var i = there; i < _world.Runs.Length; i++)
            {
                Begin(_world.Runs[i]);
            }

            if (!decision.StartsAny || _plan.Polling)
            {
                return decision;
            }
        }
    }

    /// <summary>The next instant at which a look can come to something else.</summary>
    private DateTimeOffset NextLook(Decision decision, DateTimeOffset now)
    {
        var interval = _plan.Config.Manager.CheckInterval.Ticks;
        if (_plan.Polling && decision.StartsAny)
        {
            return now.AddTicks(interval);
        }

        var next = _end;
        foreach (var job in decision.Jobs)
        {
            if (job.NextChange is { } change && change < next)
            {
                next = change;
            }
        }

        while (_steps.TryPeek(out var step, out var key) && key.At <= next.UtcTicks)
        {
            if (MayChangeTheDecision(step))
            {
                next = new(key.At, TimeSpan.Zero);
                break;
            }
            HappenNext();
        }
        if (!_plan.Polling)
        {
            return next;
        }

        if (next >= _end)
        {
            return next;
        }

        var sinceStart = (next - _start).Ticks;
        return _start.AddTicks((sinceStart + interval - 1) / interval * interval);
    }

    /// <summary>Whether a look after this step can differ from the one before it. The end of phase 2, say, is of no interest to most farms.</summary>
    private bool MayChangeTheDecision(Step step) =>
        step.Phase == 1 || step.Phase == step.Course.Phases.Length || _tempMatters || step.Phase + 1 == step.Course.EarlyPhase;

    /// <summary>Everything that happens up to and at this instant; it comes before a look at the same instant.</summary>
    private void HappenUntil(DateTimeOffset now)
    {
        while (_steps.TryPeek(out _, out var key) && key.At <= now.UtcTicks)
        {
            HappenNext();
        }

        _accounts.PassTo(now, _world);
    }

    private void HappenNext()
    {
        _steps.TryDequeue(out var step, out var key);
        var at = new DateTimeOffset(key.At, TimeSpan.Zero);
        _accounts.PassTo(at, _world);
        _world = _world.At(at);
        var course = step!.Course;
        if (step.Phase < course.Phases.Length)
        {
            var (temp, temp2) = course.PeakFrom(step.Phase);
            _world = _world.After(new FarmEvent.PhaseEnded(step.Run.RunId, step.Phase, temp, temp2));
            Expect(step with { Phase = step.Phase + 1 }, at);
            return;
        }
        _accounts.PlotMade(step.Run);
        if (step.PlotsLeft == 1)
        {
            _world = _world.After(new FarmEvent.RunEnded(step.Run.RunId, Made: true));
            return;
        }
        var (first, first2) = course.PeakFrom(0);
        _world = _world.After(new FarmEvent.PlotMade(step.Run.RunId, first, first2));
        Expect(step with { Phase = 1, PlotsLeft = step.PlotsLeft - 1 }, at);
    }

    private void Expect(Step step, DateTimeOffset phaseBegan)
    {
        var at = phaseBegan + step.Course.Phases[step.Phase - 1];
        _steps.Enqueue(step, (at.UtcTicks, _number++));
    }

    private void Begin(RunInFlight run)
    {
        var course = CourseOf(run.Job);
        _accounts.Started(run);
        Expect(new(run, course, 1, run.PlotsToMake), run.Started);
        Tell(run, course, 1, run.Started, wasThere: false);
    }

    /// <summary>A run that is there at minute 0: its phase goes on from where it is, and what ought to be over by now ends now.</summary>
    private void TakeUp(RunInFlight run)
    {
        var course = CourseOf(run.Job);
        var phase = Math.Max(1, run.Phase);
        if (phase > course.Phases.Length)
        {
            // Copying: how long that still takes is not known; the plotting is over.
            _steps.Enqueue(
                new(run, course, course.Phases.Length, run.PlotsToMake), (_start.UtcTicks, _number++));
            return;
        }
        var began = phase >= 2 && run.PhaseEnds.Length >= phase - 1 ? run.PhaseEnds[phase - 2] : null;
        began ??= phase == 1 ? run.Started : _start;
        if (began + course.Phases[phase - 1] < _start)
        {
            began = _start - course.Phases[phase - 1];
        }

        Expect(new(run, course, phase, run.PlotsToMake), began.Value);
        Tell(run, course, phase, began.Value, wasThere: true);
    }

    private Course CourseOf(string? job) =>
        job is not null && _courses.TryGetValue(job, out var course) ? course : new(_plan.Durations.For(job), null);

    private void Tell(RunInFlight run, Course course, int phase, DateTimeOffset began, bool wasThere)
    {
        if (_onRun is null)
        {
            return;
        }

        var ends = ImmutableArray.CreateBuilder<double>();
        for (var past = 1; past < phase; past++)
        {
            ends.Add(MinuteOf(past <= run.PhaseEnds.Length && run.PhaseEnds[past - 1] is { } end ? end : began));
        }

        var at = began;
        for (var plot = 0; plot < run.PlotsToMake && at < _end; plot++)
        {
            for (var p = plot == 0 ? phase : 1; p <= course.Phases.Length; p++)
            {
                ends.Add(MinuteOf(at += course.Phases[p - 1]));
            }
        }

        // Reckoned apart: a run may have more plots to make than are played.
        var first = course.Phases.Skip(phase - 1).Sum(length => length.TotalMinutes);
        var others = (run.PlotsToMake - 1.0) * course.Phases.Sum(length => length.TotalMinutes);
        _onRun(new(
            run.Job, new(run.Temp, run.Temp2, run.Destination), run.PlotsToMake, MinuteOf(run.Started), ends.DrainToImmutable(),
            Math.Round((began - _start).TotalMinutes + first + others, 3), course.Phases.Length, wasThere));
    }

    /// <summary>Minutes since the first look, to the thousandth: a start-early delay is over one tick after it.</summary>
    private double MinuteOf(DateTimeOffset instant) => Math.Round((instant - _start).TotalMinutes, 3);

    /// <param name="Run">As it was when it began.</param>
    /// <param name="Phase">The phase (1-based) whose end is awaited.</param>
    private sealed record Step(RunInFlight Run, Course Course, int Phase, int PlotsLeft);

    /// <summary>How a job's plots go: the length of each phase, and the peaks of temp and temp2 from there on.</summary>
    private sealed class Course(ImmutableArray<TimeSpan> phases, Job? job)
    {
        private readonly ImmutableArray<(long Temp, long Temp2)> _peaks =
            [.. Enumerable.Range(0, phases.Length + 1).Select(passed => job is null ? default : PlotNeeds.PeakTemp(job, passed))];

        public ImmutableArray<TimeSpan> Phases { get; } = phases;

        public int? EarlyPhase => job?.StartEarlyPhase;

        public (long Temp, long Temp2) PeakFrom(int phasesPassed) => _peaks[phasesPassed];
    }
}
