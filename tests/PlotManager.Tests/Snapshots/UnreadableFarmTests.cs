using System.Text.Json;
using Microsoft.Data.Sqlite;
using PlotManager.Hosting;
using PlotManager.Journal.Sqlite;
using PlotManager.Tests.Commands;

namespace PlotManager.Tests.Snapshots;

/// <summary>Commands that look at a farm of one's own without its manager, where its journal is there and cannot be read.</summary>
public sealed class UnreadBooksTests : IDisposable
{
    private readonly TypedCommand _typed = new();
    private readonly string _journal;

    public UnreadBooksTests()
    {
        _typed.WriteMadMaxFarm();
        _journal = _typed.Write(".plotmanager/journal.db", "");
    }

    public void Dispose() => _typed.Dispose();

    private string Damaged()
    {
        File.WriteAllText(_journal, "this is no database at all, however long one looks at it; it goes on for a while like this");
        return $"the journal {_journal} is damaged; plotmanager start sets it aside and begins a new one with what can be read of it";
    }

    private string OfVersion1()
    {
        SqliteJournal.Open(_journal, TimeProvider.System, _ => { }).Dispose();
        using var connection = new SqliteConnection($"Data Source={_journal};Pooling=False");
        connection.Open();
        using var command = connection.CreateCommand();
        command.CommandText = """
            ALTER TABLE plots DROP COLUMN phase_ends; ALTER TABLE plots DROP COLUMN suspended_seconds;
            ALTER TABLE runs ADD COLUMN suspended_seconds REAL NOT NULL DEFAULT 0; PRAGMA user_version = 1;
            INSERT INTO runs (run_id, plotter, plots, state, launched_at, counted, killed_by_user) VALUES ('r', 'chia', 1, 'Ended', 1, 0, 0);
            INSERT INTO plots (run_id, number, state, phase_seconds) VALUES ('r', 1, 'Completed', '');
            """;
        command.ExecuteNonQuery();
        return $"the journal {_journal} is of an older version; plotmanager start brings it up to date";
    }

    private string Prepare(bool damaged) => damaged ? Damaged() : OfVersion1();

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Status_ShowsCountsAsUnknownAndNamesTheRemedy(bool damaged)
    {
        var why = Prepare(damaged);

        var (exit, page, _) = await _typed.Run("status");
        var (_, whole, _) = await _typed.Run("status", "--json");

        exit.ShouldBe(ExitCode.Done);
        page.ReplaceLineEndings(" ").ShouldContain("plots made ?");
        page.ShouldContain("manager is not running");
        using var json = JsonDocument.Parse(whole);
        json.RootElement.GetProperty("manager").GetProperty("running").GetBoolean().ShouldBeFalse();
        json.RootElement.GetProperty("jobs")[0].GetProperty("completed").ValueKind.ShouldBe(JsonValueKind.Null);
        json.RootElement.GetProperty("stats").GetProperty("today").ValueKind.ShouldBe(JsonValueKind.Null);
        json.RootElement.GetProperty("problems")
            .EnumerateArray()
            .ShouldContain(problem => problem.GetProperty("text").GetString()!.Contains(why));
    }

    [Theory]
    [InlineData("json")]
    [InlineData("explain")]
    public async Task OthersThatLook_WarnBesideWhatTheyPrint(string command)
    {
        var why = Damaged();

        var (exit, output, error) = await _typed.Run(command);

        exit.ShouldBe(ExitCode.Done);
        output.ShouldNotBeEmpty();
        error.ShouldBe($"plotmanager: warning: counts, pauses and the plots made are not known: {why}{Environment.NewLine}");
    }

    [Theory]
    [InlineData("history", true)]
    [InlineData("history", false)]
    [InlineData("cleanup", true)]
    [InlineData("cleanup", false)]
    public async Task ThoseThatNeedTheJournal_RefuseWithTheSameWords(string command, bool damaged)
    {
        var why = Prepare(damaged);

        var (exit, _, error) = await _typed.Run(command);

        exit.ShouldNotBe(ExitCode.Done);
        error.ShouldContain(why);
    }

    [Fact]
    public async Task Status_AJournalThatCanBeRead_IsNoProblem()
    {
        File.Delete(_journal);
        SqliteJournal.Open(_journal, TimeProvider.System, _ => { }).Dispose();

        var (_, whole, _) = await _typed.Run("status", "--json");

        using var json = JsonDocument.Parse(whole);
        json.RootElement.GetProperty("jobs")[0].GetProperty("completed").GetInt32().ShouldBe(0);
    }
}
