using PlotManager.Acting;
using PlotManager.Acting.Checking;
using PlotManager.Acting.Ending;
using PlotManager.Configuration;
using PlotManager.Core.Control;
using PlotManager.Farms;
using PlotManager.Hosting;
using PlotManager.Journal;
using PlotManager.Journal.Sqlite;
using PlotManager.Observing;
using PlotManager.Snapshots;
using PlotManager.Store;

namespace PlotManager.Commands.Running;

/// <summary>
/// Suspends, resumes, kills and settles plots, and takes what checks have found, where no manager runs. What is written is written as the
/// journal's one writer under the farm's lock: the mark that the user killed a run, what became of a plot that nobody had seen, and the
/// verdicts of checks. The next manager settles the rest, as after any other end that it did not see.
/// </summary>
public sealed class WithoutManager(Farm farm, CommandEnvironment environment)
{
    private static readonly TimeSpan Poll = TimeSpan.FromMilliseconds(50);

    /// <exception cref="CommandFault">A manager has started meanwhile.</exception>
    public async Task<ControlAnswer> AskAsync(ControlRequest request, CancellationToken cancel)
    {
        var machine = environment.Machine.Value;
        new FarmRecognition(farm.Paths, environment).RefuseCopy();

        // Where there is no state folder no manager has ever been, and none can have begun to be.
        using var held = Directory.Exists(farm.Paths.StateFolder)
            ? await FarmLock.TakeAsync(farm.Paths, request.Command.ToString().ToLowerInvariant(), environment, cancel)
            : null;
        if (request.Command is ControlCommand.Accept or ControlCommand.Lost)
        {
            return InJournal(
                store => PlotSettling.Settle(store, request.Plot, request.Command == ControlCommand.Accept),
                PlotSettling.NothingOf(request.Plot));
        }

        if (request.Command == ControlCommand.Checked)
        {
            return InJournal(store => CheckResults.Take(store, request.Check), CheckResults.NoFarm);
        }

        using var look = FarmLook.Once(farm, environment);
        var runs = new RunControl(machine, look.Store);
        return request.Command switch
        {
            ControlCommand.Suspend => runs.Suspend(request.Plot),
            ControlCommand.Resume => runs.Resume(request.Plot),
            ControlCommand.Kill => await KillAsync(look.Store, request, cancel),
            _ => throw new ArgumentOutOfRangeException(nameof(request), request.Command, "a wish that needs a manager"),
        };
    }

    private async Task<ControlAnswer> KillAsync(FarmStore store, ControlRequest request, CancellationToken cancel)
    {
        var machine = environment.Machine.Value;
        var mark = Mark(request.Plot, true);
        ControlAnswer? answer = null;
        var endings = new RunEndings(machine, store, log: null);
        endings.Begin(request.Plot, request.DeleteFinished, given => answer = given);
        var observer = new Observer(machine, store, new ExecutableSearch(machine.Files, environment.Variable));
        while (answer is null)
        {
            await Task.Delay(Poll, machine.Time, cancel);
            if (endings.Step() && endings.Any)
            {
                store.Commit(
                    observer.Observe(farm.Config, machine.Time.GetLocalNow()).Events);
                endings.AfterPass(farm.Config);
            }
        }

        if (!answer.Done && store.State.InFlight.Any(run => run.RunId == request.Plot && !run.Run.KilledByUser))
        {
            Mark(request.Plot, false); // it was not even told to end
        }

        return mark is null ? answer : answer with { Text = $"{answer.Text}\n{mark}" };
    }

    private ControlAnswer InJournal(Func<FarmStore, ControlAnswer> change, ControlAnswer withoutOne)
    {
        try
        {
            using var journal = File.Exists(farm.Paths.Journal) ? OpenJournal() : null;
            return journal is null ? withoutOne : change(new FarmStore(journal));
        }
        catch (JournalException refused)
        {
            return new ControlAnswer(false, refused.Message);
        }
    }

    private SqliteJournal OpenJournal() => SqliteJournal.Open(
        farm.Paths.Journal,
        environment.Machine.Value.Time,
        environment.Complain,
        new JournalPlace(environment.Machine.Value.Entries, () => null));

    // A run that the journal does not know was started by somebody else, and nobody will ask how it ended.
    private string? Mark(string? runId, bool killed)
    {
        if (!File.Exists(farm.Paths.Journal))
        {
            return null;
        }

        try
        {
            using var journal = OpenJournal();
            if (runId is not null)
            {
                new FarmStore(journal).Commit(new FarmEvent.KillAsked(runId, killed));
            }

            return null;
        }
        catch (JournalException refused)
        {
            return Forgotten(refused.Message);
        }
    }

    private static string Forgotten(string why) => $"The next manager will take this for a failure of the plotter: {why}";
}
