using PlotManager.Core.Configuration;
using PlotManager.Core.Plotting;
using PlotManager.Observing;
using PlotManager.Platform;
using PlotManager.Store;

namespace PlotManager.Acting;

/// <summary>Takes into the books what a look has found of processes: runs that a manager before this one launched, and the plotters of others.</summary>
internal sealed class Intake(IFiles files, Ledger ledger)
{
    /// <param name="isAlive">Whether the run's process still lives.</param>
    public void TakeIn(Config config, Sightings sightings, Func<RunRecord, bool> isAlive, DateTimeOffset now)
    {
        foreach (var run in ledger.Open.Where(run => run.Run.State == RunState.Intended).ToList())
        {
            TakeInIntended(run.Run, sightings.Launched.GetValueOrDefault(run.RunId), now);
        }

        foreach (var stranger in sightings.Strangers.Where(stranger => ledger.FindByProcess(stranger.Process.Identity) is null))
        {
            if (stranger.Mark is not { } mark || ledger.Find(mark) is not { } own)
            {
                ledger.Adopt(Adopted(config, stranger, stranger.Mark));
            }
            else if (own.Run.State == RunState.Ended ? own.PlotsMade < own.Run.Plots : !isAlive(own.Run))
            {
                Inherit(config, own, stranger);
            }
        }
    }

    // The manager before this one died between writing the intention and writing that it was carried out.
    private void TakeInIntended(RunRecord run, ProcessSighting? process, DateTimeOffset now)
    {
        if (process is not null)
        {
            ledger.Confirm(run.RunId, process.Identity);
            return;
        }

        try
        {
            if (files.Look(run.LogFile!) is not null)
            {
                ledger.Confirm(run.RunId, process: null); // the launch made its log: it ran and has ended
            }
            else
            {
                ledger.Forget(run.RunId, now);
            }
        }
        catch (Exception unreadable) when (unreadable is IOException or UnauthorizedAccessException)
        {
            // Whether it ever ran cannot be told until the log folder can be read: a later look asks again.
        }
    }

    // A wrapper was killed, and the plotter that it had started plots on. Or the plotter was seen only after its run had been forgotten: it was
    // being launched when the manager before this one died.
    private void Inherit(Config config, TrackedRun own, Stranger child)
    {
        if (own.NeverRan)
        {
            ledger.Confirm(own.RunId, child.Process.Identity);
        }
        else if (own.Run.State == RunState.Ended)
        {
            ledger.Adopt(Adopted(config, child, mark: null)); // the run it was has been given up in the books
        }
        else
        {
            ledger.GoesOn(own.RunId, child.Process.Identity);
        }
    }

    private RunRecord Adopted(Config config, Stranger stranger, string? mark)
    {
        var plotter = stranger.Plotter;
        var job = config.Jobs.FirstOrDefault(job => plotter.Temp is { } temp && job.Temp.Contains(temp));
        var owner = RunOwners.Of(ledger.Farm, stranger.Farm, isInOwnTemp: job is not null);
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
            Owner = owner,
            OtherFarm = owner == RunOwner.OtherFarm ? stranger.Farm : null,
        };

        // Of another user's process the working directory is hidden: what it calls "." is not ours.
        static string? Known(string? path) => path is not null && Path.IsPathFullyQualified(path) ? path : null;
    }
}
