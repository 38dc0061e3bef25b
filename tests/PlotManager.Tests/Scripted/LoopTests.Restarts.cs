using PlotManager.Core.Plotting;
using PlotManager.Tests.Faults;

namespace PlotManager.Tests.Scripted;

/// <summary>What the next manager finds after a restart, a crash, a reboot or a set clock.</summary>
public sealed partial class LoopTests
{
    [Fact]
    public void Restart_AdoptsWhatRuns_AndSeesEachCompletionOnce()
    {
        _farm.Starts().Look();
        _farm.Pass(4);
        _farm.Stops();
        _farm.Machine.Pass(TimeSpan.FromMinutes(2));
        _farm.Starts().Look();
        _farm.Machine.Launches.Count.ShouldBe(2);
        _farm.Store.State.Job("a").KickedOff.ShouldBe(0, "adopted runs do not count");
        _farm.Store.State.Job("a").DirectoryOffset.ShouldBe(1);
        _farm.Pass(3);
        _farm.Store.State.Job("a").Completed.ShouldBe(1);
        _farm.Memory.Queued.Count(id => id == $"plot-completed:{PlotScript.Id(1)}").ShouldBe(1);
    }

    [Fact]
    public void Restart_PlotEndedMeanwhile_IsCountedOnce()
    {
        _farm.Starts().Look();
        _farm.Pass(4);
        _farm.Crashes();
        _farm.Machine.Pass(TimeSpan.FromHours(5));
        _farm.Starts().Look();
        _farm.Crashes();
        _farm.Starts().Look();
        _farm.Store.State.Job("a").Completed.ShouldBe(1);
        _farm.Memory.Queued.ShouldBe([$"plot-completed:{PlotScript.Id(1)}", $"plot-completed:{PlotScript.Id(2)}"], ignoreOrder: true);
    }

    [Fact]
    public void Restart_LaunchedJustBeforeTheCrashUnderAnyName_IsFound()
    {
        _farm.Machine.Dress = process => (process.Arguments, process.Executable) = (["/opt/odd/wrapper", "go"], "/opt/odd/wrapper");
        var calls = CrashAt("Launcher.Launch");
        Should.Throw<CrashException>(() => _farm.Starts(calls).Look());
        _farm.Crashes();
        _farm.Starts().Look();
        _farm.Machine.Launches.Count.ShouldBe(2, "job a's run was found, job b's was started");
        _farm.Store.State.Job("a").KickedOff.ShouldBe(1);
        _farm.Store.State.Job("a").DirectoryOffset.ShouldBe(1);
    }

    [Fact]
    public void Restart_LaunchedJustBeforeTheCrashAndLogsCannotBeRead_WaitsUntilTheyCan()
    {
        _farm.Machine.Script = _ => new PlotScript().Says(0, "Computing table 1").Exits(0.5, 1).Steps;
        Should.Throw<CrashException>(() => _farm.Starts(CrashAt("Launcher.Launch")).Look());
        _farm.Crashes();
        _farm.Machine.Pass(TimeSpan.FromMinutes(5));
        _farm.Machine.Files.Unreadable.Add("/logs");
        _farm.Machine.RefusesLaunch = "not now";
        _farm.Starts().Look();
        _farm.Store.State.Job("a").Failed.ShouldBe(0);
        _farm.Machine.Files.Unreadable.Clear();
        _farm.Pass(1);
        _farm.Store.State.Job("a").Failed.ShouldBe(1);
    }

    [Theory]
    [InlineData(60)]
    [InlineData(-60)]
    public void ClockIsSetByAnHour_NeitherStallsNorFloods(int minutes)
    {
        _farm.Starts().Look();
        _farm.Pass(4);
        _farm.Machine.Clock.SetWallBy(TimeSpan.FromMinutes(minutes));
        _farm.Pass(4);
        _farm.Machine.Launches.Count.ShouldBe(4, "the next starts at minute 8 of true time");
        _farm.Pass(24);
        _farm.Machine.Launches.Count.ShouldBe(10);
        _farm.Log.Count(line => line.Contains("the wall clock was set")).ShouldBe(1);
    }

    [Fact]
    public void Reboot_RunsAreGoneAndTheFarmGoesOn()
    {
        _farm.Starts().Look();
        _farm.Pass(3);
        var lost = (A.Pid, B.Pid);
        _farm.Crashes();
        _farm.Machine.Reboot();
        _farm.Starts().Look();
        _farm.Pass(3);
        _farm.Memory.Load().Plots.Where(plot => plot.Number == 1).Take(2).ShouldAllBe(plot => plot.State == PlotState.Unknown);
        _farm.Store.State.Job("a").KickedOff.ShouldBe(1, "the lost plot was given back, and one was started");
        lost.ShouldNotBe((0, 0));
        A.Identity.BootId.ShouldBe("boot-2");
    }

    [Fact]
    public void PidUsedAgain_ByAnotherProgram_IsNotTheRun()
    {
        _farm.Starts().Look();
        _farm.Pass(3);
        var pid = A.Pid;
        _farm.Crashes();
        _farm.Machine.Finish(A, null, 9);
        _farm.Machine.Start(["/usr/bin/editor"], [], pid: pid);
        _farm.Starts().Look();
        _farm.Memory.Load().Plots.Single(plot => plot.PlotId == PlotScript.Id(1)).State.ShouldBe(PlotState.Unknown);
    }

    [Fact]
    public void PidUsedAgain_ByTheNextRunOfOurs_ItLives()
    {
        _farm.Starts().Look();
        _farm.Pass(3);
        var pid = A.Pid;
        _farm.Machine.Finish(A, null, 9);
        _farm.Loop.Pass(); // sees the end and starts the next
        var fresh =
            _farm.Machine.Start(["/bin/chia", "plots", "create", "-k", "32", "-t", "/c/temp", "-d", "/d"], [], "/logs/c.log", pid: pid);
        _farm.Pass(2);
        _farm.Snapshot.Runs.ShouldContain(run => run.Pid == fresh.Pid && run.Foreign);
    }

    private static SeamCalls CrashAt(string name) => new(call => call.Name == name ? Fate.CrashAfter : Fate.Happens);
}
