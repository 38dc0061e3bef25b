using System.Globalization;
using System.Text.Json;
using PlotManager.Core.Plotting;
using PlotManager.Hosting;
using PlotManager.Journal;
using PlotManager.Journal.Sqlite;

namespace PlotManager.Tests.Commands.Looking;

public sealed partial class AnalyzeLogsCommandTests : IDisposable
{
    private readonly TypedCommand _typed = new();

    public AnalyzeLogsCommandTests()
    {
        Directory.CreateDirectory(Path.Combine(_typed.Folder, "logs"));
        _typed.WriteMadMaxFarm();
    }

    public void Dispose() => _typed.Dispose();

    // 13 lines a plot; its phases end in lines 8, 9, 10 and 11.
    private static string Plot(string id, double p1, double p2, double p3, double p4) => $"""
        Multi-threaded pipelined Chia k32 plotter - 5b5bd68
        Number of Plots: 1
        Process ID: 22246
        Final Directory: /d/
        Working Directory:   /mnt/t1/
        Working Directory 2: /mnt/t1/
        Plot Name: plot-k32-2026-11-22-10-45-{id}
        Phase 1 took {p1.ToString(CultureInfo.InvariantCulture)} sec
        Phase 2 took {p2.ToString(CultureInfo.InvariantCulture)} sec
        Phase 3 took {p3.ToString(CultureInfo.InvariantCulture)} sec, wrote 1 entries to final plot
        Phase 4 took {p4.ToString(CultureInfo.InvariantCulture)} sec, final plot size is 108000000000 bytes
        Total plot creation time was 100 sec (1 min)
        Copy to /d/plot-k32-2026-11-22-10-45-{id}.plot finished, took 5 sec, 101 MB/s avg.

        """;

    private static string Id(char digit) => new(digit, 64);

    private string Log(string name, string text)
    {
        var path = _typed.Write(Path.Combine("logs", name), text);
        File.SetLastWriteTimeUtc(path, DateTime.UtcNow.AddHours(-1)); // old enough for the index
        return path;
    }

    [Fact]
    public async Task Analyze_CompletedLogs_GivesTheOriginalsEightLines()
    {
        Log("a.log", Plot(Id('a'), 60, 10, 20, 10));
        Log("b.log", "first\n" + Plot(Id('b'), 40, 20, 30, 10));
        Log("unfinished.log", Plot(Id('c'), 1, 1, 1, 1).Split("Phase 4")[0]);
        Log("notes.md", Plot(Id('d'), 1, 1, 1, 1));
        Log("shopping.txt", "milk\n");

        var (exit, output, error) = await _typed.Run("analyze_logs");

        (exit, error).ShouldBe((ExitCode.Done, ""));
        // Line 8 of one and 9 of the other: 8.5, to the even 8; 9.5 to 10; 10.5 to 10; 11.5 to 12. 100 of 200 seconds, 30, 50, 20.
        output.ShouldBe("""
              phase1_line_end: 8
              phase2_line_end: 10
              phase3_line_end: 10
              phase4_line_end: 12
              phase1_weight: 50.0
              phase2_weight: 15.0
              phase3_weight: 25.0
              phase4_weight: 10.0

            """);
    }

    [Fact]
    public async Task Analyze_LogsOfSeveralPlotters_GivesTheEightLinesOfTheBackendAndTheOthersAsComments()
    {
        Log("a.log", Plot(Id('a'), 60, 10, 20, 10));
        File.Copy(TypedCommand.RecordedLog("chiapos/chia116_k22_nobitfield.log"), Path.Combine(_typed.Folder, "logs", "chia.log"));

        var (exit, output, error) = await _typed.Run("analyze_logs");

        exit.ShouldBe(ExitCode.Done);
        var lines = output.Split('\n', StringSplitOptions.RemoveEmptyEntries);
        lines[..8].ShouldBe(
        [
            "  phase1_line_end: 8", "  phase2_line_end: 9", "  phase3_line_end: 10", "  phase4_line_end: 11",
            "  phase1_weight: 60.0", "  phase2_weight: 10.0", "  phase3_weight: 20.0", "  phase4_weight: 10.0",
        ]);
        lines[8].ShouldBe("# chia, 1 plot:");
        lines[8..].ShouldAllBe(line => line.StartsWith('#'));
        lines.Length.ShouldBe(17);
        error.ShouldHaveSingleLineThatContains("1 plot of chia: their lines are comments");
    }

    [Fact]
    public async Task Analyze_LogsOfAnotherPlotterAlone_GivesNoLinesForTheBackend()
    {
        File.Copy(TypedCommand.RecordedLog("chiapos/chia116_k22_nobitfield.log"), Path.Combine(_typed.Folder, "logs", "chia.log"));

        var (exit, output, error) = await _typed.Run("analyze_logs");

        exit.ShouldBe(ExitCode.No);
        output.Split('\n', StringSplitOptions.RemoveEmptyEntries).ShouldAllBe(line => line.StartsWith('#'));
        error.ShouldContain("no completed plot of madmax in the logs of");
    }

    [Fact]
    public async Task Analyze_AsJson_GivesTheSameFigures()
    {
        Log("a.log", Plot(Id('a'), 60, 10, 20, 10));

        using var json = JsonDocument.Parse((await _typed.Run("analyze_logs", "--json")).Output);

        json.RootElement.GetProperty("plots").GetInt32().ShouldBe(1);
        json.RootElement.GetProperty("phase1_line_end").GetInt32().ShouldBe(8);
        json.RootElement.GetProperty("phase1_weight").GetDouble().ShouldBe(60);
    }

