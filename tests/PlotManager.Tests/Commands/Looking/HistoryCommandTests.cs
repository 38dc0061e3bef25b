using System.Text.Json;
using PlotManager.Core.Plotters.Logs;
using PlotManager.Core.Plotting;
using PlotManager.Hosting;
using PlotManager.Journal;
using PlotManager.Journal.Sqlite;

namespace PlotManager.Tests.Commands.Looking;

public sealed class HistoryCommandTests : IDisposable
{
    private static readonly DateTimeOffset Noon = new(2026, 11, 22, 12, 0, 0, TimeSpan.Zero);

    private readonly TypedCommand _typed = new();

    public HistoryCommandTests() => _typed.WriteMadMaxFarm();

    public void Dispose() => _typed.Dispose();

    private void Journal(params (string Job, PlotRecord Plot)[] plots)
    {
        var folder = Path.Combine(_typed.Folder, ".plotmanager");
        Directory.CreateDirectory(folder);
        using var journal = SqliteJournal.Open(Path.Combine(folder, "journal.db"), TimeProvider.System, _ => { });
        foreach (var (job, plot) in plots)
        {
            var run = new RunRecord
            {
                RunId = plot.RunId,
                Job = job,
                Plotter = "madmax",
                K = 32,
                State = RunState.Ended,
                LaunchedAt = Noon.AddDays(-9),
                EndedAt = plot.EndedAt,
                Directories = new PlotDirectories("/mnt/t1", null, "/mnt/a,b"),
            };
            journal.Commit([new Change.Run(run), new Change.Plot(plot)]);
        }
    }

    private static PlotRecord Made(string run, DateTimeOffset end) => new(run, 1)
    {
        PlotId = new string('a', 64),
        State = PlotState.Completed,
        StartedAt = end.AddHours(-1),
        EndedAt = end,
        PhaseSeconds = [1000.5, 200, 300, 50],
        CopySeconds = 600,
        TotalSeconds = 1550.5,
        FinalBytes = 108_000_000_000,
        FinalFile = "/mnt/a,b/x.plot",
        Proof = FileProof.Moved,
    };

    private static PlotRecord Lost(string run, DateTimeOffset end) =>
        new(run, 1)
        {
            State = PlotState.Failed,
            StartedAt = end.AddHours(
            -1),
            EndedAt = end,
            Cause = FailureCause.TempFull,
            Detail = "temp is full"
        };

    [Fact]
    public async Task History_AsJson_TellsEachPlotTheNewestLast()
    {
        Journal(("quick", Made("r2", Noon)), ("slow", Lost("r1", Noon.AddDays(-1))));

        var (exit, output, error) = await _typed.Run("history", "--json");

        (exit, error).ShouldBe((ExitCode.Done, ""));
        var lines = output.Split('\n', StringSplitOptions.RemoveEmptyEntries);
        lines.Length.ShouldBe(2);
        using var lost = JsonDocument.Parse(lines[0]);
        lost.RootElement.GetProperty("outcome").GetString().ShouldBe("failed");
        lost.RootElement.GetProperty("detail").GetString().ShouldBe("temp is full");
        lost.RootElement.GetProperty("total_seconds").ValueKind.ShouldBe(JsonValueKind.Null);
        using var made = JsonDocument.Parse(lines[1]);
        made.RootElement.GetProperty("job").GetString().ShouldBe("quick");
        made.RootElement.GetProperty("ended_at").GetDateTimeOffset().ShouldBe(Noon);
        made.RootElement.GetProperty("phase_seconds")
            .EnumerateArray()
            .Select(seconds => seconds.GetDouble())
            .ShouldBe([1000.5, 200, 300, 50]);
        made.RootElement.GetProperty("outcome").GetString().ShouldBe("completed");
    }

