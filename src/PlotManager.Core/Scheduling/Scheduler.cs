using System.Runtime.InteropServices;
using PlotManager.Core.Configuration;
using PlotManager.Core.Farm;

namespace PlotManager.Core.Scheduling;

/// <summary>The one place that decides whether a plot starts. Pure and total: the same config and world give the same decision.</summary>
public static class Scheduler
{
    /// <summary>
    /// One look: a single pass over the jobs in file order, at most one start a job, each start at once visible to the jobs after it.
    /// </summary>
    public static Decision Decide(Config config, World world)
    {
        var runCounts = new RunCounts(config, world);
        var seen = world;
        var decisions = new JobDecision[config.Jobs.Length];
        for (var i = 0; i < decisions.Length; i++)
        {
            var decision = Judge(config, seen, runCounts, i);
            decisions[i] = decision;
            if (decision.Start is not { } start)
            {
                continue;
            }

            seen = world with { LastStart = world.Now };
            runCounts.Add(WorldView.InFlight(new(WorldView.RunOf(start, "", world.Now), []), WorldView.FiguresOf(start)));
        }
        var startsAny = !ReferenceEquals(seen, world);
        return new(world, ImmutableCollectionsMarshal.AsImmutableArray(decisions), startsAny)
        {
            Checks = startsAny ? [] : CheckStarts.Of(config, world),
        };
    }

    /// <summary>
    /// Whether any job has plots left to kick off, or a run of its own whose plot would be given back if it were not made.
    /// Limits, directories and pauses do not matter: they can change.
    /// </summary>
    public static bool MayEverStartAgain(Config config, World world)
    {
        foreach (var job in config.Jobs)
        {
            if (world.HistoryOf(job.Name).KickedOff < job.MaxPlots || world.HasRunsOf(job.Name))
            {
                return true;
            }
        }

        return false;
    }

    /// <summary>
    /// Whether the manager's work is over and it ends by itself: no job may ever start again and no run of its jobs is in flight. A
    /// manager that drains ends once its jobs' runs have ended; a paused one does not end.
    /// </summary>
    public static bool IsOver(Config config, World world)
    {
        if (world.Starts == StartMode.Paused)
        {
            return false;
        }

        if (world.Starts == StartMode.Allowed)
        {
            return !MayEverStartAgain(config, world);
        }

        foreach (var job in config.Jobs)
        {
            if (world.HasRunsOf(job.Name))
            {
                return false;
            }
        }

        return true;
    }

    private static JobDecision Judge(Config config, World world, RunCounts runCounts, int index)
    {
        var job = config.Jobs[index];
        var history = world.HistoryAt(index, job.Name);

        // The peak of temp is looked up only where it matters: for the choice, or to be promised to a run that starts.
        var plots = Math.Clamp(job.MaxPlots - history.KickedOff, 1, job.PlotsPerRun);
        var needs = job.CheckTempSpace ? PlotNeeds.Of(job, plots) : new(PlotNeeds.FinalBytes(job), 0, 0);
        var choice = DirectoryChoice.Make(job, world, history.DirectoryOffset, plots, needs, runCounts.Room);
        var counts = runCounts[index] with { KickedOff = history.KickedOff };
        var input = new RuleInput(config, world, job, history, runCounts, counts, runCounts.ComingEarly(index), choice);

        var verdicts = new Verdict[RuleNames.Count];
        AllRules.AskAll(input, verdicts);
        var reason = FirstNo(verdicts);

        StartRun? start = null;
        if (reason is null && choice.Directories() is { } directories)
        {
            start = new(job, directories, plots, PlotNeeds.Of(job, plots))
            {
                TempDrive = choice.DriveAt(choice.Temp),
                Temp2Drive = choice.DriveAt(choice.Temp2),
                DestinationDrive = choice.DriveAt(choice.Destination),
            };
        }
        return new(job, history, world.Now, verdicts, choice, reason, start, counts) { Foreign = runCounts.Foreign };
    }

    private static Rule? FirstNo(ReadOnlySpan<Verdict> verdicts)
    {
        foreach (ref readonly var verdict in verdicts)
        {
            if (!verdict.Allows)
            {
                return verdict.Rule;
            }
        }

        return null;
    }
}
