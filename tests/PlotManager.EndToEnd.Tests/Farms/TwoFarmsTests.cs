using System.Runtime.Versioning;
using System.Text.Json;
using PlotManager.EndToEnd.Tests.Farm;
using PlotManager.Tests.Notifications;

namespace PlotManager.EndToEnd.Tests;

/// <summary>Issue 14, number 5: two farms on one machine that see each other's plotters.</summary>
[Trait("Category", "Unix")] // its plotters are started by the shell, or its farm is made of links
public sealed class TwoFarmsTests
{
    [Fact]
    public async Task Each_of_two_farms_counts_shows_tells_and_measures_its_own_plots_alone()
    {
        var plotter = TwinPlotter.Name();
        await using var heard = new RecordingServer(new Played(200));
        await using var heardThere = new RecordingServer(new Played(200));
        await using var one = TwinPlotter.Farm(plotter, TestFarm.Held, ("mine", 3), heard.Address);
        await using var other = TwinPlotter.Farm(plotter, TestFarm.Held, ("theirs", 2), heardThere.Address);
        await one.Start();
        await other.Start();
        await BothSeeBoth(one, other);
        (await one.Status()).GetProperty("jobs")[0].GetProperty("running")
            .GetInt32()
            .ShouldBe(1, "the other's plot is of no job of this one");

        other.LetGo();
        await other.UntilTheManagerIsGone();
        await one.Until(async () => await Others(one) > 0, "the other's plots are seen to be made");
        one.LetGo();
        await one.UntilTheManagerIsGone();

        await Reports(one, heard, 3);
        await Reports(other, heardThere, 2);
        (await one.Run("status")).Out.ShouldContain($" and {await Others(one)} by others");
        (await one.Run("history")).Out.ShouldContain($"and {await Others(one)} by others");
    }

    [Fact]
    [SupportedOSPlatform("linux")]
    public async Task Metrics_of_a_farm_are_of_its_own_plots_and_the_others_are_apart()
    {
        Assert.SkipUnless(OperatingSystem.IsLinux(), "the farms are watched through /proc, which this system does not have");
        var plotter = TwinPlotter.Name();
        var port = DescriptorTests.FreePort();
        var metrics = $"instrumentation:\n  prometheus_enabled: true\n  prometheus_address: 127.0.0.1\n  prometheus_port: {port}\n";
        await using var one = TwinPlotter.Farm(plotter, TestFarm.Held, ("mine", 1), more: metrics);
        await using var other = TwinPlotter.Farm(plotter, TestFarm.Held, ("theirs", 1));
        await one.Start();
        await other.Start();
        await BothSeeBoth(one, other);

        other.LetGo();
        await other.UntilTheManagerIsGone();

        await one.Until(
            async () => (await one.Glance()).GetProperty("stats").GetProperty("others_week").GetInt32() > 0, "the other's plot is made");
        (await one.Glance()).GetProperty("stats").GetProperty("week").GetInt32().ShouldBe(0);
        (await one.Run("history", "--json")).Out.ShouldBe("");
        using var http = new HttpClient();
        var text = await http.GetStringAsync(new Uri($"http://127.0.0.1:{port}/metrics"), TestContext.Current.CancellationToken);
        text.ShouldContain($"chia_completed_plots_total{{hostname=\"{Environment.MachineName}\",queue=\"mine\"}} 0\n");
        text.ShouldMatch("(?m)^plotmanager_others_completed_plots_total\\{.*\\} [1-9]");
        text.ShouldNotContain("theirs");
    }

