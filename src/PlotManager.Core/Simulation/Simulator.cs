using System.Collections.Immutable;
using PlotManager.Core.Scheduling;

namespace PlotManager.Core.Simulation;

/// <summary>
/// The manager's own loop on a virtual clock: the same <see cref="Scheduler.Decide"/>, the same events applied to the same state,
/// jumping from one to the next. Nothing is collected: runs are told as they start, and only sums are kept.
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
    private readonly SimulatedFarm _farm;
    private readonly Fates _fates;
    private long _number;

    private Simulator(SimulationPlan plan, Action<SimulatedRun>? onRun)
    {
        _plan = plan;
        _onRun = onRun;
        _start = plan.Start.Now;
        _end = _start + plan.Length;
        _accounts = new(plan);
        _farm = new(plan.Start) { RunChanged = _accounts.RunChanged };
        _fates = new(plan.Failures);
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
        foreach (var run in _farm.World.Runs)
        {
            _accounts.RunChanged(null, run);
            TakeUp(run);
        }

        var now = _start;
        while (true)
        {
            HappenUntil(now);
            var decision = Look(now);
            var next = NextLook(decision, now);
            if (_steps.Count == 0 && _farm.World.Runs.IsEmpty && Scheduler.IsOver(_plan.Config, decision.After))
            {
                _accounts.AllMade(now);
            }

            _accounts.Waited(decision, (next < _end ? next : _end) - now);
            _accounts.Filled(_farm.World);
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
        _farm.PassTo(now);
        while (true)
        {
            var decision = Scheduler.Decide(_plan.Config, _farm.World);
            if (!decision.StartsAny)
            {
                return decision;
            }

            foreach (var start in decision.Starts)
            {
                Begin(_farm.Start(start));
            }

            if (_plan.Polling)
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

    /// <summary>
    /// Whether a look after this step can differ from the one before it. The end of phase 2, say, is of no interest to most farms.
    /// </summary>
    private bool MayChangeTheDecision(Step step) =>
        step.Fails
            || step.Phase == 1
            || step.Phase == step.Course.Phases.Length
            || _tempMatters
            || step.Phase + 1 == step.Course.EarlyPhase;

    /// <summary>Everything that happens up to and at this instant; it comes before a look at the same instant.</summary>
    private void HappenUntil(DateTimeOffset now)
    {
        while (_steps.TryPeek(out _, out var key) && key.At <= now.UtcTicks)
        {
            HappenNext();
        }

        _accounts.PassTo(now);
    }

    private void HappenNext()
    {
        _steps.TryDequeue(out var step, out var key);
        var at = new DateTimeOffset(key.At, TimeSpan.Zero);
        _accounts.PassTo(at);
        _farm.PassTo(at);
        var (run, course) = (step!.Run, step.Course);
        if (step.Fails)
        {
            _accounts.PlotFailed(run);
            _farm.Fail(run.RunId, "the simulated plotter died");
        }
        else if (step.Phase < course.Phases.Length)
        {
            var (temp, temp2) = course.PeakFrom(step.Phase, step.PlotsLeft);
            _farm.EndPhase(run.RunId, step.Phase, temp, temp2);
            Expect(step with { Phase = step.Phase + 1 }, at);
        }
        else
        {
            if (!_farm.HasRoomFor(run))
            {
                _accounts.PlotWaits(run); // for ever: nobody makes room for it here
                return;
            }

            // The plot that was just made may lie in temp until it is copied, beside the last one too.
            var (temp, temp2) = course.PeakFrom(0, step.PlotsLeft);
            _accounts.PlotMade(run);
            _farm.MakePlot(run.RunId, temp, temp2);
            if (step.PlotsLeft > 1)
            {
                Expect(step with { Phase = 1, PlotsLeft = step.PlotsLeft - 1 }, at);
            }
        }
    }

    private void Expect(Step step, DateTimeOffset phaseBegan)
    {
        var at = phaseBegan + step.Course.Phases[step.Phase - 1];
        if (step.FailsAt(phaseBegan) is { } failure && failure <= at)
        {
            (step, at) = (step with { Fails = true }, failure);
        }

        _steps.Enqueue(step, (at.UtcTicks, _number++));
    }

    private void Begin(RunInFlight run)
    {
        var course = CourseOf(run.Job);
        _accounts.Started(run);
        var step = new Step(run, course, 1, run.PlotsToMake, _fates.Draw(run.PlotsToMake, course.Length, TimeSpan.Zero));
        Expect(step, run.Started);
        Tell(step, run.Started, wasThere: false);
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
                new(run, course, course.Phases.Length, run.PlotsToMake, null), (_start.UtcTicks, _number++));
            return;
        }
        var began = phase >= 2 && run.PhaseEnds.Length >= phase - 1 ? run.PhaseEnds[phase - 2] : null;
        began ??= phase == 1 ? run.Started : _start;
        if (began + course.Phases[phase - 1] < _start)
        {
            began = _start - course.Phases[phase - 1];
        }

        var passed = course.Before(phase) + (_start - began.Value);
        var step = new Step(run, course, phase, run.PlotsToMake, _fates.Draw(run.PlotsToMake, course.Length, passed));
        Expect(step, began.Value);
        Tell(step, began.Value, wasThere: true);
    }

    private Course CourseOf(string? job) =>
        job is not null && _courses.TryGetValue(job, out var course) ? course : new(_plan.Durations.For(job), null);

    private void Tell(Step step, DateTimeOffset began, bool wasThere)
    {
        if (_onRun is null)
        {
            return;
        }

        var (run, course) = (step.Run, step.Course);
        var ends = ImmutableArray.CreateBuilder<double>();
        for (var past = 1; past < step.Phase; past++)
        {
            ends.Add(MinuteOf(past <= run.PhaseEnds.Length && run.PhaseEnds[past - 1] is { } end ? end : began));
        }

        // Reckoned apart from its phases: a run may have more plots to make than are played.
        var plotsBefore = run.PlotsToMake - (step.Fate?.PlotsLeft ?? 0);
        var gone = (began - _start).TotalMinutes - course.Before(step.Phase).TotalMinutes
            + (plotsBefore * course.Length.TotalMinutes) + (step.Fate?.After.TotalMinutes ?? 0);
        gone = Math.Round(gone, 3);
        var at = began;
        for (var plot = 0; plot < run.PlotsToMake && at < _end && !IsGone(at); plot++)
        {
            for (var phase = plot == 0 ? step.Phase : 1; phase <= course.Phases.Length && !IsGone(at); phase++)
            {
                ends.Add(Math.Min(MinuteOf(at += course.Phases[phase - 1]), gone));
            }
        }

        _onRun(new(
            run.Job, new(run.Temp, run.Temp2, run.Destination), run.PlotsToMake, MinuteOf(run.Started), ends.DrainToImmutable(),
            gone, course.Phases.Length, wasThere));

        bool IsGone(DateTimeOffset instant) => step.Fate is not null && MinuteOf(instant) >= gone;
    }

    /// <summary>Minutes since the first look, to the thousandth: a start-early delay is over one tick after it.</summary>
    private double MinuteOf(DateTimeOffset instant) => Math.Round((instant - _start).TotalMinutes, 3);

    /// <param name="Run">As it was when it began.</param>
    /// <param name="Phase">The phase (1-based) whose end is awaited.</param>
    /// <param name="Fate">Where it fails; null where it makes all its plots.</param>
    private sealed record Step(RunInFlight Run, Course Course, int Phase, int PlotsLeft, Fate? Fate)
    {
        /// <summary>It fails before the end of the phase.</summary>
        public bool Fails { get; init; }

        public DateTimeOffset? FailsAt(DateTimeOffset phaseBegan) =>
            Fate is { } fate && fate.PlotsLeft == PlotsLeft ? phaseBegan - Course.Before(Phase) + fate.After : null;
    }
}
