using System.Text;
using System.Text.Json;
using PlotManager.Hosting;
using PlotManager.Tests.Platform;

namespace PlotManager.Tests.Commands.Looking;

public sealed class LogCommandTests : IDisposable
{
    private readonly TypedCommand _typed = new();

    public void Dispose() => _typed.Dispose();

    [Fact]
    public async Task Log_ACompletedPlotAsJson_TellsEveryField()
    {
        var (exit, output, error) = await _typed.Run("log", "--json", TypedCommand.RecordedLog("chiapos/main_k22.log"));

        (exit, error).ShouldBe((ExitCode.Done, ""));
        using var json = JsonDocument.Parse(output);
        var log = json.RootElement;
        log.EnumerateObject().Select(field => field.Name).ShouldBe(
        [
            "file", "plotter", "k", "plot_id", "started_at", "temp", "temp2", "destination", "threads", "buckets", "buffer_mib", "phases",
            "total_seconds", "copy_seconds", "final_bytes", "final_file", "state", "phase", "progress", "failure", "suspect", "plots",
        ]);
        log.GetProperty("plotter").GetString().ShouldBe("chia");
        log.GetProperty("k").GetInt32().ShouldBe(22);
        log.GetProperty("plot_id").GetString().ShouldBe("022fb42c08c12de3a6af053880199806532e79515f94e83461612101f9412f9e");
        log.GetProperty("started_at").GetDateTimeOffset().DateTime.ShouldBe(new DateTime(2026, 11, 22, 10, 52, 32));
        (log.GetProperty("threads").GetInt32(), log.GetProperty("buckets").GetInt32(), log.GetProperty("buffer_mib").GetInt32()).ShouldBe(
            (2, 32, 512));
        log.GetProperty("phases")
            .EnumerateArray()
            .Select(phase => phase.GetProperty("seconds").GetDouble())
            .ShouldBe([55.506, 4.931, 21.756, 0.926]);
        log.GetProperty("total_seconds").GetDouble().ShouldBe(83.121);
        log.GetProperty("copy_seconds").ValueKind.ShouldBe(JsonValueKind.Null);
        (log.GetProperty("state").GetString(), log.GetProperty("phase").GetInt32(), log.GetProperty("progress").GetDouble()).ShouldBe(
            ("completed", 5, 1));
        log.GetProperty("plots").GetArrayLength().ShouldBe(1);
    }

    [Theory]
    [InlineData("madmax/k22_n2_xdev_copy.log", "madmax", "completed", 2)]
    [InlineData("madmax/err_k15.log", "madmax", "failed", 0)]
    [InlineData("madmax/sig_sigkill_n1_p3.log", "madmax", "unknown", 1)]
    [InlineData("chiapos/chia116_full_final_10m.log", "chia", "blocked", 1)]
    [InlineData("pos2/k22_s5.log", "pos2", "completed", 1)]
    [InlineData("bladebit/ramplot_start.log", "bladebit-ram", "failed", 0)]
    [InlineData("bladebit/err_missing_out.log", "bladebit-disk", "failed", 1)]
    public async Task Log_ALogOfAnyPlotter_IsRecognisedAndTellsItsState(string name, string plotter, string state, int plots)
    {
        var (_, output, _) = await _typed.Run("log", "--json", TypedCommand.RecordedLog(name));

        using var json = JsonDocument.Parse(output);
        json.RootElement.GetProperty("plotter").GetString().ShouldBe(plotter);
        json.RootElement.GetProperty("state").GetString().ShouldBe(state);
        json.RootElement.GetProperty("plots").GetArrayLength().ShouldBe(plots);
    }

    [Theory]
    [InlineData("utf-16")] // PowerShell 5: chia_plot ... > my.log
    [InlineData("utf-8")]
    public async Task Log_AsWindowsWritesIt_SaysTheSame(string encoding)
    {
        var recorded = TypedCommand.RecordedLog("madmax/k22_n2_xdev_copy.log");
        File.WriteAllText(
            Path.Combine(_typed.Folder, "my.log"), File.ReadAllText(recorded).ReplaceLineEndings("\r\n"), Encoding.GetEncoding(encoding));

        var (_, output, error) = await _typed.Run("log", "--json", "my.log");
        var (_, expected, _) = await _typed.Run("log", "--json", recorded);

        error.ShouldBe("");
        output.Replace("my.log", recorded, StringComparison.Ordinal).ShouldBe(expected);
    }

