using PlotManager.Core.Checkers;
using PlotManager.Core.Plotting;
using PlotManager.Journal;
using PlotManager.Journal.Sqlite;

namespace PlotManager.Tests.Journal.Sqlite;

/// <summary>Files of other versions, damaged ones, and what else lies under the name of the journal.</summary>
public sealed partial class SqliteJournalTests
{
    [Theory]
    [InlineData("this is no database at all, however long one looks at it; it goes on for a while like this")]
    [InlineData("SQLite format 3\0 and then nothing that makes sense")]
    public void Open_DamagedFile_IsSetAsideAndANewOneBegun(string content)
    {
        File.WriteAllText(Db, content);
        SqliteJournal.OpenToLook(Db, out _).ShouldBeNull();
        using var journal = Open();
        journal.Load().Runs.ShouldBeEmpty();
        journal.Commit([new Change.Job(new JobRecord("a"))]);
        var copy = Directory.GetFiles(_folder, "*.damaged-*").ShouldHaveSingleItem();
        File.ReadAllText(copy).ShouldBe(content);
        _setAside.ShouldHaveSingleItem().ShouldBe(
            $"the journal was damaged and is set aside as {copy}; the new one has nothing of it, as nothing of it can be read; running "
                + "plots are found by their processes");
    }

    [Fact]
    public void Open_ATableIsNotOurs_IsRefusedAndLeftAsItIs()
    {
        using (var journal = Open())
        {
            journal.Commit([Ended("r", T0), new Change.Plot(new PlotRecord("r", 1)), new Change.Job(new JobRecord("a") { Completed = 7 })]);
        }

        Do("DROP TABLE plots; CREATE TABLE plots (colour TEXT)");
        SqliteJournal.OpenToLook(Db, out var unread).ShouldBeNull();
        var refusal = Should.Throw<JournalException>(Open).Message;

        refusal.ShouldStartWith($"{Db}: the tables in it are not those of this version's journal (");
        refusal.ShouldEndWith("); start the version that wrote it, or move the file away");
        unread.ShouldBe(refusal);
        _setAside.ShouldBeEmpty("only SQLite's own verdict of damage sets a journal aside");
        Directory.GetFiles(_folder, "*.damaged-*").ShouldBeEmpty();
        Do("SELECT completed FROM jobs; SELECT colour FROM plots"); // all as it was
    }

    [Fact]
    public void Open_PagesOverwritten_WhatCanBeReadIsCarriedOver()
    {
        using (var journal = Open())
        {
            journal.Commit([new Change.Job(new JobRecord("a") { Completed = 7 }), .. Enumerable.Range(0, 500)
                .Select(number => Ended($"run number {number}", T0))]);
        }

        // The last page that the runs lie in, as long as no other lies there.
        var bytes = File.ReadAllBytes(Db);
        var at = bytes.AsSpan().LastIndexOf("run number 250"u8) / 4096 * 4096;
        for (var end = at + 4096; at < end; at++)
        {
            bytes[at] = (byte)(at * 31);
        }

        File.WriteAllBytes(Db, bytes);
        using var fresh = Open();

        var state = fresh.Load();
        state.Jobs.ShouldHaveSingleItem().Completed.ShouldBe(7);
        state.Runs.Length.ShouldBeInRange(400, 499, "a page holds fewer than a hundred runs");
        _setAside.ShouldHaveSingleItem().ShouldContain($"{state.Runs.Length} of runs");
        Directory.GetFiles(_folder, "*.reading*").ShouldBeEmpty();
    }

    [Fact]
    public void Open_AnEmptyFile_IsNamedForWhatItIs()
    {
        File.WriteAllText(Db, "");
        SqliteJournal.OpenToLook(Db, out var unread).ShouldBeNull();
        unread.ShouldBe($"the journal {Db} is empty (0 bytes); plotmanager start begins a new one");

        using var journal = Open();

        journal.Load().Runs.ShouldBeEmpty();
        _setAside.ShouldBe([$"the journal {Db} was empty (0 bytes), as a full drive or a power cut leaves it; a new one is begun, "
            + "running plots are found by their processes"]);
    }

