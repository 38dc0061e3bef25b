using PlotManager.Acting.Processes;
using PlotManager.Core.Configuration;
using PlotManager.Core.Control;
using PlotManager.Core.Plotters;
using PlotManager.Core.Text;
using PlotManager.Farms;
using PlotManager.Journal;
using PlotManager.Logging;
using PlotManager.Platform;
using PlotManager.Remains;
using PlotManager.Store;

namespace PlotManager.Acting.Ending;

/// <summary>
/// The runs that the user wants to end, from the wish to the answer. Belongs to the loop's thread, which goes on with everything else
/// meanwhile: <see cref="Step"/> between passes, <see cref="AfterPass"/> after each. Files are deleted beside it.
/// </summary>
public sealed class RunEndings(Machine machine, FarmStore store, IEventLog? log)
{
    private readonly List<Wished> _wished = [];

    /// <summary>While there is one, steps must follow each other in tenths of a second.</summary>
    public bool Any => _wished.Count > 0;

    /// <param name="runId">Of a run in flight.</param>
    /// <param name="answer">Told once, when the run is gone and its files are dealt with, or why not.</param>
    public void Begin(string? runId, bool deleteFinished, Action<ControlAnswer> answer)
    {
        if (runId is null || store.State.InFlight.FirstOrDefault(run => run.RunId == runId) is not { } run)
        {
            answer(new ControlAnswer(false, "that plot has ended meanwhile; see plotmanager status"));
            return;
        }

        if (OtherFarms.Refusal(run, "kill") is { } others)
        {
            answer(new ControlAnswer(false, others));
            return;
        }

        if (_wished.Exists(wished => wished.Ending.Run.RunId == runId))
        {
            answer(new ControlAnswer(false, $"plot {run.ShortName} is being killed already"));
            return;
        }

        // Committed first: whoever sees its end must know that it was wished.
        store.Commit(new FarmEvent.KillAsked(runId));
        RunEnding? ending = null;
        string? refusal;
        try
        {
            (ending, refusal) = RunEnding.Begin(machine, run);
        }
        catch (IOException unknown)
        {
            refusal = unknown.Message; // whether it lives cannot be asked at present
        }

        if (ending is null)
        {
            store.Commit(new FarmEvent.KillAsked(runId, Asked: false));
            answer(new ControlAnswer(false, $"plot {run.ShortName}: {refusal}"));
            return;
        }

        log?.Write(LogLevel.Warning, "the user kills this plot", run.Run.Job, run.Current?.PlotId);
        _wished.Add(new Wished(ending, deleteFinished, answer));
    }

    /// <summary>Moves every end on by what is due.</summary>
    /// <returns>Whether a pass is due: a run is gone and the farm's state does not know it yet, or an end is over.</returns>
    public bool Step()
    {
        var before = _wished.Count;
        foreach (var wished in _wished.Where(wished => !wished.Gone).ToList())
        {
            switch (wished.Ending.Step())
            {
                case EndingStage.Gone:
                    wished.Gone = true;
                    break;
                case EndingStage.Stuck:
                    Answer(wished, new ControlAnswer(
                        false,
                        $"plot {wished.Ending.Run.ShortName} does not end, not even by SIGKILL: it hangs in the system, usually "
                            + "on a drive that does not answer. Its files are untouched; plotmanager cleanup finds them later."));
                    break;
                default:
                    break;
            }
        }

        foreach (var wished in _wished.Where(wished => wished.Deleting is { IsCompleted: true }).ToList())
        {
            Answer(wished, wished.Deleting!.IsFaulted
                ? new ControlAnswer(false, $"plot {wished.Ending.Run.ShortName} was killed, but its files were not all dealt "
                    + $"with: {wished.Deleting.Exception.InnerException!.Message}")
                : wished.Deleting.Result);
        }

        return _wished.Count < before || _wished.Exists(wished => wished is { Gone: true, Deleting: null });
    }

    /// <summary>What the runs came to is settled: now their files can be told apart.</summary>
    public void AfterPass(Config config)
    {
        var now = machine.Time.GetLocalNow();
        foreach (var wished in _wished.Where(wished => wished is { Gone: true, Deleting: null }))
        {
            if (store.State.Find(wished.Ending.Run.RunId) is null)
            {
                wished.Deleting = Delete(wished, config, now);
            }
        }
    }

