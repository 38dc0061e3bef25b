using PlotManager.EndToEnd.Tests.Farm;

namespace PlotManager.EndToEnd.Tests;

/// <summary>Commands that people type about one plot, and what they see once the manager has ended.</summary>
public sealed class NamedCommandTests
{
    [Fact]
    public async Task A_running_plot_is_found_by_its_id_its_job_and_its_row()
    {
        await using var farm = TestFarm.Make(TestFarm.InPhase2);
        farm.Configure(farm.Job("steady"));
        await farm.Start();
        await farm.Until(async () => (await farm.Runs()).Any(run => run.Phase == 2), "the plot is in phase 2");
        var plot = (await farm.Runs())[0].PlotId;

        foreach (var name in new[] { plot[..8], "steady", "row:1" })
        {
            var details = await farm.Run("details", name);
            details.ExitCode.ShouldBe(0, details.Error);
            details.Out.ShouldContain(plot);
            details.Out.ShouldContain("── log ──");
            (await farm.Run("log", name)).Out.ShouldContain("phase 1");
        }
    }

    [Fact]
    public async Task Once_the_manager_has_stopped_events_and_status_say_so()
    {
        await using var farm = TestFarm.Make(TestFarm.Held);
        farm.Configure(farm.Job("steady"));
        await farm.Start();
        (await farm.Run("stop")).ExitCode.ShouldBe(0);

        (await farm.Run("status")).Out.ShouldContain("manager is not running: stopped ");
        (await farm.Run("events")).ExitCode.ShouldBe(0);
        (await farm.Run("stop")).Error.ShouldNotContain("start one");
    }
}
