using System.Text.Json;
using PlotManager.Core.Plotting;
using PlotManager.Core.Tests.PlotFiles;
using PlotManager.Hosting;
using PlotManager.Journal;
using PlotManager.Journal.Sqlite;
using PlotManager.Tests.Plots;

namespace PlotManager.Tests.Commands.Looking;

public sealed class PlotsCommandTests : IDisposable
{
    private static readonly RealHead First = RealHead.All[0];
    private static readonly RealHead Second = RealHead.All[3];

    private readonly TypedCommand _typed = new();

    private string Destination => Path.Combine(_typed.Folder, "d1");

    public PlotsCommandTests()
    {
        _typed.Write("config.yaml", $$"""
            chia_location: chia_plot
            backend: madmax
            log: {folder_path: logs}
            global: {max_concurrent: 1, max_for_phase_1: 1}
            jobs:
              - {name: quick, max_plots: 1, temporary_directory: /mnt/t1, destination_directory: ["{{_typed.Folder}}/d1", "{{_typed.Folder}}/d2"], size: 32, threads: 2, buckets: 256, max_concurrent: 1}
            """);
        Directory.CreateDirectory(Path.Combine(_typed.Folder, "d2"));
        Directory.CreateDirectory(Destination);
    }

    public void Dispose() => _typed.Dispose();

    [Fact]
    public async Task Plots_AsJson_TellsOneObjectAFile()
    {
        PlotFolder.Real(Destination, First);
        PlotFolder.Real(Path.Combine(_typed.Folder, "d2"), Second, missing: 12);
        Journal(First.Id);

        var (exit, output, error) = await _typed.Run("plots", "--json");

        (exit, error).ShouldBe((ExitCode.Done, ""));
        var lines = output.Split('\n', StringSplitOptions.RemoveEmptyEntries);
        lines.Length.ShouldBe(2);
        using var whole = JsonDocument.Parse(lines[0]);
        var plot = whole.RootElement;
        plot.GetProperty("path").GetString().ShouldBe(Path.Combine(Destination, First.Name));
        plot.GetProperty("id").GetString().ShouldBe(First.Id);
        plot.GetProperty("k").GetInt32().ShouldBe(18);
        plot.GetProperty("format").GetString().ShouldBe("v1");
        plot.GetProperty("compression").GetInt32().ShouldBe(0);
        plot.GetProperty("keys").GetString().ShouldBe("contract");
        plot.GetProperty("size").GetInt64().ShouldBe(3_898_690);
        plot.GetProperty("expected_size").GetInt64().ShouldBe(3_898_690);
        plot.GetProperty("state").GetString().ShouldBe("whole");
        plot.GetProperty("detail").ValueKind.ShouldBe(JsonValueKind.Null);
        plot.GetProperty("modified_at").GetDateTimeOffset().ShouldBe(new DateTimeOffset(2026, 11, 28, 10, 15, 0, TimeSpan.Zero));
        plot.GetProperty("drive").ValueKind.ShouldBe(JsonValueKind.String);
        plot.GetProperty("made_by").GetString().ShouldBe("madmax");
        using var cut = JsonDocument.Parse(lines[1]);
        cut.RootElement.GetProperty("state").GetString().ShouldBe("truncated");
        cut.RootElement.GetProperty("keys").GetString().ShouldBe("pool key");
        cut.RootElement.GetProperty("detail").GetString().ShouldBe("12 bytes short");
        cut.RootElement.GetProperty("made_by").ValueKind.ShouldBe(JsonValueKind.Null);
    }

    [Fact]
    public async Task AcceptAndLost_WithoutAManager_SettleThePlotInTheJournal()
    {
        (await _typed.Run("plots", "accept", "ab")).Exit.ShouldBe(ExitCode.Usage);
        (await _typed.Run("plots", "lost", "abcdefgh")).Exit.ShouldBe(ExitCode.Usage);
        (await _typed.Run("plots", "accept", First.Id)).Exit.ShouldBe(ExitCode.No);
        Journal(First.Id, FileProof.NotSeen);
        (await _typed.Run("status")).Output.ShouldContain($"plotmanager plots accept {First.Id[..8]}");

        var (exit, output, error) = await _typed.Run("plots", "accept", First.Id[..4]);

        (exit, error).ShouldBe((ExitCode.Done, ""));
        output.ShouldBe($"Plot {First.Id[..7]} counts as made.\n");
        (await _typed.Run("plots", "lost", First.Id[..8])).Exit.ShouldBe(ExitCode.No, "it is settled");
        using var history = JsonDocument.Parse((await _typed.Run("history", "--json")).Output);
        history.RootElement.GetProperty("outcome").GetString().ShouldBe("completed");
        history.RootElement.GetProperty("file").GetString().ShouldBe("accepted");
    }

