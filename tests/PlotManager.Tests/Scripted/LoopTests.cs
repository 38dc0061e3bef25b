using System.Collections.Immutable;
using PlotManager.Core.Plotting;
using PlotManager.Platform;
using PlotManager.Tests.Faults;

namespace PlotManager.Tests.Scripted;

/// <summary>The whole loop on a scripted machine: jobs a and b make a plot of eight minutes one after another.</summary>
public sealed class LoopTests
{
    private readonly ScriptedFarm farm = new(ScriptedFarm.Job("a"), ScriptedFarm.Job("b"));
    private int plots;

    public LoopTests() => farm.Machine.Script = Good;

    private ScriptedProcess A => farm.Machine.Alive.Single(process => process.Arguments.Contains("/a/temp"));

    private ScriptedProcess B => farm.Machine.Alive.Single(process => process.Arguments.Contains("/b/temp"));

    [Fact]
    public void Look_FreshFarm_StartsWhatDecideSays()
    {
        farm.Starts();
        var decision = farm.Look();
        decision.Starts.ShouldBeEmpty("the last pass of a look starts nothing");
        farm.Machine.Launches.Select(order => order.Arguments[order.Arguments.IndexOf("-t") + 1]).ShouldBe(["/a/temp", "/b/temp"]);
        A.Environment["PLOTMANAGER_RUN"].ShouldBe(farm.Ledger.InFlight.First().RunId);
        farm.Snapshot.Runs.Select(run => run.Job).ShouldBe(["a", "b"]);
    }

    [Fact]
    public void Look_FilesThatTakeLongToList_AreListedAnewBeforeAStart()
    {
        const long GiB = 1L << 30;
        var spare = new ScriptedFarm(ScriptedFarm.Job("a") with { CheckTempSpace = true, MaxConcurrent = 2, MaxConcurrentWithStartEarly = 2 });
        var files = spare.Machine.Files;
        spare.Machine.Script = _ => new PlotScript().Begins(0, PlotScript.Id(1), "/a/temp").Steps;
        files.FreeBytes["/a"] = 250 * GiB;
        spare.Starts().Look();
        var temp = $"/a/temp/{PlotScript.FileName(PlotScript.Id(1))}.2.tmp";

        // Two folders, half a second each: what was listed serves a thousand seconds. A plot needs 239 GiB; the one that runs takes 39 more of 250.
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
        // Plots of 8 minutes, one at a time, a look a minute: the look after the end starts the next.
        farm.Starts().Look();
        farm.Pass(60);
        farm.Machine.Launches.Count.ShouldBe(2 * 8); // at minutes 0, 8, 16, ... 56
        farm.Memory.Load().Jobs.Select(job => (job.Name, job.KickedOff, job.Completed)).ShouldBe([("a", 8, 7), ("b", 8, 7)], ignoreOrder: true);
    }

    [Fact]
    public void Restart_AdoptsWhatRuns_AndSeesEachCompletionOnce()
    {
        farm.Starts().Look();
        farm.Pass(4);
        farm.Stops();
        farm.Machine.Pass(TimeSpan.FromMinutes(2));
        farm.Starts().Look();
        farm.Machine.Launches.Count.ShouldBe(2);
        farm.Ledger.Job("a").KickedOff.ShouldBe(0, "adopted runs do not count");
        farm.Ledger.DirectoryOffset("a").ShouldBe(1);
        farm.Pass(3);
        farm.Ledger.Job("a").Completed.ShouldBe(1);
        farm.Memory.Queued.Count(id => id == $"plot-completed:{PlotScript.Id(1)}").ShouldBe(1);
    }

    [Fact]
    public void Restart_PlotEndedMeanwhile_IsCountedOnce()
    {
        farm.Starts().Look();
        farm.Pass(4);
        farm.Crashes();
        farm.Machine.Pass(TimeSpan.FromHours(5));
        farm.Starts().Look();
        farm.Crashes();
        farm.Starts().Look();
        farm.Ledger.Job("a").Completed.ShouldBe(1);
        farm.Memory.Queued.ShouldBe([$"plot-completed:{PlotScript.Id(1)}", $"plot-completed:{PlotScript.Id(2)}"], ignoreOrder: true);
    }

    [Fact]
    public void Restart_LaunchedJustBeforeTheCrashUnderAnyName_IsFound()
    {
        farm.Machine.Dress = process => (process.Arguments, process.Executable) = (["/opt/odd/wrapper", "go"], "/opt/odd/wrapper");
        var calls = CrashAt("Launcher.Launch");
        Should.Throw<CrashException>(() => farm.Starts(calls).Look());
        farm.Crashes();
        farm.Starts().Look();
        farm.Machine.Launches.Count.ShouldBe(2, "job a's run was found, job b's was started");
        farm.Ledger.Job("a").KickedOff.ShouldBe(1);
        farm.Ledger.DirectoryOffset("a").ShouldBe(1);
    }

