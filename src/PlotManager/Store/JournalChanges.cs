using PlotManager.Core.Farm.Checks;
using PlotManager.Journal;

namespace PlotManager.Store;

/// <summary>What an event changes in the journal: rows of what it changes in the farm's state, and of a run that leaves it.</summary>
internal static class JournalChanges
{
    public static IEnumerable<Change> Of(FarmState before, FarmEvent happened, FarmState after)
    {
        if (after.Session is { } session && session != before.Session)
        {
            yield return new Change.Session(session);
        }

        if (after.Starts != before.Starts)
        {
            yield return new Change.Starts(after.Starts);
        }

        foreach (var path in Directories(before, happened, after))
        {
            yield return new Change.Directory(path, after.Drives.GetValueOrDefault(path), after.NotMade.GetValueOrDefault(path));
        }

        foreach (var change in Runs(before, happened, after).Concat(Jobs(before, after)))
        {
            yield return change;
        }

        foreach (var check in Checks(before, happened, after))
        {
            yield return new Change.Check(check);
        }

        if (happened is FarmEvent.SessionEnded ended)
        {
            yield return new Change.Happened(ManagerEnds.EventOf(ended));
        }
    }

    private static IEnumerable<CheckRecord> Checks(FarmState before, FarmEvent happened, FarmState after) => happened switch
    {
        FarmEvent.PlotChecked done => [done.Check],
        FarmEvent.OfCheck one => after.Checks.Find(one.CheckId) is { } check && check != before.Checks.Find(one.CheckId) ? [check] : [],
        FarmEvent.ClockShifted => after.Checks,
        _ => [],
    };

    private static IEnumerable<string> Directories(FarmState before, FarmEvent happened, FarmState after)
    {
        var notMade = ReferenceEquals(before.NotMade, after.NotMade) ? [] : before.NotMade.Keys.Union(after.NotMade.Keys)
            .Where(path => before.NotMade.GetValueOrDefault(path) != after.NotMade.GetValueOrDefault(path));
        return happened is FarmEvent.DirectorySeen seen
            && after.Drives.GetValueOrDefault(seen.Path) != before.Drives.GetValueOrDefault(seen.Path)
            ? notMade.Union([seen.Path])
            : notMade;
    }

    private static IEnumerable<Change> Runs(FarmState before, FarmEvent happened, FarmState after)
    {
        if (happened is FarmEvent.PlotSettled settled)
        {
            return [new Change.Plot(settled.Plot)];
        }

        if (happened.RunId() is { } runId)
        {
            var known = before.Find(runId);
            return (after.Find(runId) ?? known?.After(happened)) is { } run ? Rows(known, run, happened) : [];
        }

        // An event of the farm leaves its runs in their places.
        return before.Runs == after.Runs ? [] : before.Runs.Zip(after.Runs).SelectMany(pair => Rows(pair.First, pair.Second, happened));
    }

    private static IEnumerable<Change> Rows(TrackedRun? before, TrackedRun after, FarmEvent happened)
    {
        if (after.Run != before?.Run)
        {
            yield return new Change.Run(after.Run);
        }

        // One that is over may have left the state with this event.
        var plots = happened is not FarmEvent.PlotChanged changed ? after.Plots.AsEnumerable()
            : before?.MayTake(changed.Plot) == true ? [changed.Plot]
            : [];
        foreach (var plot in plots)
        {
            if (plot != before?.Plot(plot.Number))
            {
                yield return new Change.Plot(plot);
            }
        }
    }

    // Jobs stay in their places too. Which entries of its directory lists are next is not stored.
    private static IEnumerable<Change> Jobs(FarmState before, FarmState after)
    {
        for (var index = 0; index < after.Jobs.Length; index++)
        {
            var job = after.Jobs[index];
            var known = index < before.Jobs.Length ? before.Jobs[index] : new JobRecord(job.Name);
            if (!ReferenceEquals(job, known) && job != known with { DirectoryOffset = job.DirectoryOffset })
            {
                yield return new Change.Job(job);
            }
        }
    }
}
