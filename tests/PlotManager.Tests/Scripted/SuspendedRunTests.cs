using PlotManager.Platform;

namespace PlotManager.Tests.Scripted;

public class SuspendedRunTests
{
    private readonly ScriptedFarm farm = new(ScriptedFarm.Job("a", maxPlots: 1));

    public SuspendedRunTests() =>
        farm.Machine.Script = _ => PlotScript.Good(PlotScript.Id(1), "/a/temp", "/a-dest/plots", minutes: 40).Steps;

    [Fact]
    public void Suspended_OverARestartOfTheManager_IsCountedUntilItIsSeenAtWork()
    {
        farm.Starts().Look();
        farm.Pass(10);
        Process.Condition = ProcessCondition.Suspended;
        farm.Pass(10); // seen so at minute 11
        farm.Stops();
        farm.Machine.Pass(TimeSpan.FromMinutes(3));
        farm.Starts().Look();
        farm.Snapshot.Runs.ShouldHaveSingleItem().State.ShouldBe("suspended");
        farm.Pass(2);
        Process.Condition = ProcessCondition.Running;
        farm.Pass(1); // seen so at minute 26

        var run = farm.Ledger.InFlight.ShouldHaveSingleItem().Run;
        (run.SuspendedSeconds, run.SuspendedSince).ShouldBe((15 * 60, null));
    }

    [Fact]
    public void Suspended_WhileTheClockIsSet_IsCountedByTrueTime()
    {
        farm.Starts().Look();
        Process.Condition = ProcessCondition.Suspended;
        farm.Pass(5);
        farm.Machine.Clock.SetWallBy(TimeSpan.FromHours(2));
        farm.Pass(5);
        Process.Condition = ProcessCondition.Running;
        farm.Pass(1);

        farm.Ledger.InFlight.ShouldHaveSingleItem().Run.SuspendedSeconds.ShouldBe(10 * 60); // seen from minute 1 to 11
    }

    [Fact]
    public void Suspended_TheTimeLeftByTheProfile_LeavesItOut()
    {
        // Ten minutes of work have brought it to the end of phase 1 of 4, whose weight is 33.4 of 103.
        farm.Starts().Look();
        farm.Pass(10);
        var before = farm.Snapshot.Runs.ShouldHaveSingleItem().Left.ShouldNotBeNull();
        before.ShouldBe(600 * (103 - 33.4) / 33.4, 0.001);

        Process.Condition = ProcessCondition.Suspended;
        farm.Pass(60);

        // Seen so a minute after it began.
        farm.Snapshot.Runs.ShouldHaveSingleItem().Left.ShouldNotBeNull().ShouldBe(660 * (103 - 33.4) / 33.4, 0.001);
    }

    private ScriptedProcess Process => farm.Machine.Alive.ShouldHaveSingleItem();
}