    [Fact]
    public async Task Analyze_ALogThatCannotBeRead_IsNamedAndTheOthersCount()
    {
        Assert.SkipWhen(Environment.UserName == "root", "everything can be read here");
        Log("a.log", Plot(Id('a'), 60, 10, 20, 10));
        var secret = Log("b.log", "x");
        if (OperatingSystem.IsWindows())
        {
            Assert.Skip("files have no modes here");
        }
        else
        {
            File.SetUnixFileMode(secret, UnixFileMode.None);
        }

        var (exit, output, error) = await _typed.Run("analyze_logs");

        exit.ShouldBe(ExitCode.Done);
        error.ShouldHaveSingleLineThatContains("b.log");
        output.ShouldContain("phase1_line_end: 8");
    }

    [Fact]
    public async Task Analyze_NoCompletedLog_SaysSo()
    {
        var (exit, output, error) = await _typed.Run("analyze_logs");

        (exit, output).ShouldBe((ExitCode.No, ""));
        error.ShouldContain("no completed plot in the logs of");
    }

    [Fact]
    public async Task Analyze_NoLogFolder_SaysSo()
    {
        Directory.Delete(Path.Combine(_typed.Folder, "logs"));

        var (exit, _, error) = await _typed.Run("analyze_logs");

        exit.ShouldBe(ExitCode.No);
        error.ShouldContain("the log folder");
    }

    [Fact]
    public async Task Analyze_ByJob_ShowsMediansPerPhase()
    {
        Log("fast_2026-11-22_10_45_00_000001.log", Plot(Id('a'), 60, 10, 20, 10));
        Log("fast_2026-11-22_10_45_00_000002.log", Plot(Id('b'), 80, 10, 20, 10));
        Log("fast_2026-11-22_10_45_00_000003.log", Plot(Id('c'), 90, 10, 20, 10));
        Log("by hand.log", Plot(Id('d'), 30, 10, 20, 10));

        var lines = (await _typed.Run("analyze_logs", "--by", "job", "--json")).Output.Split('\n', StringSplitOptions.RemoveEmptyEntries);

        lines.Length.ShouldBe(2);
        using var fast = JsonDocument.Parse(lines[0]);
        fast.RootElement.GetProperty("name").GetString().ShouldBe("fast");
        fast.RootElement.GetProperty("plots").GetInt32().ShouldBe(3);
        var first = fast.RootElement.GetProperty("phases")[0];
        first.GetProperty("median").GetDouble().ShouldBe(80);
        // Four fifths of the way from the second to the third of three: 80 + 0.8 * 10.
        first.GetProperty("p90").GetDouble().ShouldBe(88, 0.000001);
        using var byHand = JsonDocument.Parse(lines[1]);
        byHand.RootElement.GetProperty("name").GetString().ShouldBe("quick", "its temp directory is that job's");
        (await _typed.Run("analyze_logs", "--by", "job")).Output.ShouldStartWith("job");
    }

    [Fact]
    public async Task Analyze_ByJob_LeavesOutPlotsThatWereSuspended()
    {
        Log("fast_2026-11-22_10_45_00_000001.log", Plot(Id('a'), 60, 10, 20, 10));
        Log("fast_2026-11-22_10_45_00_000002.log", Plot(Id('b'), 9000, 10, 20, 10));
        WasSuspended(Id('b'));

        using var fast = JsonDocument.Parse((await _typed.Run("analyze_logs", "--by", "job", "--json")).Output);

        fast.RootElement.GetProperty("plots").GetInt32().ShouldBe(1);
        fast.RootElement.GetProperty("phases")[0].GetProperty("median").GetDouble().ShouldBe(60);
    }

    [Fact]
    public async Task Analyze_ByJob_ASuspendedPlotOfUnknownId_LeavesOutNoOther()
    {
        Log("fast_2026-11-22_10_45_00_000001.log", Plot("unnamed", 60, 10, 20, 10));
        WasSuspended(null);

        using var fast = JsonDocument.Parse((await _typed.Run("analyze_logs", "--by", "job", "--json")).Output);

        fast.RootElement.GetProperty("plots").GetInt32().ShouldBe(1);
    }

    private void WasSuspended(string? plotId)
    {
        var now = DateTimeOffset.UtcNow;
        var run = new RunRecord
        {
            RunId = "r",
            Plotter = "madmax",
            State = RunState.Ended,
            LaunchedAt = now,
            EndedAt = now,
            Directories = new PlotDirectories(null, null, null),
        };
        Directory.CreateDirectory(Path.Combine(_typed.Folder, ".plotmanager"));
        using var journal = SqliteJournal.Open(Path.Combine(_typed.Folder, ".plotmanager", "journal.db"), TimeProvider.System, _ => { });
        journal.Commit([new Change.Run(run), new Change.Plot(
            new PlotRecord("r", 1) { PlotId = plotId, State = PlotState.Completed, EndedAt = now, SuspendedSeconds = 8940 })]);
    }
}

internal static class Lines
{
    public static void ShouldHaveSingleLineThatContains(this string text, string words) =>
        text.Split('\n', StringSplitOptions.RemoveEmptyEntries).ShouldHaveSingleItem().ShouldContain(words);
}
