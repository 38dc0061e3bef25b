using PlotManager.Configuration;
using PlotManager.Core.Scheduling;
using PlotManager.Farms;
using PlotManager.Hosting;
using PlotManager.Journal;
using PlotManager.Journal.Sqlite;
using PlotManager.Logs;
using PlotManager.Observing;
using PlotManager.Plots;
using PlotManager.Store;

namespace PlotManager.Snapshots;

/// <summary>One look at a farm by a command itself: nothing is started, written or sent.</summary>
/// <param name="Store">What the journal holds, and what the look has found on top of it.</param>
/// <param name="Unread">What of the farm cannot be read, for people; null if nothing.</param>
public sealed record FarmLook(FarmStore Store, Observation Seen, Decision Decision, Snapshot Snapshot, string? Unread) : IDisposable
{
    private IJournal? _journal;

    /// <summary>Why the journal cannot be read; null where it can, or there is none.</summary>
    public string? JournalTrouble { get; private init; }

    /// <param name="logged">Null: who asks shows neither counts of days nor times left.</param>
    public static FarmLook Once(Farm farm, CommandEnvironment environment, LoggedPlots? logged = null)
    {
        var journal = new JournalToLookAt(SqliteJournal.OpenToLook(farm.Paths.Journal, out var unread));
        try
        {
            return Once(farm, environment, journal, unread, logged);
        }
        catch
        {
            journal.Dispose();
            throw;
        }
    }

    private static FarmLook Once(Farm farm, CommandEnvironment environment, JournalToLookAt journal, string? unread, LoggedPlots? logged)
    {
        var machine = environment.Machine.Value;
        var end = ManagerEnds.Of(journal, journal.Load().LastSession);
        var store = new FarmStore(journal);
        var now = machine.Time.GetLocalNow();
        store.Commit(new FarmEvent.SessionBegun("look", 0, now)); // as a manager that started now would find it
        var executables = new ExecutableSearch(machine.Files, environment.Variable);
        var seen = new Observer(machine, store, executables, LogFolder.Of(farm, environment)).Observe(farm.Config, now);
        store.Commit(seen.Events);
        var books = UnreadableFarm.Of(farm.Paths, unread, machine);
        seen = books?.AsItsUserSees(seen) ?? seen;
        var decision = Scheduler.Decide(farm.Config, WorldBuilder.Build(farm.Config, store.State, seen));
        var name = new FarmName(Environment.MachineName, farm.Paths.ConfigFile);
        var plots = new KnownPlots(machine, farm.Paths.PlotIndexes(environment)).ReadNow();
        var snapshot = new SnapshotBuilder(machine, journal, store, name, manager: null, logged: logged, plots: plots)
            .Build(farm.Config, seen, decision, waits: null);
        snapshot = snapshot with
        {
            Manager = snapshot.Manager with { EndedAt = end?.At?.ToOffset(now.Offset), Ended = end?.Reason },
        };
        return new FarmLook(store, seen, decision, books?.Without(snapshot) ?? snapshot, books?.Why)
        {
            _journal = journal,
            JournalTrouble = unread,
        };
    }

    public void Dispose() => _journal?.Dispose();
}
