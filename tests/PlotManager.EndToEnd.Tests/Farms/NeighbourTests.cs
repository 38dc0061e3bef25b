using PlotManager.EndToEnd.Tests.Farm;

namespace PlotManager.EndToEnd.Tests;

/// <summary>A farm beside another, and beside plotters that no manager started.</summary>
[Trait("Category", "Unix")] // its plotters are started by the shell, or its farm is made of links
public sealed class NeighbourTests
{
    [Fact]
    public async Task Two_farms_side_by_side_leave_each_other_alone()
    {
        await using var one = TestFarm.Make(TestFarm.Held);
        await using var other = TestFarm.Make(TestFarm.Held);
        one.Configure(one.Job("mine", maxPlots: 1), maxConcurrent: 1);
        other.Configure(other.Job("theirs", maxPlots: 1), maxConcurrent: 1);
        await one.Start();
        await other.Start();

        await one.Until(() => one.Plotters().Count == 1, "one plots");
        await other.Until(() => other.Plotters().Count == 1, "the other plots too, though the global limit of each is 1");
        (await one.Status()).GetProperty("runs").EnumerateArray().Select(run => run.GetProperty("job").GetString()).ShouldBe(["mine"]);
        (await one.Run("stop")).ExitCode.ShouldBe(0);
        other.ManagerPid().ShouldNotBeNull();

        other.LetGo();
        await other.UntilTheManagerIsGone();
        other.Plots("plots").Count.ShouldBe(1);
    }

    [Fact]
    public async Task A_foreign_run_is_found_counted_and_followed_by_its_log()
    {
        await using var farm = TestFarm.Make();
        using var foreign = await ForeignPlotter.Start(farm);
        farm.Configure(farm.Job("mine", maxPlots: 1), maxConcurrent: 1);
        await farm.Start();

        var status = await farm.Status();

        var run = status.GetProperty("runs").EnumerateArray().Single(run => run.GetProperty("pid").GetInt32() == foreign.Pid);
        run.GetProperty("foreign").GetBoolean().ShouldBeTrue();
        run.GetProperty("job").GetString().ShouldBe("mine", "its temp directory is the job's");
        run.GetProperty("plot_id").GetString().ShouldBe(foreign.PlotId);
        run.GetProperty("phase").GetInt32().ShouldBe(2);
        run.GetProperty("log").GetString().ShouldBe(foreign.Log);
        status.GetProperty("jobs")[0].GetProperty("rule").GetString().ShouldBe("max concurrent", "foreign runs count");
        farm.Plotters().ShouldBeEmpty();
    }

    [Fact]
    public async Task A_farm_of_stand_ins_neither_counts_nor_disturbs_one_that_plots_elsewhere()
    {
        await using var farm = TestFarm.Make();
        using var foreign = await ForeignPlotter.Start(farm, temp: "elsewhere");
        farm.Configure(farm.Job("demo", maxPlots: 1), maxConcurrent: 1);
        await farm.Start();

        await farm.UntilTheManagerIsGone();

        farm.Plots("plots").Count.ShouldBe(1, "it does not take the one slot");
        Processes.IsAlive(foreign.Pid).ShouldBeTrue();
    }
}
