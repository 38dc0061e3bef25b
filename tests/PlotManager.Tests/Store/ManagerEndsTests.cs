using PlotManager.Journal.Sqlite;
using PlotManager.Store;

namespace PlotManager.Tests.Store;

/// <summary>When and why the last manager ended, as a command finds it in the journal.</summary>
public sealed class ManagerEndsTests : IDisposable
{
    private static readonly DateTimeOffset At = new(2026, 11, 22, 10, 0, 0, TimeSpan.Zero);

    private readonly string _folder = Directory.CreateTempSubdirectory("ends").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Theory]
    [InlineData(true, false, "all plots made")]
    [InlineData(false, true, "drained")]
    [InlineData(false, false, "stopped")]
    public void Of_AManagerThatEnded_IsWhenAndWhy(bool allMade, bool drained, string reason)
    {
        using var journal = Journal();
        var store = new FarmStore(journal);
        store.Commit(new FarmEvent.SessionBegun("s", 1, At.AddHours(-1)));

        store.Commit(new FarmEvent.SessionEnded(At, allMade, drained));

        ManagerEnds.Of(journal, journal.Load().LastSession).ShouldBe(new ManagerEnd(At, reason));
    }

    [Fact]
    public void Of_AManagerThatDied_IsACrashOfUnknownTime()
    {
        using var journal = Journal();
        new FarmStore(journal).Commit(new FarmEvent.SessionBegun("s", 1, At));

        ManagerEnds.Of(journal, journal.Load().LastSession).ShouldBe(new ManagerEnd(null, "crashed"));
    }

    [Fact]
    public void Of_NoManagerYet_IsNothing()
    {
        using var journal = Journal();

        ManagerEnds.Of(journal, journal.Load().LastSession).ShouldBeNull();
    }

    private SqliteJournal Journal() => SqliteJournal.Open(Path.Combine(_folder, "journal.db"), TimeProvider.System, _ => { });
}