    [Fact]
    public void Restart_LaunchedJustBeforeTheCrashAndLogsCannotBeRead_WaitsUntilTheyCan()
    {
        farm.Machine.Script = _ => new PlotScript().Says(0, "Computing table 1").Exits(0.5, 1).Steps;
        Should.Throw<CrashException>(() => farm.Starts(CrashAt("Launcher.Launch")).Look());
        farm.Crashes();
        farm.Machine.Pass(TimeSpan.FromMinutes(5));
        farm.Machine.Files.Unreadable.Add("/logs");
        farm.Machine.RefusesLaunch = "not now";
        farm.Starts().Look();
        farm.Ledger.Job("a").Failed.ShouldBe(0);
        farm.Machine.Files.Unreadable.Clear();
        farm.Pass(1);
        farm.Ledger.Job("a").Failed.ShouldBe(1);
    }

    [Theory]
    [InlineData(60)]
    [InlineData(-60)]
    public void ClockIsSetByAnHour_NeitherStallsNorFloods(int minutes)
    {
        farm.Starts().Look();
        farm.Pass(4);
        farm.Machine.Clock.SetWallBy(TimeSpan.FromMinutes(minutes));
        farm.Pass(4);
        farm.Machine.Launches.Count.ShouldBe(4, "the next starts at minute 8 of true time");
        farm.Pass(24);
        farm.Machine.Launches.Count.ShouldBe(10);
        farm.Log.Count(line => line.Contains("the wall clock was set")).ShouldBe(1);
    }

    [Fact]
    public void Reboot_RunsAreGoneAndTheFarmGoesOn()
    {
        farm.Starts().Look();
        farm.Pass(3);
        var lost = (A.Pid, B.Pid);
        farm.Crashes();
        farm.Machine.Reboot();
        farm.Starts().Look();
        farm.Pass(3);
        farm.Memory.Load().Plots.Where(plot => plot.Number == 1).Take(2).ShouldAllBe(plot => plot.State == PlotState.Unknown);
        farm.Ledger.Job("a").KickedOff.ShouldBe(1, "the lost plot was given back, and one was started");
        lost.ShouldNotBe((0, 0));
        A.Identity.BootId.ShouldBe("boot-2");
    }

    [Fact]
    public void PidUsedAgain_ByAnotherProgram_IsNotTheRun()
    {
        farm.Starts().Look();
        farm.Pass(3);
        var pid = A.Pid;
        farm.Crashes();
        farm.Machine.Finish(A, null, 9);
        farm.Machine.Start(["/usr/bin/editor"], [], pid: pid);
        farm.Starts().Look();
        farm.Memory.Load().Plots.Single(plot => plot.PlotId == PlotScript.Id(1)).State.ShouldBe(PlotState.Unknown);
    }

    [Fact]
    public void PidUsedAgain_ByTheNextRunOfOurs_ItLives()
    {
        farm.Starts().Look();
        farm.Pass(3);
        var pid = A.Pid;
        farm.Machine.Finish(A, null, 9);
        farm.Loop.Look(); // sees the end and starts the next
        var fresh = farm.Machine.Start(["/bin/chia", "plots", "create", "-k", "32", "-t", "/c/temp", "-d", "/d"], [], "/logs/c.log", pid: pid);
        farm.Pass(2);
        farm.Snapshot.Runs.ShouldContain(run => run.Pid == fresh.Pid && run.Foreign);
    }

    [Fact]
    public void LogDeleted_PlotIsFollowedToItsEnd()
    {
        farm.Starts().Look();
        farm.Pass(3);
        farm.Machine.Files.Delete(A.LogFile!);
        farm.Pass(2);
        OneMessage("the log is gone");
        farm.Pass(4);
        farm.Ledger.Job("b").Completed.ShouldBe(1);
        farm.Ledger.Job("a").Completed.ShouldBe(1, "its file and its exit code say so");
    }

    [Fact]
    public void LogTruncatedOrReplaced_PlotIsFollowedToItsEnd()
    {
        farm.Starts().Look();
        farm.Pass(3);
        farm.Machine.Files.Truncate(A.LogFile!);
        farm.Machine.Files.Replace(B.LogFile!, "something else altogether\n");
        farm.Pass(6);
        (farm.Ledger.Job("a").Completed, farm.Ledger.Job("b").Completed).ShouldBe((1, 1));
    }

