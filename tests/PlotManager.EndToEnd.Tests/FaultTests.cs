using System.Text.Json;
using PlotManager.EndToEnd.Tests.Farm;
using PlotManager.Tests.Notifications;

namespace PlotManager.EndToEnd.Tests;

/// <summary>
/// Faults of the plotter, of services and of the machine beside a farm that plots: it goes on, and what is wrong is said once.
/// </summary>
public sealed class FaultTests
{
    [Fact]
    public async Task A_webhook_that_never_answers_keeps_nothing_from_plotting()
    {
        await using var farm = TestFarm.Make("seconds: 2\n");
        await using var silent = new RecordingServer(new Played(200, Silent: true));
        farm.Configure(farm.Job("steady", maxPlots: 3) + $"notifications:\n  notify_webhook: true\n  webhook_url: {silent.Address}\n");
        await farm.Start();

        await farm.UntilTheManagerIsGone();

        farm.Plots("plots").Count.ShouldBe(3);
        silent.Requests.ShouldNotBeEmpty("it was asked, and took the connection");
        (await farm.DebugLog()).ShouldContain("they are kept for the next start");
    }

    [Trait("Category", "Unix")]
    [Fact]
    public async Task A_full_disk_of_debug_log_is_said_once_and_stops_nothing()
    {
        Assert.SkipUnless(File.Exists("/dev/full"), "there is no /dev/full here");
        await using var farm = TestFarm.Make("seconds: 1\n");
        File.CreateSymbolicLink(Path.Combine(farm.Folder, "debug.log"), "/dev/full");
        farm.Configure(farm.Job("steady", maxPlots: 2));
        await farm.Start();

        await farm.UntilTheManagerIsGone();

        farm.Plots("plots").Count.ShouldBe(2);
        var said =
            await File.ReadAllTextAsync(Path.Combine(farm.Folder, ".plotmanager", "start.log"), TestContext.Current.CancellationToken);
        said.Split('\n').Count(line => line.Contains("debug.log cannot be written")).ShouldBe(1, said);
        File.Delete(Path.Combine(farm.Folder, "debug.log"));
    }

    [Fact]
    public async Task A_plotter_that_dies_at_once_holds_its_job_back_and_the_others_go_on()
    {
        await using var farm = TestFarm.Make();
        var broken = farm.AddPlotter("chia", "fail: exit_at_once\n", "broken");
        farm.Configure(
            farm.Job("broken", temp: "t1", more: $"chia_location: {broken}") + farm.Job("sound", maxPlots: 2, temp: "t2"));
        await farm.Start();

        JsonElement job = default;
        await farm.Until(
            async () =>
            {
                job = (await farm.Glance()).GetProperty("jobs")
                    .EnumerateArray()
                    .First(job => job.GetProperty("name").GetString() == "broken");
                return job.GetProperty("verdict").GetString() == "held back";
            },
            "the broken job is held back");

        job.GetProperty("rule").GetString().ShouldBe("held back");
        job.GetProperty("failed").GetInt32().ShouldBe(1, "it is not started again and again");
        job.GetProperty("kicked_off").GetInt32().ShouldBe(0, "a plot that was not made is given back");
        await farm.Until(() => farm.Plots("plots").Count == 2, "the sound job makes its plots");
    }
}
