using System.Collections.Immutable;

namespace PlotManager.Core.Scheduling;

/// <param name="Time">How long the rule has been the job's reason today.</param>
/// <param name="PlotsLost">What that cost, null where it was intended (stagger, limits) or the job's pace is not known.</param>
public sealed record HeldTime(Rule Rule, TimeSpan Time, double? PlotsLost);

/// <summary>How long each reason has held each job today, written up look by look. The day is that of the looks' local time.</summary>
public sealed class WaitTally
{
    /// <summary>So many of the last starts tell a job's pace, and more where they took no longer than <see cref="Evidence"/>.</summary>
    private const int StartsKept = 50;

    /// <summary>A pace is not known by less.</summary>
    private static readonly TimeSpan Evidence = TimeSpan.FromHours(1);

    /// <summary>Starts so soon after the first came with it: a farm begins with several at once.</summary>
    private static readonly TimeSpan Together = TimeSpan.FromMinutes(1);

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
        while (starts.Count > StartsKept && starts.ElementAt(1) <= at - Evidence)
        {
            starts.Dequeue();
        }
    }

    /// <summary>What has held this job today, the longest first.</summary>
    /// <param name="now">Until when: what the last look has said holds until then. Null: until the last look.</param>
    public ImmutableArray<HeldTime> Of(string job, DateTimeOffset? now = null)
    {
        var pace = Pace(job);
        var since = now - _last?.World.Now is { } passed && passed > TimeSpan.Zero ? passed : TimeSpan.Zero;
        var current = since > TimeSpan.Zero ? _last?.Jobs.FirstOrDefault(decision => decision.Job.Name == job)?.HeldBy : null;
        var held = _held.Where(held => held.Key.Job == job).ToDictionary(held => held.Key.Rule, held => held.Value);
        if (current is { } rule)
        {
            held[rule] = held.GetValueOrDefault(rule) + since;
        }

        return
        [
            .. held.OrderByDescending(held => held.Value)
                .Select(held => new HeldTime(held.Key, held.Value, PlotsLost(held.Key, held.Value, pace))),
        ];
    }

    /// <summary>
    /// The job's pace: the time in which its last starts came, divided by how many came after the first. Null until an hour of them is
    /// known.
    /// </summary>
    public TimeSpan? Pace(string job)
    {
        if (!_starts.TryGetValue(job, out var starts))
        {
            return null;
        }

        var first = starts.Peek();
        var later = starts.Count(start => start - first > Together);
        var span = starts.Max() - first;
        return later > 0 && span >= Evidence ? span / later : null;
    }

    /// <summary>Stagger and limits are meant to hold a job, and cost nothing.</summary>
    private static double? PlotsLost(Rule rule, TimeSpan held, TimeSpan? pace) =>
        rule is Rule.Paused or Rule.HeldBack or Rule.Plotter or Rule.Temp or Rule.Destination && pace > TimeSpan.Zero ? held / pace : null;
}
