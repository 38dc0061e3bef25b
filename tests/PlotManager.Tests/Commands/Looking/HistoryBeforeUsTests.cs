using System.Globalization;
using System.Text.Json;
using PlotManager.Core.Plotting;
using PlotManager.Hosting;
using PlotManager.Journal;
using PlotManager.Journal.Sqlite;

namespace PlotManager.Tests.Commands.Looking;

/// <summary>Plots that only the logs of the farm's folder tell of: those of the manager before this one.</summary>
public sealed class HistoryBeforeUsTests : IDisposable
{
    private readonly TypedCommand _typed = new();

    public HistoryBeforeUsTests() => _typed.WriteMadMaxFarm();

    public void Dispose() => _typed.Dispose();

    private static string Id(char digit) => new(digit, 64);

    // A plot of 3000 seconds and a copy of 600, begun at this local time.
    private void Log(string name, string id, DateTime begun, string end = "")
    {
        var start = begun.ToString("yyyy-MM-dd-HH-mm", CultureInfo.InvariantCulture);
        var path = _typed.Write(Path.Combine("logs", name), $"""
            Multi-threaded pipelined Chia k32 plotter - 5b5bd68
            Number of Plots: 1
            Process ID: 22246
            Final Directory: /d/
            Working Directory:   /mnt/t1/
            Working Directory 2: /mnt/t1/
            Plot Name: plot-k32-{start}-{id}
            Phase 1 took 1800 sec
            {(end.Length > 0 ? end : $"""
            Phase 2 took 600 sec
            Phase 3 took 500 sec, wrote 1 entries to final plot
            Phase 4 took 100 sec, final plot size is 108000000000 bytes
            Total plot creation time was 3000 sec (50 min)
            Started copy to /d/plot-k32-{start}-{id}.plot
            Copy to /d/plot-k32-{start}-{id}.plot finished, took 600 sec, 101 MB/s avg.
            """)}

            """);
        File.SetLastWriteTimeUtc(path, begun.ToUniversalTime().AddHours(1));
    }

    private void Journal(PlotRecord plot, RunOwner owner = RunOwner.Own, string? log = null)
    {
        var file = Path.Combine(_typed.Folder, ".plotmanager", "journal.db");
        Directory.CreateDirectory(Path.GetDirectoryName(file)!);
        using var journal = SqliteJournal.Open(file, TimeProvider.System, _ => { });
        var run = new RunRecord
        {
            RunId = plot.RunId,
            Job = "quick",
            Plotter = "madmax",
            K = 32,
            State = RunState.Ended,
            LaunchedAt = DateTimeOffset.UtcNow.AddHours(-4),
            EndedAt = plot.EndedAt,
            Directories = new PlotDirectories("/mnt/t1", null, "/d"),
            Owner = owner,
            LogFile = log,
        };
        journal.Commit([new Change.Run(run), new Change.Plot(plot)]);
    }

    private static PlotRecord Made(string run, string id) =>
        new(
            run,
            1)
        { PlotId = id, State = PlotState.Completed, EndedAt = DateTimeOffset.UtcNow.AddHours(-3), FinalBytes = 108_000_000_000 };

    private async Task<JsonElement[]> History()
    {
        var (exit, output, error) = await _typed.Run("history", "--json");
        (exit, error).ShouldBe((ExitCode.Done, ""));
        return [.. output.Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(line => JsonElement.Parse(line))];
    }

    private async Task<JsonElement> Status() => JsonElement.Parse((await _typed.Run("status", "--json")).Output);