    [Fact]
    public async Task Log_TwoRunsInOneLog_SaysWhatIsKnownOfEach()
    {
        var killed = File.ReadAllText(TypedCommand.RecordedLog("madmax/sig_sigkill_n1_p3.log"));
        var two = File.ReadAllText(TypedCommand.RecordedLog("madmax/k22_n2_xdev_copy.log"));
        _typed.Write("both.log", killed + two);

        var (_, output, _) = await _typed.Run("log", "both.log");

        var lines = output.Split('\n');
        lines[1].ShouldBe("  plotter     madmax (madMax), 3 plots");
        lines[3].ShouldStartWith("  state       unknown: the next plot began, and how this one ended was never said");
        output.ShouldNotContain("nobody writes it");
    }

    [Fact]
    public async Task Log_FilesThatCannotBeRead_AreNamedAndTheOthersShown()
    {
        _typed.Write("empty.log", "");

        var (exit, output, error) = await _typed.Run("log", "gone.log", "empty.log", ".");

        exit.ShouldBe(ExitCode.No);
        error.Split('\n', StringSplitOptions.RemoveEmptyEntries)
            .ShouldBe(["plotmanager: gone.log: there is no such file", "plotmanager: .: is a folder, not a log"]);
        output.ShouldStartWith("empty.log\n");
    }

    [Fact]
    public async Task Log_ThatStopsWhileSomebodyWritesIt_IsRunning()
    {
        Assert.SkipUnless(OperatingSystem.IsLinux(), "other systems tell of a process's standard output at most");
        var path = _typed.Write(
            "live.log",
            await File.ReadAllTextAsync(TypedCommand.RecordedLog("madmax/sig_sigkill_n1_p3.log"), TestContext.Current.CancellationToken));
        using var writer = System.Diagnostics.Process.Start("sh", ["-c", $"exec cat >> '{path}'"]);
        try
        {
            await Eventually.UntilAsync(
                async () =>
                {
                    var (_, output, _) = await _typed.Run("log", "--json", "live.log");
                    using var json = JsonDocument.Parse(output);
                    return json.RootElement.GetProperty("state").GetString() == "running";
                },
                "somebody writes it", TestContext.Current.CancellationToken);
        }
        finally
        {
            writer.Kill();
            await writer.WaitForExitAsync(TestContext.Current.CancellationToken);
        }
    }

    [Fact]
    public async Task Log_ReadByAnotherPlottersName_FindsNothingInIt()
    {
        var (exit, output, _) = await _typed.Run("log", "--backend", "madmax", TypedCommand.RecordedLog("chiapos/main_k22.log"));

        exit.ShouldBe(ExitCode.Done);
        output.ShouldContain("plotter     madmax (madMax)");
        output.ShouldContain("state       unknown");
    }

    [Fact]
    public async Task Log_AnUnknownPlotter_IsWrongUsageAndTheKnownAreNamed()
    {
        var (exit, _, error) = await _typed.Run("log", "--backend", "mad", "x.log");

        exit.ShouldBe(ExitCode.Usage);
        error.ShouldContain("mad is no plotter; known are chia, madmax");
    }

    [Fact]
    public async Task Log_APlotterOfTheConfig_IsKnownToo()
    {
        _typed.Write("config.yaml", """
            chia_location: /opt/tiny
            backend: tiny
            log: {folder_path: logs}
            global: {max_concurrent: 1, max_for_phase_1: 1}
            jobs:
              - {name: a, max_plots: 1, temporary_directory: /t, destination_directory: /d, size: 32, threads: 2, buckets: 256, max_concurrent: 1}
            plotters:
              tiny:
                based_on: madmax
            """);

        var (exit, output, error) = await _typed.Run("log", "--backend", "tiny", TypedCommand.RecordedLog("madmax/k18_solo.log"));

        exit.ShouldBe(ExitCode.Done, error);
        output.ShouldContain("state       completed");
    }

    [Fact]
    public async Task Log_ForPeople_TellsPhasesInWords()
    {
        var (_, output, _) = await _typed.Run("log", TypedCommand.RecordedLog("chiapos/main_k22.log"));

        output.ShouldContain("  phase 1     55.5 s  forward propagation · until 11-22 10:53:28\n");
        output.ShouldContain("  settings    2 threads · 32 buckets · 512 MiB buffer\n");
        output.ShouldContain("  state       completed\n");
    }
}