    [Fact]
    public void OpenToLook_ANewerVersion_IsNamedThoughItsTablesCouldBeRead()
    {
        Open().Dispose();
        Do("PRAGMA user_version = 99");

        SqliteJournal.OpenToLook(Db, out var unread).ShouldBeNull();

        unread.ShouldBe($"the journal {Db} was written by a newer version of this program; use that one");
    }

    [Fact]
    public void Open_WrittenByVersion1_KeepsWhatItHolds()
    {
        using (var journal = Open())
        {
            journal.Commit([Ended("r", T0), new Change.Plot(new PlotRecord("r", 1) { State = PlotState.Completed, EndedAt = T0 })]);
        }

        Do("""
            ALTER TABLE plots DROP COLUMN phase_ends; ALTER TABLE plots DROP COLUMN suspended_seconds;
            ALTER TABLE runs ADD COLUMN suspended_seconds REAL NOT NULL DEFAULT 0; UPDATE runs SET suspended_seconds = 90;
            """ + ToVersion2 + "PRAGMA user_version = 1");
        using var again = Open();
        var plot = again.Ended(T0, 10).ShouldHaveSingleItem().Plot;
        (plot.State, plot.SuspendedSeconds).ShouldBe((PlotState.Completed, 90));
        File.Exists(Db + ".version-1").ShouldBeTrue("the file as it was is kept");
        _setAside.ShouldBeEmpty();
    }

    [Fact]
    public void Open_WrittenByVersion2_TellsWhoseARunIsByItsJob()
    {
        using (var journal = Open())
        {
            journal.Commit([.. new[] { "own", "adopted", "stranger" }.Select(name => Ended(name, T0))]);
            journal.Commit([.. new[] { "own", "adopted", "stranger" }.Select(name => new Change.Plot(
                new PlotRecord(name, 1) { State = PlotState.Completed, EndedAt = T0 }))]);
        }

        Do(ToVersion2 + "UPDATE runs SET is_foreign = 1, job = NULL WHERE run_id = 'stranger'; UPDATE runs SET is_foreign = 1, job = "
            + "'a' WHERE run_id = 'adopted'");

        using var again = Open();
        again.Load().Runs.ToDictionary(run => run.RunId, run => run.Owner)
            .ShouldBe(new Dictionary<string, RunOwner>
            {
                [
                "own"] = RunOwner.Own,
                ["adopted"] = RunOwner.Adopted,
                ["stranger"] = RunOwner.Stranger
            }, ignoreOrder: true);
        again.Made(T0).Count(plot => plot.Owner.IsReported()).ShouldBe(2);
        again.Load().Farm.ShouldBeNull("the first manager of this version names the farm");
        again.Commit([new Change.Farm(new FarmRecord(new FarmIdentity("1f")))]);
        _setAside.ShouldBeEmpty();
    }

    [Fact]
    public void Open_WrittenByVersion3_KnowsNoProofs()
    {
        using (var journal = Open())
        {
            journal.Commit([Ended("r", T0), new Change.Plot(new PlotRecord("r", 1) { State = PlotState.Completed, EndedAt = T0 })]);
            journal.Commit([new Change.Directory("/d", "/")]);
        }

        Do(ToVersion3 + "PRAGMA user_version = 3");
        using var again = Open();
        again.Ended(T0, 10).ShouldHaveSingleItem().Plot.Proof.ShouldBeNull();
        again.Load().Directories.ShouldBe([new Change.Directory("/d", "/")]);
        again.Commit(
        [
            new Change.Plot(new PlotRecord("r", 1) { State = PlotState.Completed, EndedAt = T0, Proof = FileProof.Moved }),
            new Change.Directory("/d", "/", new NotMadeThere(2, "short")),
        ]);
        again.Ended(T0, 10).ShouldHaveSingleItem().Plot.Proof.ShouldBe(FileProof.Moved);
        again.Load().Directories.ShouldBe([new Change.Directory("/d", "/", new NotMadeThere(2, "short"))]);
        _setAside.ShouldBeEmpty();
    }

    [Fact]
    public void Open_WrittenByVersion5_KnowsNoChecks()
    {
        using (var journal = Open())
        {
            journal.Commit([new Change.Job(new JobRecord("a") { Completed = 7 })]);
        }

        Do("DROP TABLE checks; PRAGMA user_version = 5");
        using var again = Open();
        again.LastChecks().ShouldBeEmpty();
        again.Load().Jobs.ShouldHaveSingleItem().Completed.ShouldBe(7);
        again.Commit([new Change.Check(Check("/d/a.plot", 0, CheckVerdict.Good))]);
        again.LastChecks().ShouldHaveSingleItem();
        _setAside.ShouldBeEmpty();
    }

