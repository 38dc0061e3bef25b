using System.Collections.Immutable;
using PlotManager.Core.Plotting;
using PlotManager.Platform;
using PlotManager.Tests.Faults;

namespace PlotManager.Tests.Scripted;

/// <summary>Plots whose end nobody saw: while no manager ran, or with the machine.</summary>
public sealed class LostPlotTests
{
    private readonly ScriptedFarm _farm = new(ScriptedFarm.Job("a") with { MaxConcurrent = 3, MaxConcurrentWithStartEarly = 3 });
    private int _plots;

    public LostPlotTests() => _farm.Machine.Script = Good;

    [Fact]
    public void LostWhileNoManagerRan_IsToldOnce()
    {
        _farm.Starts().Look();
        _farm.Pass(1.5, 0.5);
        var lost = _farm.Machine.Alive.First();
        _farm.Crashes();
        lost.Steps.Clear();
        _farm.Machine.Finish(lost, null, 9);
        _farm.Starts().Look();
        _farm.Crashes();
        _farm.Starts().Look();
        _farm.Memory.Queued.Count(id => id == $"plot-failed:{PlotScript.Id(1)}").ShouldBe(1);
        var plot = _farm.Memory.Load().Plots.Single(plot => plot.PlotId == PlotScript.Id(1));
        (plot.State, plot.Detail).ShouldBe((PlotState.Unknown, "the plotter is gone and its log does not say why"));
        _farm.Log.Count(line => line.Contains("does not say why")).ShouldBeGreaterThanOrEqualTo(1);
    }

    [Fact]
    public void ForeignRunWithoutALogIsOver_IsNoNews()
    {
        _farm.Starts().Look();
        var foreign = _farm.Machine.Start(["/usr/bin/chia_plot", "-k", "32", "-t", "/x/", "-d", "/y/"], []);
        _farm.Pass(1);
        _farm.Snapshot.Runs.ShouldContain(run => run.Pid == foreign.Pid);
        _farm.Machine.Finish(foreign, null, 9);
        _farm.Pass(1);
        _farm.Snapshot.Runs.ShouldNotContain(run => run.Pid == foreign.Pid);
        _farm.Memory.Queued.ShouldBeEmpty();
    }

    [Fact]
    public void AdoptedRunWhoseLogJustEnds_IsToldOnce()
    {
        _farm.Starts().Look();
        var id = PlotScript.Id(77);
        var adopted = _farm.Machine.Start(
            ["/usr/bin/chia", "plots", "create", "-k", "32", "-t", "/a/temp", "-d", "/a-dest/plots"], new PlotScript().Begins(
                0, id, "/a/temp").Steps, log: "/by-hand.log");
        _farm.Pass(1);
        _farm.Machine.Finish(adopted, null, 9); // no child of ours: nobody tells how it ended
        _farm.Pass(1);

        var plot = _farm.Memory.Load().Plots.Single(plot => plot.PlotId == id);
        plot.State.ShouldBe(PlotState.Unknown);
        _farm.Memory.Queued.Count(notice => notice == $"plot-failed:{id}").ShouldBe(1);
    }

    [Fact]
    public void LaunchedWhenTheManagerDied_AndSeenOnlyLater_IsTheRunItWasMeantToBe()
    {
        _farm.Machine.Script = _ => [];
        _farm.Starts(new SeamCalls(call => call.Name == "Launcher.Launch" ? Fate.CrashBefore : Fate.Happens));
        Should.Throw<CrashException>(() => _farm.Look());
        _farm.Crashes();
        var meant = _farm.Memory.Load().Runs.ShouldHaveSingleItem();
        _farm.Starts().Look(); // nothing of it is to be seen yet
        _farm.Memory.Load().Runs.Single(run => run.RunId == meant.RunId).State.ShouldBe(RunState.Ended);

        var process = _farm.Machine.Start(
            ["/bin/chia", "plots", "create", "-k", "32", "-t", "/a/temp", "-d", "/a-dest/plots"], [], meant.LogFile, meant.RunId);
        _farm.Look();

        var run = _farm.Memory.Load().Runs.Single(run => run.RunId == meant.RunId);
        (run.State, run.Process, run.Foreign, run.Counted, run.EndedAt).ShouldBe((RunState.Running, process.Identity, false, true, null));
        _farm.Store.State.Runs.Length.ShouldBe(2);
        _farm.Store.State.Job("a").KickedOff.ShouldBe(2);
    }

    [Fact]
    public void Reboot_TakesThreePlots_EachIsToldAndTheJobIsNotHeldBack()
    {
        _farm.Starts().Look();
        _farm.Pass(2); // three plots, a minute apart
        _farm.Machine.Launches.Count.ShouldBe(3);
        _farm.Crashes();
        _farm.Machine.Reboot();
        _farm.Starts().Look();

        var lost = _farm.Memory.Load().Plots.Where(plot => plot.State == PlotState.Unknown).ToList();
        lost.Count.ShouldBe(3);
        lost.ShouldAllBe(plot => plot.Detail == "the machine was restarted while the plot was made");
        _farm.Memory.Queued.ShouldBe(
            [.. Enumerable.Range(1, 3).Select(number => $"plot-failed:{PlotScript.Id(number)}")], ignoreOrder: true);
        var job = _farm.Store.State.Job("a");
        (job.Failed, job.FailuresInARow, job.HeldBackUntil).ShouldBe((3, 0, null), "lost, but no plotter died of its own");
        _farm.Pass(1);
        _farm.Machine.Launches.Count.ShouldBeGreaterThan(3);
        _farm.Store.State.Job("a").KickedOff.ShouldBe(_farm.Machine.Launches.Count - 3, "what was lost is given back");
    }

    [Fact]
    public void Reboot_RightAfterTheLaunch_IsNoEarlyDeath()
    {
        _farm.Machine.Script = _ => [];
        _farm.Starts().Look(); // the plotter has not said a word yet
        _farm.Crashes();
        _farm.Machine.Reboot();
        _farm.Starts().Look();
        _farm.Store.State.Job("a").HeldBackUntil.ShouldBeNull();
        _farm.Memory.Queued.ShouldNotContain(id => id.StartsWith("job-held-back", StringComparison.Ordinal));
    }

    private ImmutableArray<PlotStep> Good(LaunchOrder order) => PlotScript.Good(PlotScript.Id(++_plots), "/a/temp", "/a-dest/plots").Steps;
}