    [Fact]
    public void LogUnreadable_OthersPlotOnAndItIsSaidOnce()
    {
        farm.Starts().Look();
        farm.Pass(3);
        farm.Machine.Files.Unreadable.Add(A.LogFile!);
        farm.Pass(2);
        OneMessage("Input/output error");
        farm.Pass(2);
        farm.Machine.Files.Unreadable.Clear();
        farm.Pass(2);
        (farm.Ledger.Job("a").Completed, farm.Ledger.Job("b").Completed).ShouldBe((1, 1));
    }

    [Fact]
    public void TempDirectoryRemoved_JobWaitsForItWithOneMessage()
    {
        farm.Starts().Look();
        farm.Pass(3);
        farm.Machine.Finish(A, null, 9);
        farm.Machine.Files.RemoveFolder("/a/temp");
        farm.Pass(30);
        OneMessage("there is no such directory");
        farm.Ledger.Job("b").Completed.ShouldBe(4);
        farm.Machine.Files.Folders.Add("/a/temp");
        farm.Pass(9);
        farm.Ledger.Job("a").Completed.ShouldBe(1);
    }

    [Fact]
    public void DriveUnreadable_JobWaitsForItWithOneMessage()
    {
        farm.Starts().Look();
        farm.Pass(9);
        farm.Machine.Files.Unreadable.Add("/a-dest");
        farm.Pass(30);
        OneMessage("it does not answer");
        farm.Ledger.Job("b").Completed.ShouldBeGreaterThanOrEqualTo(4);
        farm.Machine.Launches.Count(order => order.Arguments.Contains("/a/temp")).ShouldBe(2);
    }

    [Fact]
    public void DriveFull_JobWaitsForRoom()
    {
        farm.Machine.Files.FreeBytes["/a-dest"] = 150L << 30; // one k32 plot, not two
        farm.Starts().Look();
        farm.Machine.Files.FreeBytes["/a-dest"] = 50L << 30;
        farm.Pass(20);
        farm.Machine.Launches.Count(order => order.Arguments.Contains("/a/temp")).ShouldBe(1);
        farm.Snapshot.Jobs[0].Rule.ShouldBe("destination");
        farm.Ledger.Job("b").Completed.ShouldBe(2);
    }

    [Fact]
    public void PlotterExitsAtOnce_JobIsHeldBackWithGrowingPauses()
    {
        farm.Machine.Script = order => order.Arguments.Contains("/a/temp") ? new PlotScript().Exits(0, 2).Steps : Good(order);
        farm.Starts().Look();
        farm.Pass(60);
        // Started at minutes 0, 1, 3, 8, 23: pauses of 1, 2, 5, 15 and 60 minutes. The end of the first start is seen a minute later.
        farm.Machine.Launches.Count(order => order.Arguments.Contains("/a/temp")).ShouldBeInRange(5, 6);
        farm.Ledger.Job("b").Completed.ShouldBe(7);
        farm.Memory.Queued.Count(id => id.StartsWith("job-held-back:a", StringComparison.Ordinal)).ShouldBe(5);
        farm.Snapshot.Jobs[0].Text.ShouldContain("exit code 2");
    }

    [Fact]
    public void LaunchRefused_JobIsHeldBackAndTheOtherPlots()
    {
        farm.Machine.RefusesLaunch = "exec format error";
        farm.Starts().Look();
        farm.Machine.RefusesLaunch = null;
        farm.Snapshot.Jobs[0].Text.ShouldContain("exec format error");
        farm.Ledger.Job("a").KickedOff.ShouldBe(0);
        farm.Pass(2);
        farm.Ledger.Job("a").KickedOff.ShouldBe(1);
    }

    [Fact]
    public void Zombie_OfAnotherParent_HasEnded()
    {
        farm.Starts().Look();
        farm.Pass(3);
        farm.Crashes();
        farm.Starts().Look();
        var zombie = A;
        zombie.Condition = ProcessCondition.Zombie; // in a container without an init nobody reaps it
        farm.Pass(2);
        farm.Ledger.Job("a").Failed.ShouldBe(1);
        farm.Machine.Launches.Count(order => order.Arguments.Contains("/a/temp")).ShouldBe(2);
    }

    [Fact]
    public void ChildThatEndsDuringTheLook_TellsItsExitCode()
    {
        farm.Machine.Script = order => order.Arguments.Contains("/a/temp") ? new PlotScript().Begins(0, PlotScript.Id(1), "/a/temp").Exits(1.5, 7).Steps : Good(order);
        farm.Starts().Look();
        farm.Pass(2);
        farm.Memory.Load().Runs.Single(run => run.Job == "a" && run.State == RunState.Ended).ExitCode.ShouldBe(7);
    }

    [Fact]
    public void Suspended_CountsAndGoesOn()
    {
        farm.Starts().Look();
        farm.Pass(3);
        A.Condition = ProcessCondition.Suspended;
        farm.Pass(2);
        farm.Snapshot.Runs.First(run => run.Job == "a").State.ShouldBe("suspended");
        farm.Snapshot.Jobs[0].Running.ShouldBe(1);
    }