    [Fact]
    public async Task History_AsCsv_QuotesWhatHasACommaInIt()
    {
        Journal(("quick", Made("r2", Noon)));

        var lines = (await _typed.Run("history", "--csv")).Output.Split('\n', StringSplitOptions.RemoveEmptyEntries);

        lines[0].ShouldBe(
            "job,plotter,k,plot_id,started_at,ended_at,phase1_seconds,phase2_seconds,phase3_seconds,phase4_seconds,copy_seconds,total_seconds,final_bytes,destination,final_file,outcome,detail,source,file,check,proofs,challenges");
        lines[1].ShouldStartWith($"quick,madmax,32,{new string('a', 64)},");
        lines[1].ShouldEndWith(",1000.5,200,300,50,600,1550.5,108000000000,\"/mnt/a,b\",\"/mnt/a,b/x.plot\",completed,,journal,moved,,,");
    }

    [Fact]
    public async Task History_OfOneJobSinceADay_LeavesOutTheOthers()
    {
        Journal(("quick", Made("r1", Noon.AddDays(-3))), ("quick", Made("r2", Noon)), ("slow", Made("r3", Noon)));

        var output = (await _typed.Run("history", "--job", "quick", "--since", "2026-11-21", "--csv")).Output;

        output.Split('\n', StringSplitOptions.RemoveEmptyEntries).Length.ShouldBe(2);
    }

    [Fact]
    public async Task History_ForPeople_IsATable()
    {
        Journal(("quick", Made("r2", Noon)), ("slow", Lost("r1", Noon.AddDays(-1))));

        var lines = (await _typed.Run("history")).Output.Split('\n', StringSplitOptions.RemoveEmptyEntries);

        lines.Length.ShouldBe(3);
        lines[1].ShouldContain("failed: temp is full");
        lines[2].ShouldContain("00:16:40"); // phase 1
        lines[2].ShouldContain("00:25:50"); // in all
    }

    [Fact]
    public async Task History_PlotsOfOthers_AreCountedApartAndNotListed()
    {
        Journal(("quick", Made("r2", Noon)), ("quick", Made("r3", Noon)), ("slow", Lost("r4", Noon)));
        using (var journal = SqliteJournal.Open(Path.Combine(_typed.Folder, ".plotmanager", "journal.db"), TimeProvider.System, _ => { }))
        {
            journal.Commit([.. journal.Load().Runs
                .Where(run => run.RunId != "r2")
                .Select(run => new Change.Run(run with { Owner = RunOwner.OtherFarm }))]);
        }

        var lines = (await _typed.Run("history")).Output.Split('\n', StringSplitOptions.RemoveEmptyEntries);

        lines.Length.ShouldBe(3);
        lines[2].TrimEnd().ShouldBe("and 1 by others");
        (await _typed.Run("history", "--json")).Output.Split('\n', StringSplitOptions.RemoveEmptyEntries).Length.ShouldBe(1);
    }

    [Fact]
    public async Task History_OfAJobThatNeverWas_IsAnError()
    {
        Journal(("slow", Made("r2", Noon)));

        var (exit, output, error) = await _typed.Run("history", "--job", "nope");

        (exit, output).ShouldBe((ExitCode.Usage, ""));
        error.ShouldHaveSingleLineThatContains("there is no job 'nope' in");
        (await _typed.Run("history", "--job", "slow")).Exit.ShouldBe(ExitCode.Done); // it left the config
        (await _typed.Run("history", "--job", "quick")).Output.ShouldStartWith("No plots of job 'quick' have finished yet.");
    }

    [Fact]
    public async Task History_WithoutAJournal_SaysSo() =>
        (await _typed.Run("history")).ShouldBe(
            (ExitCode.Done, "No plots have finished yet." + Environment.NewLine, ""));

    [Fact]
    public async Task History_SinceNoDate_IsWrongUsage() =>
        (await _typed.Run("history", "--since", "yesterday")).Exit.ShouldBe(ExitCode.Usage);

    [Theory]
    [InlineData("--since 2027-01-01", "No plots have finished since 2027-01-01.")]
    [InlineData(
        "--job quick --since 2027-01-01", "No plots of job 'quick' have finished since 2027-01-01.")]
    public async Task History_WhereNoneIsLeft_SaysOfWhichPlots(string options, string told)
    {
        Journal(("quick", Made("r2", Noon)));

        var (exit, output, _) = await _typed.Run(["history", .. options.Split(' ')]);

        (exit, output.TrimEnd()).ShouldBe((ExitCode.Done, told));
    }
}
