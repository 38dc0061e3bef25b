using Microsoft.Data.Sqlite;
using PlotManager.Core.Plotters.Logs;
using PlotManager.Core.Plotting;
using PlotManager.Journal;
using PlotManager.Journal.Sqlite;
using PlotManager.Platform;

namespace PlotManager.Tests.Journal.Sqlite;

public sealed partial class SqliteJournalTests : IDisposable
{
    private static readonly DateTimeOffset T0 = new(2026, 11, 22, 10, 0, 0, 123, TimeSpan.Zero);

    private readonly string _folder = Directory.CreateTempSubdirectory("journal").FullName;
    private readonly List<string> _setAside = [];

    private string Db => Path.Combine(_folder, "journal.db");

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public void Load_AfterARestart_GivesEveryRecordBack()
    {
        var run = new RunRecord
        {
            RunId = "r1",
            Job = "a",
            Plotter = "madmax",
            K = 33,
            Compression = 7,
            Plots = 3,
            State = RunState.Suspended,
            Process = new ProcessIdentity(7, 12345678901, "boot"),
            LaunchedAt = T0,
            Directories = new PlotDirectories("/t", "/t2", "/d"),
            LogFile = "/logs/a.log",
            Owner = RunOwner.OtherFarm,
            OtherFarm = new FarmIdentity("0f", "/b/my config.yaml"),
            ExitCode = -1,
            Signal = 9,
            Counted = true,
            KilledByUser = true,
            SuspendedSince = T0.AddMinutes(3),
        };
        var bare = new RunRecord
        {
            RunId = "r2",
            Plotter = "chia",
            LaunchedAt = T0.AddSeconds(
            1),
            Directories = new PlotDirectories(null, null, null)
        };
        var plot = new PlotRecord("r1", 1)
        {
            PlotId = "abc",
            State = PlotState.Completed,
            StartedAt = T0,
            EndedAt = T0.AddHours(8),
            PhaseSeconds = [100.25, 0.1, 1e-7],
            TotalSeconds = 300.3,
            CopySeconds = 12.5,
            FinalBytes = 108_877_420_953,
            FinalFile = "/d/x.plot",
            Cause = FailureCause.TempFull,
            Detail = "why",
            Suspect = "table 2",
            PhaseEnds = [T0.AddMinutes(2), null, T0.AddMinutes(5)],
            SuspendedSeconds = 1.5,
        };
        var job = new JobRecord("a")
        {
            KickedOff = 4,
            Completed = 3,
            Failed = 2,
            LastStart = T0,
            FailuresInARow = 1,
            PausesInARow = 2,
            HeldBackUntil = T0.AddMinutes(5),
            HeldBackCause = "bad key",
            NoDestinationSince = T0.AddMinutes(-7),
        };
        var farm = new FarmRecord(new FarmIdentity("1f", "/a/config.yaml"))
        {
            Journal = Db,
            JournalFile = "8:77",
            Manager = new ProcessIdentity(42, 12345678902, "boot"),
        };
        var session = new SessionRecord("s", 42, T0) { EndedAt = T0.AddDays(1) };
        using (var journal = Open())
        {
            journal.Commit([
                new Change.Run(
                    run), new Change.Run(bare), new Change.Plot(plot), new Change.Plot(new PlotRecord("r1", 2)), new Change.Job(job),
                new Change.Job(new JobRecord("b")), new Change.Session(session), new Change.Starts(StartMode.Paused), new Change.Farm(farm),
            ]);
        }

        using var again = Open();
        var state = again.Load();
        state.Runs.ShouldBe([run, bare]);
        state.Plots.ShouldBe([plot, new PlotRecord("r1", 2)]);
        state.Jobs.OrderBy(known => known.Name).ShouldBe([job, new JobRecord("b")]);
        state.LastSession.ShouldBe(session);
        state.Starts.ShouldBe(StartMode.Paused);
        state.Farm.ShouldBe(farm);
        again.Ended(T0, 10).ShouldBe([new PastPlot(run, plot)]);
        _setAside.ShouldBeEmpty();
    }

    [Fact]
    public void Load_NewJournal_IsEmpty()
    {
        using var journal = Open();
        var state = journal.Load();
        (state.LastSession, state.Starts, state.Farm).ShouldBe((null, StartMode.Allowed, null));
        (state.Runs.Length, state.Plots.Length, state.Jobs.Length).ShouldBe((0, 0, 0));
    }

    [Fact]
    public void Load_SessionAfterTheClockWasSetBack_IsTheLast()
    {
        using var journal = Open();
        journal.Commit([new Change.Session(new SessionRecord("first", 1, T0) { EndedAt = T0 })]);
        journal.Commit([new Change.Session(new SessionRecord("second", 2, T0.AddHours(-1)))]);
        journal.Load().LastSession!.Id.ShouldBe("second");
    }

    [Fact]
    public void Commit_EventsOfAMonthAgo_AreForgotten()
    {
        using var journal = Open();
        foreach (var day in new[] { 0, 1, 30, 31 })
        {
            journal.Commit([new Change.Happened(new EventRecord(T0.AddDays(day), "stagger", "a", null, "why"))]);
        }

        journal.Events(T0).Select(happened => (happened.At - T0).TotalDays).ShouldBe([1, 30, 31]);
    }

    [Fact]
    public void Load_RunsThatEndedLongAgo_AreLeftOut()
    {
        using var journal = Open();
        journal.Commit([Ended(
            "old", T0), Ended("new", T0.AddDays(4)), new Change.Plot(new PlotRecord("old", 1)), new Change.Plot(new PlotRecord("new", 1))]);
        journal.Load().Runs.ShouldHaveSingleItem().RunId.ShouldBe("new");
        journal.Load().Plots.ShouldHaveSingleItem().RunId.ShouldBe("new");
    }

