using System.Collections.Immutable;
using PlotManager.Core.Plotting;
using PlotManager.Platform;

namespace PlotManager.Tests.Scripted;

/// <summary>Plots whose end nobody saw: while no manager ran, or with the machine.</summary>
public sealed class LostPlotTests
{
    private readonly ScriptedFarm farm = new(ScriptedFarm.Job("a") with { MaxConcurrent = 3, MaxConcurrentWithStartEarly = 3 });
    private int plots;

    public LostPlotTests() => farm.Machine.Script = Good;

    [Fact]
    public void LostWhileNoManagerRan_IsToldOnce()
    {
        farm.Starts().Look();
        farm.Pass(1.5, 0.5);
        var lost = farm.Machine.Alive.First();
        farm.Crashes();
        lost.Steps.Clear();
        farm.Machine.Finish(lost, null, 9);
        farm.Starts().Look();
        farm.Crashes();
        farm.Starts().Look();
        farm.Memory.Queued.Count(id => id == $"plot-failed:{PlotScript.Id(1)}").ShouldBe(1);
        var plot = farm.Memory.Load().Plots.Single(plot => plot.PlotId == PlotScript.Id(1));
        (plot.State, plot.Detail).ShouldBe((PlotState.Unknown, "the plotter is gone and its log does not say why"));
        farm.Log.Count(line => line.Contains("does not say why")).ShouldBeGreaterThanOrEqualTo(1);
    }

    [Fact]
    public void ForeignRunWithoutALogIsOver_IsNoNews()
    {
        farm.Starts().Look();
        var foreign = farm.Machine.Start(["/usr/bin/chia_plot", "-k", "32", "-t", "/x/", "-d", "/y/"], []);
        farm.Pass(1);
        farm.Snapshot.Runs.ShouldContain(run => run.Pid == foreign.Pid);
        farm.Machine.Finish(foreign, null, 9);
        farm.Pass(1);
        farm.Snapshot.Runs.ShouldNotContain(run => run.Pid == foreign.Pid);
        farm.Memory.Queued.ShouldBeEmpty();
    }

    [Fact]
    public void Reboot_TakesThreePlots_EachIsToldAndTheJobIsNotHeldBack()
    {
        farm.Starts().Look();
        farm.Pass(2); // three plots, a minute apart
        farm.Machine.Launches.Count.ShouldBe(3);
        farm.Crashes();
        farm.Machine.Reboot();
        farm.Starts().Look();

        var lost = farm.Memory.Load().Plots.Where(plot => plot.State == PlotState.Unknown).ToList();
        lost.Count.ShouldBe(3);
        lost.ShouldAllBe(plot => plot.Detail == "the machine was restarted while the plot was made");
        farm.Memory.Queued.ShouldBe([.. Enumerable.Range(1, 3).Select(number => $"plot-failed:{PlotScript.Id(number)}")], ignoreOrder: true);
        var job = farm.Ledger.Job("a");
        (job.Failed, job.FailuresInARow, job.HeldBackUntil).ShouldBe((3, 0, null), "lost, but no plotter died of its own");
        farm.Pass(1);
        farm.Machine.Launches.Count.ShouldBeGreaterThan(3);
        farm.Ledger.Job("a").KickedOff.ShouldBe(farm.Machine.Launches.Count - 3, "what was lost is given back");
    }

    [Fact]
    public void Reboot_RightAfterTheLaunch_IsNoEarlyDeath()
    {
        farm.Machine.Script = _ => [];
        farm.Starts().Look(); // the plotter has not said a word yet
        farm.Crashes();
        farm.Machine.Reboot();
        farm.Starts().Look();
        farm.Ledger.Job("a").HeldBackUntil.ShouldBeNull();
        farm.Memory.Queued.ShouldNotContain(id => id.StartsWith("job-held-back", StringComparison.Ordinal));
    }

    private ImmutableArray<PlotStep> Good(LaunchOrder order) => PlotScript.Good(PlotScript.Id(++plots), "/a/temp", "/a-dest/plots").Steps;
}
