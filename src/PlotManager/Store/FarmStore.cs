using System.Collections.Immutable;
using PlotManager.Core.Plotting;
using PlotManager.Journal;

namespace PlotManager.Store;

/// <summary>
/// Holds the farm's state and commits events to it. A commit applies its events in memory and writes them to the journal as one
/// transaction, with all that follows from them: runs, plots, counts and notices. Subscribers are called after it.
/// </summary>
/// <remarks>
/// A <see cref="BufferedJournal"/> takes a commit also while its file cannot be written. It keeps the changes in their order and writes
/// them first, as soon as it can. <see cref="Trouble"/> says so; nothing is started, deleted or moved meanwhile.
/// </remarks>
public sealed class FarmStore
{
    private readonly IJournal _journal;
    private readonly NoticeWriter? _notices;
    private readonly ImmutableArray<IFarmSubscriber> _subscribers;

    /// <summary>Opens the store with what the journal holds.</summary>
    /// <param name="notices">Writes the notices about what happens; null where nobody is told.</param>
    /// <exception cref="JournalException">The journal cannot be read.</exception>
    public FarmStore(IJournal journal, NoticeWriter? notices = null, params IEnumerable<IFarmSubscriber> subscribers)
    {
        (_journal, _notices, _subscribers) = (journal, notices, [.. subscribers]);
        var loaded = journal.Load();
        (State, Farm, Unread) = (Saved(loaded), loaded.Farm?.Identity, loaded.Unread);
    }

    public FarmState State { get; private set; }

    /// <summary>Null in a farm that is only looked at, where no manager has been yet.</summary>
    public FarmIdentity? Farm { get; private set; }

    /// <summary>What the journal holds and this version does not know, each in a few words.</summary>
    public ImmutableArray<string> Unread { get; }

    /// <summary>Why the journal cannot be written at present; null where it can.</summary>
    public string? Trouble => _journal.Trouble;

    /// <summary>How many changes are in memory only.</summary>
    public int Unsaved => _journal.Unsaved.Length;

    /// <summary>
    /// Plots that have ended, or were settled, since the store was opened. Whoever keeps figures of them reads them again when it changes.
    /// </summary>
    public int PlotsEnded { get; private set; }

    /// <summary>Checks that have ended since the store was opened.</summary>
    public int ChecksEnded { get; private set; }

    /// <summary>Runs that have ended since the store was opened.</summary>
    public int RunsEnded { get; private set; }

    /// <summary>Applies the events and writes them down.</summary>
    /// <returns>Whether the journal has them: nothing may be started, deleted or moved otherwise.</returns>
    public bool Commit(params IReadOnlyList<FarmEvent> events)
    {
        var changes = new List<Change>();
        var committed = new List<CommittedEvent>();
        foreach (var happened in events)
        {
            var before = State;
            State = before.Apply(happened);
            changes.AddRange(JournalChanges.Of(before, happened, State));
            var news = News.Of(before, happened);
            if (news is not null && _notices is not null)
            {
                changes.Add(new Change.Queued(_notices.Write(news), _notices.Services));
            }

            Count(before, happened);
            committed.Add(new CommittedEvent(happened, before, news));
        }

        if (changes.Count > 0)
        {
            _journal.Commit(changes);
        }

        foreach (var one in committed)
        {
            foreach (var subscriber in _subscribers)
            {
                subscriber.Happened(one);
            }
        }

        return Trouble is null;
    }

    /// <summary>Writes down which farm this is and where it lies now.</summary>
    public void Recognise(FarmRecord farm)
    {
        Farm = farm.Identity;
        _journal.Commit([new Change.Farm(farm)]);
    }

    /// <summary>Writes down what was decided, and why.</summary>
    public void Record(IEnumerable<EventRecord> reasons)
    {
        List<Change> changes = [.. reasons.Select(reason => new Change.Happened(reason))];
        if (changes.Count > 0)
        {
            _journal.Commit(changes);
        }
    }

    /// <summary>Tries to write what the journal has missed, and sees that the journal is still under its name.</summary>
    public void Flush() => _journal.Commit([]);

    /// <summary>Whether the journal could not be written and now can: what waits for that need not wait for the next pass.</summary>
    public bool IsSavedAgain()
    {
        if (Trouble is null)
        {
            return false;
        }

        Flush();
        return Trouble is null;
    }

    /// <summary>The run of this id, whether it has ended or not; null where there was never one.</summary>
    /// <exception cref="JournalException">It is not in flight, and the journal cannot be read.</exception>
    public TrackedRun? Find(string runId) => State.Find(runId) ?? _journal.Find(runId);

    /// <summary>Runs that have ended since then.</summary>
    /// <exception cref="JournalException">The journal cannot be read.</exception>
    public IReadOnlyList<RunRecord> EndedRuns(DateTimeOffset since) => _journal.RunsEnded(since);

    /// <summary>All plots that are over, newest first.</summary>
    /// <exception cref="JournalException">The journal cannot be read.</exception>
    public IReadOnlyList<PastPlot> EndedPlots() =>
        [.. _journal.Ended(DateTimeOffset.UnixEpoch, int.MaxValue).Where(past => past.Plot.State.IsOver())];

    /// <summary>Plots of this farm that nobody has seen and that are not settled, newest first.</summary>
    /// <exception cref="JournalException">The journal cannot be read.</exception>
    public IReadOnlyList<PastPlot> NotSeen() =>
        [.. _journal.Lost(DateTimeOffset.UnixEpoch).Where(past => past.Plot.IsNotSeen && past.Run.Owner.IsReported())];

    private void Count(FarmState before, FarmEvent happened)
    {
        PlotsEnded += happened is FarmEvent.PlotChanged changed && changed.Plot.State.IsOver() && before.IsNewOf(changed) ? 1 : 0;
        PlotsEnded += happened is FarmEvent.PlotSettled ? 1 : 0;
        ChecksEnded += happened is FarmEvent.PlotChecked ? 1 : 0;
        RunsEnded += State.Runs.Length < before.Runs.Length ? 1 : 0;
    }

    private static FarmState Saved(JournalState saved)
    {
        var plots = saved.Plots.ToLookup(plot => plot.RunId);
        return new FarmState
        {
            Session = saved.LastSession,
            Starts = saved.Starts,
            Checks = saved.Checks,
            Jobs = saved.Jobs,
            Drives = saved.Directories.Where(directory => directory.Drive is not null)
                .ToImmutableDictionary(directory => directory.Path, directory => directory.Drive!),
            NotMade = saved.Directories.Where(directory => directory.NotMade is not null)
                .ToImmutableDictionary(directory => directory.Path, directory => directory.NotMade!),
            Runs =
            [
                .. from run in saved.Runs
                   where run.State != RunState.Ended
                   select new TrackedRun(run, [.. plots[run.RunId].OrderBy(plot => plot.Number)]).Compacted(),
            ],
        };
    }
}