    [Fact]
    public async Task Status_TellsOfTheLastScan_AndOfEachBadPlotUntilItIsGone()
    {
        PlotFolder.Real(Destination, First);
        PlotFolder.Real(Path.Combine(_typed.Folder, "d2"), Second, missing: 12);
        Directory.CreateDirectory(Path.Combine(_typed.Folder, ".plotmanager"));
        await _typed.Run("plots");

        using var status = JsonDocument.Parse((await _typed.Run("status", "--json")).Output);
        status.RootElement.GetProperty("plots").EnumerateArray()
            .Select(plots => (plots.GetProperty("state").GetString(), plots.GetProperty("plots").GetInt32()))
            .ShouldBe([("whole", 1), ("truncated", 1)]);
        var bad = Path.Combine(_typed.Folder, "d2", Second.Name);
        status.RootElement.GetProperty("problems").EnumerateArray().Select(problem => problem.GetProperty("text").GetString())
            .ShouldContain($"{bad} is no good plot: truncated, 12 bytes short; plotmanager plots --bad lists all");

        File.Delete(bad);
        (await _typed.Run("status", "--json")).Output.ShouldNotContain("is no good plot");
    }

    [Fact]
    public async Task Plots_GPlotOfOurOwnJournal_IsOfAKnownBuild()
    {
        PlotFolder.Group(Destination, "p.gplot");
        using var unknown = JsonDocument.Parse((await _typed.Run("plots", "--json")).Output);
        unknown.RootElement.GetProperty("detail").GetString().ShouldBe("build unknown");

        Journal(unknown.RootElement.GetProperty("id").GetString()!);
        using var known = JsonDocument.Parse((await _typed.Run("plots", "--json")).Output);
        known.RootElement.GetProperty("detail").ValueKind.ShouldBe(JsonValueKind.Null);
    }

    [Fact]
    public async Task Plots_Bad_ListsThoseAlone_AndSaysNo()
    {
        PlotFolder.Real(Destination, First);
        (await _typed.Run("plots", "--bad", "--json")).ShouldBe((ExitCode.Done, "", ""));

        PlotFolder.Sparse(Destination, "a.plot2", [.. "pos2"u8, 1], 10_000);
        var (exit, output, _) = await _typed.Run("plots", "--bad", "--json");

        exit.ShouldBe(ExitCode.No);
        using var json = JsonDocument.Parse(output);
        json.RootElement.GetProperty("state").GetString().ShouldBe("obsolete");
        json.RootElement.GetProperty("format").GetString().ShouldBe("plot2");
    }

    [Fact]
    public async Task Plots_ForPeople_SumsUpByDriveAndKind_AndNamesWhatIsThereTwice()
    {
        PlotFolder.Real(Destination, First);
        PlotFolder.Real(Path.Combine(_typed.Folder, "d2"), First);
        PlotFolder.Real(Destination, Second, name: $"{Second.Name}.tmp");

        var (exit, output, error) = await _typed.Run("plots");

        (exit, error).ShouldBe((ExitCode.Done, ""));
        output.ShouldContain("k18 v1      3");
        output.ShouldContain(
            $"plot {First.Id[..8]} is there 2 times:\n  {Path.Combine(Destination, First.Name)}\n  {_typed.Folder}/d2/{First.Name}\n");
        output.ShouldContain("1 file has a name that no harvester sees, 4 MiB");
        output.ShouldContain("no harvester sees this name");
    }

    [Fact]
    public async Task Plots_AsCsv_HasTheFieldsOfJson()
    {
        PlotFolder.Real(Destination, First);

        var (_, json, _) = await _typed.Run("plots", "--json");
        var (exit, csv, error) = await _typed.Run("plots", "--csv");

        (exit, error).ShouldBe((ExitCode.Done, ""));
        using var fields = JsonDocument.Parse(json);
        var lines = csv.Split('\n', StringSplitOptions.RemoveEmptyEntries);
        lines.Length.ShouldBe(2);
        lines[0].Split(',').ShouldBe(fields.RootElement.EnumerateObject().Select(field => field.Name));
        lines[1].Split(',')[1].ShouldBe(First.Id);
    }