    [Fact]
    public async Task History_OfALogFolderWithoutAJournal_TellsItsPlots()
    {
        var begun = DateTime.Now.Date.AddDays(-3).AddHours(10);
        Log("quick_2026-11-22_10_45_00_000000.log", Id('a'), begun);

        var plot = (await History()).ShouldHaveSingleItem();

        plot.GetProperty("source").GetString().ShouldBe("log");
        plot.GetProperty("job").GetString().ShouldBe("quick");
        plot.GetProperty("outcome").GetString().ShouldBe("completed");
        plot.GetProperty("ended_at").GetDateTimeOffset().ShouldBe(new DateTimeOffset(begun.AddSeconds(3600)));
        plot.GetProperty("phase_seconds").EnumerateArray().Select(seconds => seconds.GetDouble()).ShouldBe([1800, 600, 500, 100]);
        plot.GetProperty("copy_seconds").GetDouble().ShouldBe(600);
        plot.GetProperty("final_bytes").GetInt64().ShouldBe(108_000_000_000);
        plot.GetProperty("destination").GetString().ShouldBe("/d");
    }

    [Fact]
    public async Task History_APlotOfJournalAndLog_IsToldOnceByTheJournal()
    {
        Log("a.log", Id('a'), DateTime.Now.AddHours(-4));
        Log("b.log", Id('b'), DateTime.Now.AddHours(-4));
        Log("copy of b.log", Id('b'), DateTime.Now.AddHours(-4));
        Journal(Made("r1", Id('a')));

        var plots = await History();

        plots.Select(plot => (plot.GetProperty("plot_id").GetString(), plot.GetProperty("source").GetString()))
            .ShouldBe([(Id('a'), "journal"), (Id('b'), "log")], ignoreOrder: true);
    }

    [Fact]
    public async Task History_ALogThatTellsOfAFailure_TellsItsCause()
    {
        Log(
            "a.log",
            Id('a'),
            DateTime.Now.AddHours(-4),
            "terminate called after throwing an instance of 'std::runtime_error'\n  what():  fwrite() failed");
        Log("b.log", Id('b'), DateTime.Now.AddHours(-4), "[P2] max_table_size = 4294967296");

        var lost = (await History()).ShouldHaveSingleItem();

        lost.GetProperty("outcome").GetString().ShouldBe("failed");
        lost.GetProperty("detail").GetString()!.ShouldStartWith("temp is full: ");
    }

    [Fact]
    public async Task History_TheLogsOfAnotherFarmsRuns_AreNotOfThisFarm()
    {
        Log("theirs.log", Id('a'), DateTime.Now.AddHours(-4));
        Journal(Made("theirs", Id('c')), RunOwner.OtherFarm, Path.Combine(_typed.Folder, "logs", "theirs.log"));

        (await History()).ShouldBeEmpty();
    }

    [Fact]
    public async Task Status_OfTheOriginalsFarm_CountsTheDaysAndNothingElse()
    {
        var noon = DateTime.Now.Date.AddHours(12);
        Log("a.log", Id('a'), noon.AddDays(-1));
        Log("b.log", Id('b'), noon.AddDays(-1));
        Log("c.log", Id('c'), noon.AddDays(-5));

        var status = await Status();

        var stats = status.GetProperty("stats");
        (stats.GetProperty("today").GetInt32(), stats.GetProperty("yesterday").GetInt32(), stats.GetProperty("week").GetInt32()).ShouldBe(
            (0, 2, 3));
        stats.GetProperty("bytes_yesterday").GetInt64().ShouldBe(216_000_000_000);
        stats.GetProperty("per_day").GetDouble().ShouldBe(0.5, "three plots in the six days of this farm");
        var job = status.GetProperty("jobs")[0];
        (job.GetProperty("completed").GetInt32(), job.GetProperty("kicked_off").GetInt32(), job.GetProperty("failed").GetInt32()).ShouldBe(
            (0, 0, 0));
    }

    [Fact]
    public async Task Simulate_OfTheOriginalsFarm_TakesWhatItsPlotsTook()
    {
        Log("quick_2026-11-22_10_45_00_000000.log", Id('a'), DateTime.Now.AddDays(-2));

        var (exit, output, _) = await _typed.Run("simulate", "--csv", "--free-gb", "1000", "--days", "1");

        exit.ShouldBe(ExitCode.Done);
        output.Split('\n')[1].ShouldStartWith("0,quick,/mnt/t1,,/d,1,50"); // minutes
    }
}
