using PlotManager.Core.Scheduling;
using PlotManager.Journal;

namespace PlotManager.Store;

/// <summary>
/// What holds each job and for how long, pass by pass: for explain, for the metrics, and in the journal for the next manager.
/// </summary>
public sealed class WaitTimes(IJournal journal, FarmStore store, Action<string, Rule, TimeSpan> waited)
{
    private readonly Dictionary<string, string> _written = [];
    private WaitTally? _waits;

    public void Note(Decision decision)
    {
        _waits ??= GoOn(decision.World.Now);
        foreach (var (job, rule, time) in _waits.Note(decision))
        {
            waited(job, rule, time);
        }

        store.Record(Changes(decision));
    }

    /// <summary>What has held this job since midnight until now, the longest first.</summary>
    public IReadOnlyList<HeldTime> Today(string job, DateTimeOffset now) => _waits?.Of(job, now) ?? [];

    private IEnumerable<EventRecord> Changes(Decision decision)
    {
        var gone = _written.Keys.Except(decision.Jobs.Select(job => job.Job.Name)).ToList();
        foreach (var happened in gone.Select(job => EarlierWaits.Gone(job, decision.World.Now))
            .Concat(decision.Jobs.Select(EarlierWaits.EventOf)))
        {
            if (_written.GetValueOrDefault(happened.Job!) != happened.Kind)
            {
                _written[happened.Job!] = happened.Kind;
                yield return happened;
            }
        }

        foreach (var job in gone)
        {
            _written.Remove(job);
        }
    }

    // The jobs' pace, and what held them today, are known from an earlier life of the manager.
    private WaitTally GoOn(DateTimeOffset now)
    {
        var waits = new WaitTally();
        foreach (var run in Lately(() => journal.Ended(now.AddDays(-30), most: 500)).Select(plot => plot.Run).DistinctBy(run => run.RunId)
            .Where(run => run.Job is not null && run.Owner.IsReported()).OrderBy(run => run.LaunchedAt))
        {
            waits.Started(run.Job!, run.LaunchedAt);
        }

        foreach (var (job, rule, time) in EarlierWaits.Today(Lately(() => journal.Events(now - EarlierWaits.Back)), now))
        {
            waits.Held(job, rule, time);
        }

        return waits;
    }

    private static IReadOnlyList<T> Lately<T>(Func<IReadOnlyList<T>> read)
    {
        try
        {
            return read();
        }
        catch (JournalException)
        {
            return []; // the counts report that the journal cannot be read; what held the jobs is then known from now on
        }
    }
}