    /// <summary>Undoes what versions 4, 5 and 6 have changed.</summary>
    private const string ToVersion3 = """
        DROP TABLE checks;
        ALTER TABLE runs DROP COLUMN in_container; ALTER TABLE plots DROP COLUMN proof; ALTER TABLE runs DROP COLUMN destination_device;
        ALTER TABLE directories DROP COLUMN not_made; ALTER TABLE directories DROP COLUMN not_made_why;

        """;

    /// <summary>Undoes what version 3 has changed.</summary>
    private const string ToVersion2 = ToVersion3 + """
        DROP TABLE farm; ALTER TABLE runs ADD COLUMN is_foreign INTEGER NOT NULL DEFAULT 0;
        ALTER TABLE runs DROP COLUMN owner; ALTER TABLE runs DROP COLUMN farm; PRAGMA user_version = 2;

        """;

    [Fact]
    public void Open_WrittenByANewerVersion_IsLeftAlone()
    {
        Open().Dispose();
        Do("PRAGMA user_version = 99");
        Should.Throw<JournalException>(Open).Message.ShouldContain("newer version");
        _setAside.ShouldBeEmpty();
    }

    [Fact]
    public void Open_NoFolder_SaysSoInOneLine() =>
        Should.Throw<JournalException>(() => SqliteJournal.Open(
            Path.Combine(_folder, "none", "journal.db"), TimeProvider.System, _setAside.Add))
            .Message.ShouldContain("cannot be opened");

    [Fact]
    public void Open_ALinkUnderItsName_IsRefusedAndItsTargetUntouched()
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "a link needs a right of its own there");
        var target = Path.Combine(_folder, "target");
        File.WriteAllText(target, "somebody's");
        File.CreateSymbolicLink(Db, target);

        Should.Throw<JournalException>(OpenAsAManager).Message.ShouldBe($"{Db} is a link where a file of the manager should be; remove it");

        File.ReadAllText(target).ShouldBe("somebody's");
        _setAside.ShouldBeEmpty();
    }

    [Fact]
    public void OpenToLook_BesideTheManager_SeesAndWritesNothing()
    {
        using var journal = Open();
        journal.Commit([new Change.Job(new JobRecord("a"))]);
        using var looking = SqliteJournal.OpenToLook(Db, out _).ShouldNotBeNull();
        looking.Load().Jobs.Length.ShouldBe(1);
        Should.Throw<JournalException>(() => looking.Commit([new Change.Job(new JobRecord("b"))]));
        SqliteJournal.OpenToLook(Db + ".none", out _).ShouldBeNull();
    }

    [Fact]
    public void Open_AnOlderVersion_KeepsTheFileAsItWasAndNamesItWhereANewerOneIsRefused()
    {
        using (var journal = Open())
        {
            journal.Commit([new Change.Job(new JobRecord("a") { Completed = 7 })]);
        }

        Do(ToVersion2);
        using (var journal = OpenAsAManager())
        {
            journal.Commit([new Change.Job(new JobRecord("a") { Completed = 8 })]);
        }

        var backup = Db + ".version-2";
        if (!OperatingSystem.IsWindows())
        {
            File.GetUnixFileMode(backup).ShouldBe(UnixFileMode.UserRead | UnixFileMode.UserWrite);
        }

        Directory.GetFiles(_folder).ShouldNotContain(file => file.EndsWith(".unfinished", StringComparison.Ordinal));
        Do("PRAGMA user_version = 99"); // as a version after this one would leave it
        Should.Throw<JournalException>(Open).Message.ShouldContain($"move {backup} to {Db} and remove {Db}-journal and {Db}-wal");
        SqliteJournal.OpenToLook(Db, out var unread).ShouldBeNull();
        unread.ShouldNotBeNull().ShouldContain($"move {backup} to {Db} and remove {Db}-journal and {Db}-wal");

        File.Move(backup, Db, overwrite: true);
        using var again = Open();
        again.Load().Jobs.ShouldHaveSingleItem().Completed.ShouldBe(7);
        _setAside.ShouldBeEmpty();
    }
}
