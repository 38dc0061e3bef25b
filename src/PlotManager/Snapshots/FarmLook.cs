using PlotManager.Commands;
using PlotManager.Core.Scheduling;
using PlotManager.Farms;
using PlotManager.Journal;
using PlotManager.Logs;
using PlotManager.Observing;
using PlotManager.Store;

namespace PlotManager.Snapshots;

/// <summary>One look at a farm by a command itself: nothing is started, written or sent.</summary>
/// <param name="Unread">What of the farm cannot be read, for people; null if nothing.</param>
public sealed record FarmLook(Ledger Ledger, Observation Seen, Decision Decision, Snapshot Snapshot, string? Unread)
{
    public static FarmLook Once(Farm farm, CommandEnvironment environment)
    {
        var machine = environment.Machine.Value;
        using var journal = new JournalToLookAt(SqliteJournal.OpenToLook(farm.Paths.Journal, out var unread));
        var ledger = Ledger.Load(journal);
        var now = TimeZoneInfo.ConvertTime(machine.Time.GetUtcNow(), machine.Time.LocalTimeZone);
        ledger.BeginSession("look", 0, now); // as a manager that started now would find it
        var seen = new Observer(machine, ledger, Environment.MachineName, LogFolder.Of(farm, environment)).Look(farm.Config, now);
        var books = UnreadBooks.Of(farm.Paths, unread, machine);
        seen = books?.AsItsUserSees(seen) ?? seen;
        var world = WorldBuilder.Build(farm.Config, ledger, seen, new ExecutableSearch(machine.Files, environment.Variable));
        var decision = Scheduler.Decide(farm.Config, world);
        var standing = new FarmStanding(Environment.MachineName, farm.Paths.ConfigFile);
        var snapshot = new SnapshotBuilder(machine, journal, standing, manager: null).Build(farm.Config, ledger, seen, decision, held: null);
        return new FarmLook(ledger, seen, decision, books?.Without(snapshot) ?? snapshot, books?.Why);
    }
}