    [Fact]
    public async Task Plots_OfPaths_NeedsNoFarm()
    {
        File.Delete(Path.Combine(_typed.Folder, "config.yaml"));
        PlotFolder.Real(Destination, First);
        var renamed = PlotFolder.Real(Path.Combine(_typed.Folder, "other"), Second, name: "renamed.bin");

        var (exit, output, error) = await _typed.Run("plots", "d1", "other/renamed.bin", "--json");

        (exit, error).ShouldBe((ExitCode.Done, ""));
        output.Split('\n', StringSplitOptions.RemoveEmptyEntries).Length.ShouldBe(2);
        output.ShouldContain(renamed);
    }

    [Fact]
    public async Task Plots_FolderThatIsMissing_IsOneLine_AndNo()
    {
        Directory.Delete(Path.Combine(_typed.Folder, "d2"));
        PlotFolder.Real(Destination, First);

        var (exit, output, error) = await _typed.Run("plots", "--json");

        exit.ShouldBe(ExitCode.No);
        error.ShouldBe($"plotmanager: {_typed.Folder}/d2: there is no such file or folder\n");
        output.ShouldContain(First.Id);
    }

    [Fact]
    public async Task Plots_None_SaysSo() => (await _typed.Run("plots")).ShouldBe((ExitCode.Done, "no plots there\n", ""));

    [Fact]
    public async Task Plots_CsvAndJson_WrongUsage() => (await _typed.Run("plots", "--csv", "--json")).Exit.ShouldBe(ExitCode.Usage);

    [Fact]
    public async Task Plots_AnyOutput_HoldsNoSecretKey()
    {
        ulong[] pointers = [252, 1000, 2000, 3000, 4000, 5000, 6000, 7000, 7009, 7015];
        PlotFolder.Sparse(Destination, "a.plot", HandMade.V1(20, HandMade.ContractMemo, pointers), 13_015);
        PlotFolder.Sparse(Destination, "b.plot", HandMade.V1(20, HandMade.PoolKeyMemo, pointers), 9000);
        PlotFolder.Group(Destination, "c.gplot");
        Directory.CreateDirectory(Path.Combine(_typed.Folder, ".plotmanager"));

        foreach (var options in new string[][] { [], ["--json"], ["--csv"], ["--bad"], ["--deep"], ["--deep", "--json"] })
        {
            var (_, output, error) = await _typed.Run(["plots", .. options]);

            output.ShouldContain(options.Contains("--bad") ? "b.plot" : "a.plot");
            (output + error).ShouldNotContain(HandMade.Secret[..6], Case.Insensitive);
        }

        var kept =
            await File.ReadAllTextAsync(Path.Combine(_typed.Folder, ".plotmanager", "plots.index"), TestContext.Current.CancellationToken);
        kept.ShouldContain("fa12be34"); // of the farmer's public key
        kept.ShouldNotContain(HandMade.Secret[..6], Case.Insensitive);
        kept.ShouldNotContain(Convert.ToBase64String(Convert.FromHexString(HandMade.Secret))[..6]);
    }

    private void Journal(string plotId, FileProof? proof = null)
    {
        var folder = Path.Combine(_typed.Folder, ".plotmanager");
        Directory.CreateDirectory(folder);
        using var journal = SqliteJournal.Open(Path.Combine(folder, "journal.db"), TimeProvider.System, _ => { });
        var noon = new DateTimeOffset(2026, 11, 28, 12, 0, 0, TimeSpan.Zero);
        var run = new RunRecord
        {
            RunId = "r1",
            Job = "quick",
            Plotter = "madmax",
            K = 32,
            State = RunState.Ended,
            LaunchedAt = noon.AddDays(-1),
            EndedAt = noon,
            Directories = new PlotDirectories("/mnt/t1", null, Destination),
        };
        var plot = new PlotRecord("r1", 1)
        {
            PlotId = plotId,
            State = PlotState.Completed,
            EndedAt = noon,
            Proof = proof,
            Suspect = proof == FileProof.NotSeen ? "its destination is gone" : null,
        };
        journal.Commit([new Change.Run(run), new Change.Plot(plot)]);
    }
}
