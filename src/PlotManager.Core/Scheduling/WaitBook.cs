using System.Collections.Immutable;

namespace PlotManager.Core.Scheduling;

/// <param name="Time">How long the rule has been the job's reason today.</param>
/// <param name="PlotsLost">What that cost, null where it was intended (stagger, limits) or the job's pace is not known.</param>
public sealed record HeldTime(Rule Rule, TimeSpan Time, double? PlotsLost);

/// <summary>How long each reason has held each job today, written up look by look. The day is that of the looks' local time.</summary>
public sealed class WaitBook
{
    /// <summary>So many of the last starts tell a job's pace.</summary>
    private const int StartsKept = 50;

    private readonly Dictionary<(string Job, Rule Rule), TimeSpan> _held = [];
    private readonly Dictionary<string, Queue<DateTimeOffset>> _starts = [];
    private Decision? _last;

    /// <summary>Until this look the farm stood as the one before it had said; returns what held which job since then.</summary>
    public IReadOnlyList<(string Job, Rule Rule, TimeSpan Time)> Note(Decision decision)
    {
        var now = decision.World.Now;
        var (last, today) = (_last, now - new DateTimeOffset(now.Date, now.Offset));
        var passed = now - (last?.World.Now ?? now);
        _last = decision;
        if (passed > today)
        {
            _held.Clear();
        }

        foreach (var start in decision.Starts)
        {
            Started(start.Job.Name, now);
        }

        // A clock that was set back takes nothing away.
        if (last is null || passed <= TimeSpan.Zero)
        {
            return [];
        }

        var held = last.Jobs.Where(job => job.HeldBy is not null).Select(job => (job.Job.Name, job.HeldBy!.Value, passed)).ToList();
        foreach (var (job, rule, time) in held)
        {
            Held(job, rule, time < today ? time : today);
        }

        return held;
    }

    /// <summary>Time that a rule has held a job today in an earlier life of the manager.</summary>
    public void Held(string job, Rule rule, TimeSpan time) => _held[(job, rule)] = _held.GetValueOrDefault((job, rule)) + time;

    /// <summary>A start that this book has not seen decided, from an earlier life of the manager; oldest first.</summary>
    public void Started(string job, DateTimeOffset at)
    {
        if (!_starts.TryGetValue(job, out var starts))
        {
            _starts[job] = starts = [];
        }

        starts.Enqueue(at);
        if (starts.Count > StartsKept)
        {
            starts.Dequeue();
        }
    }

    /// <summary>What has held this job today, the longest first.</summary>
    public ImmutableArray<HeldTime> Of(string job)
    {
        var pace = MedianBetweenStarts(job);
        return
        [
            .. _held.Where(held => held.Key.Job == job).OrderByDescending(held => held.Value)
                .Select(held => new HeldTime(held.Key.Rule, held.Value, PlotsLost(held.Key.Rule, held.Value, pace))),
        ];
    }

    /// <summary>The job's pace; null before its third start. One long pause does not move it.</summary>
    public TimeSpan? MedianBetweenStarts(string job)
    {
        if (!_starts.TryGetValue(job, out var starts) || starts.Count < 3)
        {
            return null;
        }

        var gaps = starts.Zip(starts.Skip(1), (one, next) => next - one).Order().ToList();
        return (gaps[(gaps.Count - 1) / 2] + gaps[gaps.Count / 2]) / 2;
    }

    /// <summary>Stagger and limits are meant to hold a job, and cost nothing.</summary>
    private static double? PlotsLost(Rule rule, TimeSpan held, TimeSpan? pace) =>
        rule is Rule.Paused or Rule.HeldBack or Rule.Plotter or Rule.Temp or Rule.Destination && pace > TimeSpan.Zero ? held / pace : null;
}