    [Fact]
    public void ForeignRunWithoutArguments_IsShownAndDisturbsNothing()
    {
        farm.Machine.Start(["chia_plot"], []);
        farm.Machine.Start(["/usr/bin/chia", "plots", "create", "--bogus"], []);
        farm.Starts().Look();
        farm.Pass(10);
        farm.Snapshot.Runs.ShouldContain(run => run.Foreign && run.Job == null);
        (farm.Ledger.Job("a").Completed, farm.Ledger.Job("b").Completed).ShouldBe((1, 1));
    }

    [Fact]
    public void WrapperIsKilled_ItsPlotterGoesOnAsTheSameRun()
    {
        farm.Starts().Look();
        farm.Pass(3);
        var (wrapper, mark) = (A, A.Environment["PLOTMANAGER_RUN"]);
        var child = farm.Machine.Start(wrapper.Arguments, PlotScriptRest(), wrapper.LogFile, mark);
        child.ParentPid = wrapper.Pid;
        farm.Pass(1);
        farm.Snapshot.Runs.Length.ShouldBe(2, "the wrapper and its plotter are one run");
        wrapper.Steps.Clear();
        farm.Machine.Finish(wrapper, null, 9);
        child.ParentPid = 1;
        farm.Pass(1);
        farm.Snapshot.Runs.Select(run => (run.Job, run.Pid, run.Foreign)).ShouldContain(("a", child.Pid, false));
        farm.Pass(4);
        (farm.Ledger.Job("a").Completed, farm.Ledger.Job("a").Failed).ShouldBe((1, 0));
    }

    [Fact]
    public void JournalCannotBeWritten_NothingIsStartedUntilItCan()
    {
        farm.Starts().Look();
        farm.Memory.Refuses = "the drive of the journal is full";
        farm.Pass(20);
        farm.Machine.Launches.Count.ShouldBe(2);
        OneMessage("the drive of the journal is full");
        farm.Snapshot.Problems.ShouldContain(problem => problem.Text.Contains("the drive of the journal is full"));
        farm.Ledger.Job("a").Completed.ShouldBe(1);
        farm.Memory.Queued.ShouldBeEmpty();

        farm.Memory.Refuses = null;
        farm.Pass(2);
        farm.Machine.Launches.Count.ShouldBe(4);
        farm.Memory.Queued.Count.ShouldBe(2);
    }

    [Fact]
    public void JournalFailsRightAfterTheLaunch_TheRunIsFoundByTheNextManager()
    {
        farm.Starts(new SeamCalls(call => call.Name == "Journal.Commit" && farm.Machine.Launches.Count > 0 ? Fate.Fails : Fate.Happens));
        farm.Look();
        farm.Machine.Launches.Count.ShouldBe(1, "after the confirmation that failed nothing more is started");
        farm.Crashes();
        farm.Starts().Look();
        farm.Machine.Launches.Count.ShouldBe(2);
        farm.Ledger.Job("a").KickedOff.ShouldBe(1);
    }

    [Fact]
    public void AnyCallThatFails_TheLoopGoesOnAndMakesItsPlots()
    {
        var all = SeamCalls.Undisturbed();
        Run(all);
        foreach (var number in all.Made.Where(call => call.Name != "Journal.Load").Select(call => call.Number))
        {
            var calls = SeamCalls.Only(number, Fate.Fails);
            var made = Run(calls);
            made.ShouldBeGreaterThanOrEqualTo(1, $"when {calls.Made[number - 1]} failed");
        }

        static int Run(SeamCalls calls)
        {
            var one = new LoopTests();
            one.farm.Starts(calls).Look();
            one.farm.Pass(9);
            return one.farm.Ledger.Job("b").Completed;
        }
    }

    private ImmutableArray<PlotStep> Good(LaunchOrder order)
    {
        var job = order.Arguments.Contains("/a/temp") ? "a" : "b";
        return PlotScript.Good(PlotScript.Id(++plots), $"/{job}/temp", $"/{job}-dest/plots").Steps;
    }

    // What is left to do for the plotter of job a after four minutes.
    private static ImmutableArray<PlotStep> PlotScriptRest() =>
        new PlotScript().Completes(5, PlotScript.Id(1), "/a/temp", "/a-dest/plots").Exits(5, 0).Steps;

    private static SeamCalls CrashAt(string name) => new(call => call.Name == name ? Fate.CrashAfter : Fate.Happens);

    private void OneMessage(string words) => farm.Log.Count(line => line.Contains(words)).ShouldBe(1, string.Join('\n', farm.Log));
}
