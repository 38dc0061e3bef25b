using System.Text.Json;
using PlotManager.EndToEnd.Tests.Farm;

namespace PlotManager.EndToEnd.Tests;

/// <summary>What is kept of a plot that ended early, and what <c>cleanup</c> takes.</summary>
public sealed class CleanupTests
{
    [Fact]
    public async Task A_finished_plot_that_waits_for_its_copy_is_kept_and_named()
    {
        await using var farm = TestFarm.Make("seconds: 2\ncopy_seconds: 120\n");
        farm.Configure(farm.Job("steady"));
        await farm.Start();
        await farm.Until(async () => (await farm.Runs()).Any(run => run.Phase == 5), "it is copying");
        var victim = (await farm.Runs())[0];
        (await farm.Run("pause")).ExitCode.ShouldBe(0);

        var outcome = await farm.Run("kill", victim.PlotId[..8], "--force");

        outcome.ExitCode.ShouldBe(0, outcome.Out + outcome.Error);
        var kept = farm.TempFiles(victim.PlotId).ShouldHaveSingleItem();
        outcome.Out.ShouldContain($"Kept {kept}");
        Directory.GetFiles(Path.Combine(farm.Folder, "plots")).ShouldBeEmpty("a partial copy is a temp file");
    }

    [Fact]
    public async Task Cleanup_finds_what_a_plotter_left_that_was_killed_from_outside()
    {
        await using var farm = TestFarm.Make(TestFarm.InPhase2);
        farm.Configure(farm.Job("steady"));
        await farm.Start();
        await farm.Until(async () => (await farm.Runs()).Any(run => run.Phase == 2), "the plot is in phase 2");
        var victim = (await farm.Runs())[0];
        (await farm.Run("pause")).ExitCode.ShouldBe(0);
        Processes.Signal(victim.Pid, Processes.SigKill);
        await farm.Until(async () => (await farm.Runs()).Count == 0, "the manager sees its end");
        var left = farm.TempFiles(victim.PlotId);

        var listed = JsonDocument.Parse((await farm.Run("cleanup", "--json")).Out).RootElement;

        listed.GetProperty("files").GetArrayLength().ShouldBe(left.Count);
        listed.GetProperty("deleted").ValueKind.ShouldBe(JsonValueKind.Null);
        farm.TempFiles(victim.PlotId).Count.ShouldBe(left.Count, "listing deletes nothing");

        // The manager saw its end, and nothing of it lives: its files need not have lain still.
        var outcome = await farm.Run("cleanup", "--delete");
        outcome.ExitCode.ShouldBe(0, outcome.Error);
        outcome.Out.ShouldContain($"Deleted {left.Count} file");
        farm.TempFiles(victim.PlotId).ShouldBeEmpty();
    }

    [Fact]
    public async Task What_a_lost_plot_has_left_is_a_problem_with_its_bytes_and_the_command_that_frees_them()
    {
        await using var farm = TestFarm.Make(TestFarm.InPhase2);
        farm.Configure(farm.Job("steady"));
        await farm.Start();
        await farm.Until(async () => (await farm.Runs()).Any(run => run.Phase == 2), "the plot is in phase 2");
        var victim = (await farm.Runs())[0];
        (await farm.Run("stop")).ExitCode.ShouldBe(0);
        Processes.Signal(victim.Pid, Processes.SigKill);
        await farm.Until(() => !Processes.IsAlive(victim.Pid), "its plotter is gone");

        await farm.Start();

        await farm.Until(
            async () => (await farm.Glance()).GetProperty("problems")
                .EnumerateArray()
                .Any(problem => problem.GetProperty("text").GetString()!
                .Contains($"in {farm.TempFiles(victim.PlotId).Count} files are left of 1 lost plot: plotmanager cleanup lists them")),
            "the manager tells what is left");
    }
}
