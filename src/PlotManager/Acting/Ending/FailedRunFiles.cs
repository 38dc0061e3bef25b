using PlotManager.Core.Configuration;
using PlotManager.Core.Plotting;
using PlotManager.Core.Text;
using PlotManager.Journal;
using PlotManager.Logging;
using PlotManager.Platform;
using PlotManager.Remains;
using PlotManager.Store;

namespace PlotManager.Acting.Ending;

/// <summary>
/// Deletes what failed runs of this farm have left, where their job has <c>clean_up_failed</c> and their end is proven: dead plots would
/// fill the temp drive, and every next plot would fail there too. A finished plot stays. Belongs to the loop's thread; files are deleted
/// beside it.
/// </summary>
public sealed class FailedRunFiles(Machine machine, FarmStore store, IEventLog log)
{
    /// <summary>What a run has started may outlive it for a moment.</summary>
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(10);

    private readonly List<(string RunId, long Since)> _ended = [];
    private HashSet<string> _known = [.. store.State.Runs.Select(run => run.RunId)];
    private int _counted = -1;
    private (string RunId, long Since, Task<(RunRecord Run, Removed Removed)> Work)? _deleting;

    /// <summary>What the runs came to is settled: now their files can be told apart.</summary>
    public void AfterPass(Config config)
    {
        NoteEnds();
        Report();
        if (_deleting is not null || store.Trouble is not null)
        {
            return; // what is not written down may be what the next manager would need these files for
        }

        var proof = new EndProof(machine.Processes);
        for (var index = 0; index < _ended.Count && _deleting is null;)
        {
            if (Begin(_ended[index], config, proof) || machine.Time.GetElapsedTime(_ended[index].Since) > Patience)
            {
                _ended.RemoveAt(index);
            }
            else
            {
                index++;
            }
        }
    }

    private void NoteEnds()
    {
        if (_counted == store.RunsEnded)
        {
            _known.UnionWith(store.State.Runs.Select(run => run.RunId));
            return;
        }

        var now = store.State.Runs.Select(run => run.RunId).ToHashSet();
        _ended.AddRange(_known.Except(now).Select(runId => (runId, machine.Time.GetTimestamp())));
        (_known, _counted) = (now, store.RunsEnded);
    }

    /// <returns>Whether this run is dealt with; false where it must be asked after again.</returns>
    private bool Begin((string RunId, long Since) ended, Config config, EndProof proof)
    {
        try
        {
            if (store.Find(ended.RunId) is not ({ Owner: RunOwner.Own, KilledByUser: false } run, var plots)
                || config.FindJob(run.Job ?? "")?.CleanUpFailed != true
                || config.Profiles.Find(run.Plotter) is not { } profile)
            {
                return true;
            }

            var logStands = run.LogFile is { } file && RunEnding.Stands(file, machine.Files);
            List<LostPlot> lost =
            [
                .. plots.Where(plot => plot.PlotId is not null && plot.State.IsOver() && plot.State != PlotState.Completed)
                    .Select(plot => LostPlot.Of(plot, run, profile, logStands)),
            ];
            if (lost.Count == 0)
            {
                return true;
            }

            if (!proof.IsGivenFor(run))
            {
                return false;
            }

            var now = machine.Time.GetLocalNow();
            var terms = new DeletionTerms(PlotsInUse.Of(config, store, run.RunId, now), now);
            _deleting = (
                ended.RunId, ended.Since,
                Task.Run(() => (run, PlotRemains.Judge(machine, lost, run.Directories, profile, terms).Delete(machine))));
            return true;
        }
        catch (JournalException)
        {
            return false; // the problems of the farm say so
        }
    }

    private void Report()
    {
        if (_deleting is not ({ } runId, var since, { IsCompleted: true } over))
        {
            return;
        }

        _deleting = null;
        if (over.IsFaulted)
        {
            _ended.Add((runId, since)); // it is tried again at the next pass
            log.Write(LogLevel.Error, $"what a failed plot left was not all deleted: {over.Exception.InnerException!.Message}");
            return;
        }

        var (run, removed) = over.Result;
        if (!removed.Files.IsEmpty)
        {
            log.Write(
                LogLevel.Warning,
                $"the plot has failed: deleted {Figures.Count(removed.Files.Length, "file")} of it, freed {Figures.Size(removed.Bytes)} "
                    + $"(clean_up_failed): {string.Join(", ", removed.Files.Select(file => Printable.Strip(file.Path)))}",
                run.Job);
        }

        foreach (var refusal in removed.Refusals)
        {
            log.Write(LogLevel.Warning, refusal, run.Job);
        }
    }
}
