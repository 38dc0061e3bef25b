using PlotManager.Core.Scheduling;
using PlotManager.Journal;

namespace PlotManager.Store;

/// <summary>What held the jobs today before this manager started, from the reasons that the journal has.</summary>
public static class EarlierWaits
{
    /// <summary>An interval that began earlier than this is not looked for.</summary>
    public static readonly TimeSpan Back = TimeSpan.FromDays(7);

    private const string Start = "start";

    private static readonly Dictionary<string, Rule> Rules = Enum.GetValues<Rule>().ToDictionary(rule => rule.Name());

    /// <summary>A job's reason, to be written down when it changes. A job that has started all its plots waits for nothing else.</summary>
    public static EventRecord EventOf(JobDecision job)
    {
        var reason = job[Rule.MaxPlots].Allows ? job.Reason : Rule.MaxPlots;
        return new EventRecord(job.Now, reason?.Name() ?? Start, job.Job.Name, null, Reasons.Line(job));
    }

    /// <summary>The job has left the config: nothing holds it.</summary>
    public static EventRecord Gone(string job, DateTimeOffset now) => new(now, "gone", job, null, "the job is no longer in the config");

    /// <summary>Per job and rule, the time since midnight until now.</summary>
    /// <param name="events">Oldest first. After a crash the last reason counts until now: nobody wrote down its end.</param>
    public static IEnumerable<(string Job, Rule Rule, TimeSpan Time)> Today(IReadOnlyList<EventRecord> events, DateTimeOffset now)
    {
        var midnight = new DateTimeOffset(now.Date, now.Offset);
        for (var index = 0; index < events.Count; index++)
        {
            var (at, kind, job, _, _) = events[index];
            if (job is null || !Rules.TryGetValue(kind, out var rule) || rule == Rule.MaxPlots)
            {
                continue;
            }

            var next = events.Skip(index + 1).FirstOrDefault(later => later.Job is null || later.Job == job)?.At ?? now;
            var from = at > midnight ? at : midnight;
            if (next > from)
            {
                yield return (job, rule, next - from);
            }
        }
    }
}
