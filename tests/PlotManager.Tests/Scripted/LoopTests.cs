using System.Collections.Immutable;
using PlotManager.Core.Plotting;
using PlotManager.Core.Simulation;
using PlotManager.Loop;
using PlotManager.Platform;

namespace PlotManager.Tests.Scripted;

/// <summary>The whole loop on a scripted machine: jobs a and b make a plot of eight minutes one after another.</summary>
public sealed partial class LoopTests
{
    private readonly ScriptedFarm _farm = new(ScriptedFarm.Job("a"), ScriptedFarm.Job("b"));
    private int _plots;

    public LoopTests() => _farm.Machine.Script = Good;

    private ScriptedProcess A => _farm.Machine.Alive.Single(process => process.Arguments.Contains("/a/temp"));

    private ScriptedProcess B => _farm.Machine.Alive.Single(process => process.Arguments.Contains("/b/temp"));

    [Fact]
    public void Look_FreshFarm_StartsWhatDecideSays()
    {
        _farm.Starts();
        var decision = _farm.Look();
        decision.Starts.ShouldBeEmpty("the last pass of a look starts nothing");
        _farm.Machine.Launches.Select(order => order.Arguments[order.Arguments.IndexOf("-t") + 1]).ShouldBe(["/a/temp", "/b/temp"]);
        A.Environment["PLOTMANAGER_RUN"].ShouldBe(_farm.Store.State.InFlight.First().RunId);
        _farm.Snapshot.Runs.Select(run => run.Job).ShouldBe(["a", "b"]);
    }

    [Theory]
    [InlineData(StartMode.Draining, 1, LoopEnd.Drained)]
    [InlineData(StartMode.Allowed, 0, LoopEnd.Finished)]
    public async Task Run_NothingLeftToFollow_EndsAndKnowsWhetherAllWasMade(StartMode starts, int maxPlots, LoopEnd end)
    {
        var farm = new ScriptedFarm(ScriptedFarm.Job("a") with { MaxPlots = maxPlots }).Starts();
        farm.Store.Commit(new FarmEvent.StartsChanged(starts));

        (await farm.Loop.RunAsync(TestContext.Current.CancellationToken)).ShouldBe(end);
    }

    [Fact]
    public void Look_FilesThatTakeLongToList_AreListedAnewBeforeAStart()
    {
        const long GiB = 1L << 30;
        var spare =
            new ScriptedFarm(ScriptedFarm.Job("a") with { CheckTempSpace = true, MaxConcurrent = 2, MaxConcurrentWithStartEarly = 2 });
        var files = spare.Machine.Files;
        spare.Machine.Script = _ => new PlotScript().Begins(0, PlotScript.Id(1), "/a/temp").Steps;
        files.FreeBytes["/a"] = 250 * GiB;
        spare.Starts().Look();
        var temp = $"/a/temp/{PlotScript.FileName(PlotScript.Id(1))}.2.tmp";

        // Two folders, half a second each: what was listed serves a thousand seconds. A plot needs 239 GiB; the one that runs takes 39
        // more of 250.
        files.Listing = () => spare.Machine.Clock.PassTo(spare.Machine.Clock.Elapsed + TimeSpan.FromSeconds(0.5));
        files.Grow(temp, 200 * GiB);
        spare.Pass(5, step: 5);
        spare.Machine.Launches.Count.ShouldBe(1);

        // 89 more of 280 are too many as well; by the files of two minutes ago it would have been 39.
        files.Grow(temp, 150 * GiB);
        files.FreeBytes["/a"] = 280 * GiB;
        spare.Pass(2, step: 2);
        spare.Machine.Launches.Count.ShouldBe(1);

        files.FreeBytes["/a"] = 400 * GiB;
        spare.Pass(1);
        spare.Machine.Launches.Count.ShouldBe(2);
    }

    [Fact]
    public void Look_OverAnHour_StartsWhatDecideAndTheWorldAfterGive()
    {
        // Plots of 8 minutes, one at a time, a look a minute: the look after the end starts the next. What Decide starts, and the world
        // after each start and each end, are the simulator's.
        var played = new List<(double Minute, string? Job, string? Temp, string? Destination)>();
        var plan =
            new SimulationPlan(_farm.Config, EmptyFarm.Of(_farm.Config, EmptyFarm.Midnight), new(8), TimeSpan.FromHours(1), Polling: true);
        var summary = Simulator.Run(plan, run => played.Add((run.StartMinute, run.Job, run.Directories.Temp, run.Directories.Destination)));

        var started = new List<(double Minute, string? Job, string? Temp, string? Destination)>();
        _farm.Starts().Look();
        for (var minute = 0; minute <= 60; minute++)
        {
            started.AddRange(_farm.Machine.Launches.Skip(started.Count)
                .Select(order => ((double)minute, JobOf(order), After(order, "-t"), After(order, "-d")))
                .ToList());
            _farm.Pass(1);
        }

        started.ShouldBe(played);
        started.Count.ShouldBe(2 * 8, "at minutes 0, 8, 16, ... 56");
        _farm.Memory.Load().Jobs
            .Select(job => new JobForecast(job.Name, job.KickedOff, job.Completed))
            .ShouldBe(summary.Jobs, ignoreOrder: true);
        _farm.Memory.Load().Jobs
            .Select(job => (job.Name, job.KickedOff, job.Completed))
            .ShouldBe([("a", 8, 7), ("b", 8, 7)], ignoreOrder: true);

        static string? After(LaunchOrder order, string option) => order.Arguments[order.Arguments.IndexOf(option) + 1];

        static string? JobOf(LaunchOrder order) => Path.GetFileName(order.LogFile).Split('_')[0];
    }

