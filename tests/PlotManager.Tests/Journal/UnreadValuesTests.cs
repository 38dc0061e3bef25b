using Microsoft.Data.Sqlite;
using PlotManager.Core.Notifications;
using PlotManager.Core.Plotters.Logs;
using PlotManager.Core.Plotting;
using PlotManager.Journal;
using PlotManager.Journal.Sqlite;

namespace PlotManager.Tests.Journal;

/// <summary>
/// Words of a newer version and numbers out of range: each is a value of its row, kept in the file, and nothing else is lost for it.
/// </summary>
public sealed class UnreadValuesTests : IDisposable
{
    private static readonly DateTimeOffset T0 = new(2026, 11, 22, 10, 0, 0, TimeSpan.Zero);

    private readonly string _folder = Directory.CreateTempSubdirectory("journal").FullName;

    private string Db => Path.Combine(_folder, "journal.db");

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Theory]
    [InlineData("UPDATE runs SET state = 'Draining' WHERE run_id = 'run-2'", "run run-2: state 'Draining'")]
    [InlineData("UPDATE runs SET state = '1' WHERE run_id = 'run-2'", "run run-2: state '1'")]
    [InlineData("UPDATE runs SET plots = 9223372036854775807 WHERE run_id = 'run-2'", "run run-2: plots '9223372036854775807'")]
    [InlineData("UPDATE runs SET launched_at = -5 WHERE run_id = 'run-2'", "run run-2: launched_at '-5'")]
    [InlineData("UPDATE plots SET state = 'Moving'", "plot 1 of run run-1: state 'Moving'")]
    [InlineData("UPDATE plots SET cause = 'Sabotage'", "plot 1 of run run-1: cause 'Sabotage'")]
    [InlineData("UPDATE plots SET phase_seconds = '1,x'", "plot 1 of run run-1: phase_seconds '1,x'")]
    [InlineData("UPDATE plots SET phase_ends = '99999999999999999'", "plot 1 of run run-1: phase_ends '99999999999999999'")]
    [InlineData("UPDATE plots SET total_seconds = -3.5", "plot 1 of run run-1: total_seconds '-3.5'")]
    [InlineData("UPDATE jobs SET kicked_off = -1", "job a: kicked_off '-1'")]
    [InlineData("UPDATE jobs SET last_start = 9223372036854775807", "job a: last_start '9223372036854775807'")]
    [InlineData("UPDATE settings SET value = 'Resting'", "the setting that allows starts: value 'Resting'")]
    [InlineData("UPDATE notices SET kind = 'PlotMoved'", "notices of the kind 'PlotMoved'")]
    public void Open_AValueThatMeansNothing_LosesNothingElseAndIsNamed(string harm, string named)
    {
        Write();
        Sql(harm);

        using var journal = Open();

        var state = journal.Load();
        state.Runs.Length.ShouldBe(2);
        state.Plots.Length.ShouldBe(1);
        state.Jobs.ShouldHaveSingleItem().Completed.ShouldBe(7);
        state.Unread.ShouldBe([named]);
    }

    [Fact]
    public void Commit_RowsWithUnknownValues_AreWrittenBackWithThem()
    {
        Write();
        Sql("UPDATE runs SET state = 'Draining', plots = 9223372036854775807; UPDATE plots SET cause = 'Sabotage', phase_seconds = "
            + "'1,x'; UPDATE jobs SET kicked_off = -1");
        using (var journal = Open())
        {
            var state = journal.Load();
            journal.Commit([
                .. state.Runs.Select(run => new Change.Run(run with { Counted = false })),
                .. state.Plots.Select(plot => new Change.Plot(plot with { Detail = "more is known" })),
                new Change.Job(state.Jobs[0] with { Completed = 8 }),
            ]);
        }

        Sql<string>("SELECT group_concat(state || plots, ' ') FROM runs").ShouldBe(
            "Draining9223372036854775807 Draining9223372036854775807");
        Sql<string>("SELECT cause || ' ' || phase_seconds || ' ' || detail FROM plots").ShouldBe("Sabotage 1,x more is known");
        Sql<string>("SELECT kicked_off || ' ' || completed FROM jobs").ShouldBe("-1 8");
    }

    [Fact]
    public void Commit_WhatTakesThePlaceOfAnUnknownWord_IsWritten()
    {
        Write();
        Sql("UPDATE runs SET state = 'Draining'");
        using (var journal = Open())
        {
            journal.Commit([.. journal.Load().Runs.Select(run => new Change.Run(run with { State = RunState.Ended }))]);
        }

        Sql<string>("SELECT group_concat(state, ' ') FROM runs").ShouldBe("Ended Ended");
    }

    [Fact]
    public void Load_AnUnknownStartMode_IsPaused()
    {
        Write();
        Sql("UPDATE settings SET value = 'Resting'");
        using var journal = Open();

        journal.Load().Starts.ShouldBe(StartMode.Paused);
        Sql<string>("SELECT value FROM settings").ShouldBe("Resting");
    }

    [Fact]
    public void Load_AnUnknownPlotState_IsOverOnlyIfThePlotHasAnEnd()
    {
        Write();
        Sql("UPDATE plots SET state = 'Moving'");
        using (var journal = Open())
        {
            journal.Load().Plots.ShouldHaveSingleItem().State.ShouldBe(PlotState.Unknown);
        }

        Sql("UPDATE plots SET ended_at = NULL");
        using var again = Open();
        again.Load().Plots.ShouldHaveSingleItem().State.ShouldBe(PlotState.Making);
    }

    [Fact]
    public void Pending_ANoticeOfAnUnknownKind_StaysAndHoldsUpNoOther()
    {
        Write();
        Sql("UPDATE notices SET kind = 'PlotMoved'");
        using var journal = Open();
        var queue = new NoticeQueue(journal, journal);
        queue.Add(Notices.ManagerStarted("s", "host", T0), ["webhook"]);

        queue.Pending().ShouldHaveSingleItem().Notice.Kind.ShouldBe(NoticeKind.ManagerStarted);
        Sql<long>("SELECT count(*) FROM deliveries JOIN notices ON id = notice_id WHERE kind = 'PlotMoved' AND delivered_at IS NULL "
            + "AND given_up_at IS NULL").ShouldBe(1);
    }

    private void Write()
    {
        using var journal = Open();
        journal.Commit(
        [
            new Change.Starts(StartMode.Allowed),
            new Change.Job(new JobRecord("a") { KickedOff = 9, Completed = 7, LastStart = T0 }),
            new Change.Run(Run("run-1", 1)), new Change.Run(Run("run-2", 2)),
            new Change.Plot(new PlotRecord("run-1", 1) { PlotId = new string(
                'a', 64), State = PlotState.Failed, Cause = FailureCause.TempFull, PhaseSeconds = [1, 2], EndedAt = T0, TotalSeconds = 3 }),
            new Change.Queued(Notices.PlotFailed("x", "host", T0, "a", 32, "temp full"), ["webhook"]),
        ]);
    }

    private static RunRecord Run(string id, int pid) => new()
    {
        RunId = id,
        Job = "a",
        Plotter = "chia",
        K = 32,
        Plots = 2,
        State = RunState.Running,
        Process = new ProcessIdentity(pid, 1, "boot"),
        LaunchedAt = T0,
        Directories = new PlotDirectories("/t", null, "/d"),
        Counted = true,
    };

    private SqliteJournal Open() => SqliteJournal.Open(Db, TimeProvider.System, aside => Assert.Fail($"set aside as {aside}"));

    private void Sql(string text) => Sql<object>(text);

    private T Sql<T>(string text)
    {
        using var connection = new SqliteConnection($"Data Source={Db};Pooling=False");
        connection.Open();
        using var command = connection.CreateCommand();
        command.CommandText = text;
        return (T)command.ExecuteScalar()!;
    }
}