    [Fact]
    public void Commit_OneChangeCannotBeWritten_NoneIs()
    {
        using var journal = Open();
        var bad = new Change.Run(
            new RunRecord { RunId = "bad", Plotter = null!, LaunchedAt = T0, Directories = new PlotDirectories(null, null, null) });
        Should.Throw<JournalException>(() => journal.Commit([new Change.Job(new JobRecord("a")), bad])).Message.ShouldNotContain("\n");
        journal.Load().Jobs.ShouldBeEmpty();
        journal.Commit([new Change.Job(new JobRecord("b"))]);
        journal.Load().Jobs.ShouldHaveSingleItem().Name.ShouldBe("b");
    }

    [Fact]
    public void Commit_JournalBecomesReadOnly_SaysSoAndGoesOnAfterwards()
    {
        using var journal = Open();
        journal.Read("PRAGMA query_only = 1", _ => 0);
        Should.Throw<JournalException>(() => journal.Commit([new Change.Job(new JobRecord("a"))])).Message.ShouldContain("read-only");
        journal.Read("PRAGMA query_only = 0", _ => 0);
        journal.Commit([new Change.Job(new JobRecord("a"))]);
        journal.Load().Jobs.Length.ShouldBe(1);
    }

    [Fact]
    public void Commit_DriveIsFull_SaysSoAndLosesNothingThatWasWritten()
    {
        using var journal = Open();
        journal.Commit([new Change.Job(new JobRecord("a"))]);
        journal.Read("PRAGMA max_page_count = 20", _ => 0); // SQLite's own way to run out of space
        Should.Throw<JournalException>(() => journal.Commit(
            [.. Enumerable.Range(0, 2000).Select(number => Ended($"run number {number}", T0))]))
            .Message.ShouldContain("is full");
        journal.Load().Runs.ShouldBeEmpty();
        journal.Load().Jobs.Length.ShouldBe(1);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void Commit_DeletedWhileOpen_IsMadeAnewWithAllItHeld(bool theWholeFolder)
    {
        using (var journal = OpenAsAManager())
        {
            journal.Commit([new Change.Job(new JobRecord("a") { Completed = 7 })]);
            if (theWholeFolder)
            {
                Directory.Delete(_folder, recursive: true);
            }
            else
            {
                File.Delete(Db);
            }

            journal.Commit([]);
            File.Exists(Db).ShouldBeTrue("also with nothing to write: a look begins with it, before anything is started");
            ThisMachine.Open().Entries.Find(Db)!.Value.IsOpenToOthers.ShouldBeFalse();
            journal.Commit([new Change.Job(new JobRecord("b"))]);
            journal.Commit([new Change.Job(new JobRecord("c"))]);
        }

        using var again = Open();
        again.Load().Jobs.Select(job => (job.Name, job.Completed)).Order().ShouldBe([("a", 7), ("b", 0), ("c", 0)]);
    }

    [Fact]
    public void Commit_AnotherFileInItsPlace_IsMadeAnewAndKeepsTheOther()
    {
        using (var journal = OpenAsAManager())
        {
            journal.Commit([new Change.Job(new JobRecord("a") { Completed = 7 })]);
            File.WriteAllText(Db + ".backup", "an older journal");
            File.Move(Db + ".backup", Db, overwrite: true);

            journal.Commit([new Change.Job(new JobRecord("b"))]);
        }

        File.ReadAllText(Db + ".replaced-1").ShouldBe("an older journal");
        using var again = Open();
        again.Load().Jobs.Select(job => (job.Name, job.Completed)).Order().ShouldBe([("a", 7), ("b", 0)]);
    }

    [Fact]
    public void Commit_AnotherManagerHasTheFarm_WritesNothingAndLeavesItsJournalAlone()
    {
        string? refusal = null;
        using var journal =
            SqliteJournal.Open(Db, TimeProvider.System, _setAside.Add, new JournalPlace(ThisMachine.Open().Entries, () => refusal));
        File.Delete(Db);
        File.WriteAllText(Db, "of the other one");
        refusal = "the other one holds the lock";

        Should.Throw<JournalException>(() => journal.Commit([])).Message.ShouldBe("the other one holds the lock");
        Should.Throw<JournalException>(() => journal.Commit([new Change.Job(new JobRecord("b"))]));
        File.ReadAllText(Db).ShouldBe("of the other one");
    }

    [Fact]
    public void Finished_Unreadable_IsAJournalException()
    {
        using var journal = Open();
        journal.Read("DROP TABLE plots", _ => 0);
        Should.Throw<JournalException>(() => journal.Ended(T0, 10));
    }

    // Its lock makes a removed folder anew.
    private SqliteJournal OpenAsAManager() =>
        SqliteJournal.Open(Db, TimeProvider.System, _setAside.Add, new JournalPlace(ThisMachine.Open().Entries, () =>
    {
        Directory.CreateDirectory(_folder);
        return null;
    }));

    private SqliteJournal Open() => SqliteJournal.Open(Db, TimeProvider.System, _setAside.Add);

    private void Do(string sql)
    {
        using var connection = new SqliteConnection($"Data Source={Db};Pooling=False");
        connection.Open();
        using var command = connection.CreateCommand();
        command.CommandText = sql;
        command.ExecuteNonQuery();
    }

    private static Change.Run Ended(string id, DateTimeOffset at) => new(new RunRecord
    {
        RunId = id,
        Plotter = "chia",
        State = RunState.Ended,
        LaunchedAt = at,
        EndedAt = at,
        Directories = new PlotDirectories(null, null, null),
    });
}