    [Fact]
    public void PlotterExitsAtOnce_JobIsHeldBackWithGrowingPauses()
    {
        _farm.Machine.Script = order => order.Arguments.Contains("/a/temp") ? new PlotScript().Exits(0, 2).Steps : Good(order);
        _farm.Starts().Look();
        _farm.Pass(60);
        // Started at minutes 0, 1, 3, 8, 23: pauses of 1, 2, 5, 15 and 60 minutes. The end of the first start is seen a minute later.
        _farm.Machine.Launches.Count(order => order.Arguments.Contains("/a/temp")).ShouldBeInRange(5, 6);
        _farm.Store.State.Job("b").Completed.ShouldBe(7);
        _farm.Memory.Queued.Count(id => id.StartsWith("job-held-back:a", StringComparison.Ordinal)).ShouldBe(5);
        _farm.Snapshot.Jobs[0].Headline.ShouldContain("exit code 2");
    }

    [Fact]
    public void LaunchRefused_JobIsHeldBackAndTheOtherPlots()
    {
        _farm.Machine.RefusesLaunch = "exec format error";
        _farm.Starts().Look();
        _farm.Machine.RefusesLaunch = null;
        _farm.Snapshot.Jobs[0].Headline.ShouldContain("exec format error");
        _farm.Store.State.Job("a").KickedOff.ShouldBe(0);
        _farm.Pass(2);
        _farm.Store.State.Job("a").KickedOff.ShouldBe(1);
    }

    [Fact]
    public void Zombie_OfAnotherParent_HasEnded()
    {
        _farm.Starts().Look();
        _farm.Pass(3);
        _farm.Crashes();
        _farm.Starts().Look();
        var zombie = A;
        zombie.Condition = ProcessCondition.Zombie; // in a container without an init nobody reaps it
        _farm.Pass(2);
        _farm.Store.State.Job("a").Failed.ShouldBe(1);
        _farm.Machine.Launches.Count(order => order.Arguments.Contains("/a/temp")).ShouldBe(2);
    }

    [Fact]
    public void ChildThatEndsDuringTheLook_TellsItsExitCode()
    {
        _farm.Machine.Script = order => order.Arguments.Contains("/a/temp")
            ? new PlotScript().Begins(0, PlotScript.Id(1), "/a/temp").Exits(1.5, 7).Steps
            : Good(order);
        _farm.Starts().Look();
        _farm.Pass(2);
        _farm.Memory.Load().Runs.Single(run => run.Job == "a" && run.State == RunState.Ended).ExitCode.ShouldBe(7);
    }

    [Fact]
    public void Suspended_CountsAndGoesOn()
    {
        _farm.Starts().Look();
        _farm.Pass(3);
        A.Condition = ProcessCondition.Suspended;
        _farm.Pass(2);
        _farm.Snapshot.Runs.First(run => run.Job == "a").State.ShouldBe("suspended");
        _farm.Snapshot.Jobs[0].Running.ShouldBe(1);
    }

    [Fact]
    public void ForeignRunWithoutArguments_IsShownAndDisturbsNothing()
    {
        _farm.Machine.Start(["chia_plot"], []);
        _farm.Machine.Start(["/usr/bin/chia", "plots", "create", "--bogus"], []);
        _farm.Starts().Look();
        _farm.Pass(10);
        _farm.Snapshot.Runs.ShouldContain(run => run.Foreign && run.Job == null);
        (_farm.Store.State.Job("a").Completed, _farm.Store.State.Job("b").Completed).ShouldBe((1, 1));
    }

    [Fact]
    public void WrapperIsKilled_ItsPlotterGoesOnAsTheSameRun()
    {
        _farm.Starts().Look();
        _farm.Pass(3);
        var (wrapper, mark) = (A, A.Environment["PLOTMANAGER_RUN"]);
        var child = _farm.Machine.Start(wrapper.Arguments, PlotScriptRest(), wrapper.LogFile, mark);
        child.ParentPid = wrapper.Pid;
        _farm.Pass(1);
        _farm.Snapshot.Runs.Length.ShouldBe(2, "the wrapper and its plotter are one run");
        wrapper.Steps.Clear();
        _farm.Machine.Finish(wrapper, null, 9);
        child.ParentPid = 1;
        _farm.Pass(1);
        _farm.Snapshot.Runs.Select(run => (run.Job, run.Pid, run.Foreign)).ShouldContain(("a", child.Pid, false));
        _farm.Pass(4);
        (_farm.Store.State.Job("a").Completed, _farm.Store.State.Job("a").Failed).ShouldBe((1, 0));
    }

    private ImmutableArray<PlotStep> Good(LaunchOrder order)
    {
        var job = order.Arguments.Contains("/a/temp") ? "a" : "b";
        return PlotScript.Good(PlotScript.Id(++_plots), $"/{job}/temp", $"/{job}-dest/plots").Steps;
    }

    // What is left to do for the plotter of job a after four minutes.
    private static ImmutableArray<PlotStep> PlotScriptRest() =>
        new PlotScript().Completes(5, PlotScript.Id(1), "/a/temp", "/a-dest/plots").Exits(5, 0).Steps;
}
