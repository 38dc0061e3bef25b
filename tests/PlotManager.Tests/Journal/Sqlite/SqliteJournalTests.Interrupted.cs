using Microsoft.Data.Sqlite;
using PlotManager.Journal;
using PlotManager.Journal.Sqlite;

namespace PlotManager.Tests.Journal.Sqlite;

/// <summary>A writer that died, or whose drive dies, in the middle of its work.</summary>
public sealed partial class SqliteJournalTests
{
    [Theory]
    [InlineData("PRAGMA journal_mode=TRUNCATE; PRAGMA cache_size=1; BEGIN; UPDATE jobs SET completed = 8")]
    [InlineData("PRAGMA journal_mode=WAL; UPDATE jobs SET kicked_off = 0; BEGIN; UPDATE jobs SET completed = 8")] // an earlier version
    public void Open_AWriterDiedInTheMiddleOfACommit_WhatWasCommittedIsThere(string died)
    {
        using (var journal = Open())
        {
            journal.Commit(
                [.. Enumerable.Range(0, 500).Select(number => new Change.Job(new JobRecord($"job {number}") { Completed = 7 }))]);
        }

        var left = Path.Combine(_folder, "left.db");
        using (var writer = JournalFile.Connect(Db, SqliteOpenMode.ReadWrite))
        {
            using var command = writer.CreateCommand();
            command.CommandText = died;
            command.ExecuteNonQuery();
            foreach (var part in JournalFile.WithCompanions(Db))
            {
                File.Copy(Db + part, left + part);
            }
        }

        Directory.GetFiles(_folder, "left.db-*").ShouldHaveSingleItem();
        using (var looked = SqliteJournal.OpenToLook(left, out var unread))
        {
            unread.ShouldBeNull();
            looked!.Load().Jobs.ShouldAllBe(job => job.Completed == 7);
        }

        using var opened = SqliteJournal.Open(left, TimeProvider.System, _setAside.Add);
        opened.Load().Jobs.Length.ShouldBe(500);
        opened.Load().Jobs.ShouldAllBe(job => job.Completed == 7);
        _setAside.ShouldBeEmpty();
    }

    [Fact]
    public void Open_ByAManager_NoFileOfItIsMappedIntoMemory()
    {
        Assert.SkipUnless(OperatingSystem.IsLinux(), "/proc/self/maps is Linux's");
        using var journal = OpenAsAManager();
        journal.Commit([new Change.Job(new JobRecord("a"))]);

        File.ReadAllText("/proc/self/maps").ShouldNotContain(_folder, customMessage: "a drive that dies under a mapping ends the process");
    }
}
