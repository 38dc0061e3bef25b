using System.ComponentModel;
using System.Diagnostics;
using System.Text.RegularExpressions;
using PlotManager.Metrics;
using PlotManager.Snapshots;
using PlotManager.Tests.Display;

namespace PlotManager.Tests.Metrics;

public class MetricsTextTests
{
    private static readonly MetricsState State = Busy();

    [Theory]
    [InlineData("chia_running_plots{hostname=\"farm-a\",queue=\"micron\"} 4")]
    [InlineData("chia_running_plots{hostname=\"farm-a\",queue=\"inland\"} 3")]
    [InlineData("chia_completed_plots_total{hostname=\"farm-a\",queue=\"micron\"} 2")]
    [InlineData("chia_completed_plots_total{hostname=\"farm-a\",queue=\"inland\"} 0")]
    [InlineData("plotmanager_others_completed_plots_total{hostname=\"farm-a\"} 3")]
    [InlineData("plotmanager_runs{queue=\"\",state=\"running\"} 1")]
    [InlineData("plotmanager_runs{queue=\"inland\",state=\"blocked\"} 1")]
    [InlineData("plotmanager_runs{queue=\"micron\",state=\"suspended\"} 1")]
    [InlineData("plotmanager_runs_in_phase{queue=\"inland\",phase=\"0\"} 1")]
    [InlineData("plotmanager_runs_in_phase{queue=\"inland\",phase=\"5\"} 1")]
    [InlineData("plotmanager_runs_in_phase{queue=\"micron\",phase=\"3\"} 2")]
    [InlineData("plotmanager_failed_plots_total{queue=\"inland\",cause=\"temp full\"} 1")]
    [InlineData("plotmanager_start_held_seconds_total{queue=\"micron\",rule=\"stagger\"} 90.5")]
    [InlineData("plotmanager_phase_duration_seconds_bucket{queue=\"micron\",phase=\"1\",le=\"7200\"} 0")]
    [InlineData("plotmanager_phase_duration_seconds_bucket{queue=\"micron\",phase=\"1\",le=\"10800\"} 1")]
    [InlineData("plotmanager_phase_duration_seconds_bucket{queue=\"micron\",phase=\"1\",le=\"+Inf\"} 2")]
    [InlineData("plotmanager_phase_duration_seconds_sum{queue=\"micron\",phase=\"1\"} 108100")]
    [InlineData("plotmanager_phase_duration_seconds_count{queue=\"micron\",phase=\"1\"} 2")]
    [InlineData("plotmanager_drive_size_bytes{drive=\"/mnt/nvme0\"} 2000381018112")]
    [InlineData("plotmanager_drive_promised_bytes{drive=\"/mnt/hdd3\"} 108000000000")]
    [InlineData("plotmanager_last_look_age_seconds 13")]
    [InlineData("plotmanager_look_duration_seconds_bucket{le=\"0.25\"} 1")]
    [InlineData("plotmanager_look_duration_seconds_sum 0.25")]
    [InlineData("plotmanager_build_info{version=\"0.1.0\"} 1")]
    public void Write_ABusyFarm_HasTheSample(string line) =>
        MetricsText.Write(SampleFarms.Of(7).Later(TimeSpan.FromSeconds(10)), State).Split('\n').ShouldContain(line);

    [Fact]
    public void Write_WhatIsUnknown_HasNoSample()
    {
        var text = MetricsText.Write(SampleFarms.Of(0), new MetricsState());

        text.ShouldNotContain("plotmanager_drive_free_bytes{drive=\"/mnt/hdd4\"}");
        text.ShouldNotContain("plotmanager_runs ");
        text.ShouldNotContain("# TYPE plotmanager_phase_duration_seconds");
    }

    [Fact]
    public void Write_AnOddName_IsEscaped()
    {
        var farm = SampleFarms.Of(1);
        farm = farm with { Jobs = [farm.Jobs[0] with { Name = "a\"b\\c\nd" }] };

        MetricsText.Write(farm, new MetricsState()).ShouldContain("queue=\"a\\\"b\\\\c\\nd\"} 1\n");
    }

    [Fact]
    public void Write_EveryMetric_IsOnTheDashboardsAndInTheDocs()
    {
        var root = Root();
        var docs = File.ReadAllText(Path.Combine(root, "docs", "metrics.md"));
        var board = File.ReadAllText(Path.Combine(root, "dashboards", "grafana.json"));

        var names = Regex.Matches(MetricsText.Write(SampleFarms.Of(7), State), "# TYPE ([a-z0-9_]+) ")
            .Select(match => match.Groups[1].Value)
            .ToList();

        names.Count.ShouldBe(14);
        names.ShouldAllBe(name => docs.Contains($"`{name}`") && board.Contains(name));
        System.Text.Json.JsonDocument.Parse(board).RootElement.GetProperty("panels").GetArrayLength().ShouldBeGreaterThan(8);
    }

    [Fact]
    public async Task Write_ABusyFarm_SatisfiesPromtool()
    {
        using var promtool = new Process
        {
            StartInfo = new ProcessStartInfo("promtool", ["check", "metrics"])
            {
                UseShellExecute = false,
                RedirectStandardInput = true,
                RedirectStandardOutput = true,
                RedirectStandardError = true,
            },
        };
        try
        {
            promtool.Start();
        }
        catch (Win32Exception)
        {
            Assert.Skip("promtool (Debian's package prometheus) is not installed");
        }

        var cancellation = TestContext.Current.CancellationToken;
        await promtool.StandardInput.WriteAsync(MetricsText.Write(SampleFarms.Of(7), State));
        promtool.StandardInput.Close();
        var said = await promtool.StandardOutput.ReadToEndAsync(cancellation) + await promtool.StandardError.ReadToEndAsync(cancellation);
        await promtool.WaitForExitAsync(cancellation);

        said.ShouldBe("");
        promtool.ExitCode.ShouldBe(0);
    }

    [Fact]
    public void MetricsState_ManyThreads_CountEverything()
    {
        var state = new MetricsState();

        Parallel.For(0, 1000, _ => state.PlotCompleted("micron"));

        MetricsText.Write(SampleFarms.Of(0), state).ShouldContain("queue=\"micron\"} 1000\n");
    }

    private static MetricsState Busy()
    {
        var state = new MetricsState();
        state.PlotCompleted("micron");
        state.PlotCompleted("micron");
        state.OthersCompleted();
        state.OthersCompleted();
        state.OthersCompleted();
        state.PlotFailed("inland", "temp full");
        state.StartHeld("micron", "stagger", TimeSpan.FromSeconds(60));
        state.StartHeld("micron", "stagger", TimeSpan.FromSeconds(30.5));
        state.PhaseTook("micron", 1, 8100);
        state.PhaseTook("micron", 1, 100_000);
        state.LookTook(TimeSpan.FromMilliseconds(250));
        return state;
    }

    private static string Root()
    {
        var folder = AppContext.BaseDirectory;
        while (!File.Exists(Path.Combine(folder, "PlotManager.slnx")))
        {
            folder = Path.GetDirectoryName(folder)!;
        }

        return folder;
    }
}