    [Fact]
    public async Task Kill_suspend_resume_and_cleanup_refuse_what_belongs_to_the_other_farm()
    {
        var plotter = TwinPlotter.Name();
        await using var one = TwinPlotter.Farm(plotter, TestFarm.Held, ("mine", 1), maxConcurrent: 2);
        var temp = Path.Combine(one.Folder, "temp");
        await using var other = TwinPlotter.Farm(plotter, TestFarm.Held, ("theirs", 1), temp: temp, maxConcurrent: 2);
        await one.Start();
        await other.Start();
        await BothSeeBoth(one, other);
        var theirs = await Own(other);
        var files = one.TempFiles(theirs.PlotId);
        files.ShouldNotBeEmpty("they plot in one temp directory");

        foreach (var command in new[] { "kill", "suspend", "resume" })
        {
            var outcome = await one.Run([command, theirs.PlotId[..8], .. command == "kill" ? ["--force"] : Array.Empty<string>()]);
            outcome.ExitCode.ShouldBe(1, outcome.Out);
            outcome.Error.TrimEnd().ShouldBe(
                $"plotmanager: plot {theirs.PlotId[..7]} belongs to the farm {other.Config}, not to this one; use plotmanager "
                    + $"{command} with the config of that farm");
        }

        Processes.IsAlive(theirs.Pid).ShouldBeTrue();
        (await Own(other)).State.ShouldBe("running");

        // Lost while one looks on: what it leaves is for its own farm to clean up.
        Processes.Signal(theirs.Pid, Processes.SigKill);
        foreach (var pid in other.Plotters())
        {
            Processes.Signal(pid, Processes.SigKill);
        }

        await one.Until(async () => (await one.Runs()).All(run => run.PlotId != theirs.PlotId), "it is seen to be gone");
        var cleanup = await one.Run("cleanup", "--delete", "--json");
        cleanup.ExitCode.ShouldBe(0, cleanup.Error);
        var left = JsonDocument.Parse(cleanup.Out).RootElement.GetProperty("left").EnumerateArray().ToList();
        left.Where(file => file.GetProperty("path").GetString()!.Contains(theirs.PlotId))
            .Select(file => file.GetProperty("why").GetString())
            .Distinct()
            .ShouldBe([$"it belongs to the farm {other.Config}, whose plotmanager cleanup deletes it"]);
        one.TempFiles(theirs.PlotId).ShouldBe(files, ignoreOrder: true);
    }

    private static Task BothSeeBoth(TestFarm one, TestFarm other) => one.Until(
        async () => await Sees(one, "own") && await Sees(one, "other farm") && await Sees(other, "own") && await Sees(other, "other farm"),
        "each sees its own plot and the other's in phase 4");

    private static async Task<bool> Sees(TestFarm farm, string owner) =>
        (await farm.Glance()).GetProperty("runs").EnumerateArray().Any(run =>
            run.GetProperty("owner").GetString() == owner
                && run.GetProperty("phase") is { ValueKind: JsonValueKind.Number } phase
                && phase.GetInt32() == 4);

    // By its owner: in a temp directory of both, a run is of a job of both.
    private static async Task<(string PlotId, int Pid, string State)> Own(TestFarm farm)
    {
        var run = (await farm.Glance()).GetProperty("runs").EnumerateArray().Single(run => run.GetProperty("owner").GetString() == "own");
        return (run.GetProperty("plot_id").GetString()!, run.GetProperty("pid").GetInt32(), run.GetProperty("state").GetString()!);
    }

    private static async Task Reports(TestFarm farm, RecordingServer heard, int plots)
    {
        farm.Plots("plots").Count.ShouldBe(plots);
        (await farm.Counted()).ShouldBe(plots);
        (await farm.Run("history", "--json")).Out.Split('\n', StringSplitOptions.RemoveEmptyEntries).Length.ShouldBe(plots);
        var told = heard.Requests.Select(request => JsonDocument.Parse(request.Body).RootElement)
            .Where(notice => notice.GetProperty("event").GetString() == "plot_completed")
            .ToList();
        told.Count.ShouldBe(plots);
        told.Select(notice => notice.GetProperty("id").GetString()).Distinct().Count().ShouldBe(plots);
    }

    private static async Task<int> Others(TestFarm farm) =>
        (await farm.Status()).GetProperty("stats").GetProperty("others_week").GetInt32();
}
