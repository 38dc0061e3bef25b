using PlotManager.Core.Configuration;
using PlotManager.Core.Plotting;
using PlotManager.Platform;

namespace PlotManager.Observing;

/// <summary>
/// What the processes of a pass say of runs that have none yet: runs that a manager before this one launched, and the plotters of others.
/// </summary>
internal sealed class Adoption(IFiles files, IProcessInspector processes, EarlierRuns earlier)
{
    /// <param name="self">This farm; null where it has no journal yet.</param>
    /// <param name="isAlive">Whether the run's process still lives.</param>
    public void Find(
        Config config, Sightings sightings, FarmIdentity? self, Func<RunRecord, bool> isAlive, FoundEvents found, DateTimeOffset now)
    {
        foreach (var run in found.State.Runs.Where(run => run.Run.State == RunState.Intended))
        {
            switch (IntendedProcess.FateOf(run.Run, sightings.Launched.GetValueOrDefault(run.RunId), files))
            {
                case IntendedProcess.Fate.Launched launched:
                    found.Add(new FarmEvent.RunConfirmed(run.RunId, launched.Process));
                    break;
                case IntendedProcess.Fate.NeverLaunched:
                    found.Add(new FarmEvent.RunForgotten(run.RunId, now));
                    break;
                default:
                    break;
            }
        }

        foreach (var stranger in sightings.Strangers)
        {
            if (found.State.FindByProcess(stranger.Process.Identity) is null
                && !earlier.Lately(now).Any(run => run.Process == stranger.Process.Identity))
            {
                found.AddRange(OfStranger(config, stranger, self, isAlive, found));
            }
        }
    }

    private IEnumerable<FarmEvent> OfStranger(
        Config config, Stranger stranger, FarmIdentity? self, Func<RunRecord, bool> isAlive, FoundEvents found)
    {
        TrackedRun? own = null;
        if (stranger.Mark is { } mark && (own = found.State.Find(mark)) is null && !earlier.TryFind(mark, out own))
        {
            return []; // whose it is cannot be told until the journal can be read
        }

        return own is null ? [new FarmEvent.RunAdopted(Adopted(config, stranger, self, stranger.Mark))]
            : (own.Run.State == RunState.Ended ? own.PlotsMade < own.Run.Plots : !isAlive(own.Run)) ? Inherited(config, own, stranger, self)
            : [];
    }

    // A wrapper was killed, and the plotter that it had started plots on; where its run was given up meanwhile, it is adopted. Or the
    // plotter was seen only after its run had been forgotten: it was being launched when the manager before this one died.
    private FarmEvent[] Inherited(Config config, TrackedRun own, Stranger child, FarmIdentity? self) =>
        own.NeverRan ? [new FarmEvent.RunIntended(own.Run), new FarmEvent.RunConfirmed(own.RunId, child.Process.Identity)]
        : own.Run.State == RunState.Ended ? [new FarmEvent.RunAdopted(Adopted(config, child, self, mark: null))]
        : [new FarmEvent.RunInherited(own.RunId, child.Process.Identity)];

    private RunRecord Adopted(Config config, Stranger stranger, FarmIdentity? self, string? mark)
    {
        var plotter = stranger.Plotter;
        var isElsewhere = new[] { plotter.Temp, plotter.Temp2, plotter.Destination }.Select(Known).OfType<string>()
            .Any(path => !processes.PlaceOf(stranger.Process.Identity.Pid, path).IsOurs);
        var job = isElsewhere ? null : config.Jobs.FirstOrDefault(job => plotter.Temp is { } temp && job.Temp.Contains(temp));
        var owner = RunOwners.Of(self, stranger.Farm, isInOwnTemp: job is not null);
        return new RunRecord
        {
            RunId = mark ?? $"foreign-{stranger.Process.Identity.Pid}-{stranger.Process.Identity.StartTicks}",
            Job = job?.Name,
            Plotter = plotter.Profile.Name,
            K = plotter.K,
            Compression = plotter.Compression,
            Plots = plotter.Plots,
            State = RunState.Running,
            Process = stranger.Process.Identity,
            LaunchedAt = stranger.Process.StartedAt,
            Directories = new PlotDirectories(Known(plotter.Temp), Known(plotter.Temp2), Known(plotter.Destination)),
            InContainer = isElsewhere,
            Owner = owner,
            OtherFarm = owner == RunOwner.OtherFarm ? stranger.Farm : null,
        };

        // Of another user's process the working directory is hidden: what it calls "." is not ours.
        static string? Known(string? path) => path is not null && Path.IsPathFullyQualified(path) ? path : null;
    }
}