    private Task<ControlAnswer> Delete(Wished wished, Config config, DateTimeOffset now)
    {
        try
        {
            var run = store.Find(wished.Ending.Run.RunId) ?? wished.Ending.Run;
            if (store.Trouble is { } trouble)
            {
                // What is not written down may be what the next manager would need these files for.
                return Task.FromResult(
                    Kept(wished.Ending, run, $"nothing is while the journal cannot be written: {trouble}. Once it can be"));
            }

            var profile = config.Profiles.Of(run.Run.Plotter);
            var terms = new DeletionTerms(PlotsInUse.Of(config, store, run.RunId, now), now) { DeleteFinished = wished.DeleteFinished };
            return Task.Run(() => CleanUp(wished, run, profile, terms));
        }
        catch (JournalException unreadable)
        {
            return Task.FromResult(Kept(
                wished.Ending, wished.Ending.Run, $"nothing is while the journal cannot be read: {unreadable.Message}. Once it can be"));
        }
    }

    private static ControlAnswer Kept(RunEnding ending, TrackedRun run, string why) =>
        new(false, $"{Killed(ending, run)}no file was deleted, for {why}, plotmanager cleanup finds them.");

    /// <summary>A manager that crashed while it killed a plot that still lives: what becomes of that plot is its own doing again.</summary>
    public void ForgetUnfinished()
    {
        foreach (var run in store.State.Runs.Where(run => run.Run.KilledByUser))
        {
            store.Commit(new FarmEvent.KillAsked(run.RunId, Asked: false));
            log?.Write(
                LogLevel.Warning,
                "this plot was to be killed when the manager before this one ended; it still runs",
                run.Run.Job,
                run.Current?.PlotId);
        }
    }

    /// <summary>The manager ends: nobody waits for an answer any longer.</summary>
    public void GiveUp()
    {
        foreach (var wished in _wished.ToList())
        {
            Answer(wished, new ControlAnswer(
                false, $"the manager ends while plot {wished.Ending.Run.ShortName} is being killed; see plotmanager status, "
                    + "then plotmanager cleanup"));
        }
    }

    private ControlAnswer CleanUp(Wished wished, TrackedRun run, PlotterProfile profile, DeletionTerms terms)
    {
        var lost = wished.Ending.LostPlots(run, profile, machine.Files);
        var remains = PlotRemains.Judge(machine, lost, run.Run.Directories, profile, terms);
        return new ControlAnswer(true, Report(wished.Ending, run, lost, remains, remains.Delete(machine)));
    }

    private static string Report(RunEnding ending, TrackedRun run, IReadOnlyList<LostPlot> lost, PlotDeletion remains, Removed removed)
    {
        var head = Killed(ending, run);
        var freed = removed.Files.IsEmpty
            ? run.Run.InContainer ? "it was in a container, where its files are left as they are."
            : lost.Count == 0 ? "its plot id is not known, so no file can be proven to be its own."
            : remains.Kept.IsEmpty && removed.Refusals.IsEmpty ? "it had no temp files."
            : "no file was deleted."
            : $"deleted {Figures.Count(removed.Files.Length, "file")}, freed {Figures.Size(removed.Bytes)}.";
        var kept = remains.Kept.Select(file => $"Kept {Printable.Strip(file.File.Path)} ({Figures.Size(file.File.Allocated)}): "
            + $"{Printable.Strip(file.Why)}.");
        var deleted = removed.Files.Select(file => $"  {Printable.Strip(file.Path)}  {Figures.Size(file.Allocated)}");
        return string.Join('\n', [head + freed, .. kept, .. removed.Refusals, .. remains.Troubles.Select(Printable.Strip), .. deleted]);
    }

    private static string Killed(RunEnding ending, TrackedRun run) =>
        $"Killed plot {run.ShortName}{(run.Run.Job is { } job ? $" of {job}" : "")}"
                + $"{(ending.WasForced ? " with SIGKILL, as it did not end by itself" : "")}: ";

    private void Answer(Wished wished, ControlAnswer answer)
    {
        _wished.Remove(wished);
        log?.Write(
            answer.Done ? LogLevel.Warning : LogLevel.Error, answer.Text, wished.Ending.Run.Run.Job, wished.Ending.Run.Current?.PlotId);
        wished.Answer(answer);
    }

    private sealed class Wished(RunEnding ending, bool deleteFinished, Action<ControlAnswer> answer)
    {
        public RunEnding Ending => ending;
        public bool DeleteFinished => deleteFinished;
        public Action<ControlAnswer> Answer => answer;

        /// <summary>Its processes are gone.</summary>
        public bool Gone { get; set; }
        public Task<ControlAnswer>? Deleting { get; set; }
    }
}
