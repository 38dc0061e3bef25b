using PlotManager.Acting;
using PlotManager.Platform;

namespace PlotManager.Tests.Scripted;

public class SuspendedRunTests
{
    private readonly ScriptedFarm _farm = new(ScriptedFarm.Job("a", maxPlots: 1));

    public SuspendedRunTests() =>
        _farm.Machine.Script = _ => PlotScript.Good(PlotScript.Id(1), "/a/temp", "/a-dest/plots", minutes: 40).Steps;

    [Fact]
    public void Suspended_OverARestartOfTheManager_IsCountedUntilItIsSeenAtWork()
    {
        _farm.Starts().Look();
        _farm.Pass(10);
        Process.Condition = ProcessCondition.Suspended;
        _farm.Pass(10); // seen so at minute 11
        _farm.Stops();
        _farm.Machine.Pass(TimeSpan.FromMinutes(3));
        _farm.Starts().Look();
        _farm.Snapshot.Runs.ShouldHaveSingleItem().State.ShouldBe("suspended");
        _farm.Pass(2);
        Process.Condition = ProcessCondition.Running;
        _farm.Pass(1); // seen so at minute 26

        var run = _farm.Store.State.InFlight.ShouldHaveSingleItem();
        (run.Current!.SuspendedSeconds, run.Run.SuspendedSince).ShouldBe((15 * 60, null));
    }

    [Fact]
    public void Suspended_WhileTheClockIsSet_IsCountedByTrueTime()
    {
        _farm.Starts().Look();
        Process.Condition = ProcessCondition.Suspended;
        _farm.Pass(5);
        _farm.Machine.Clock.SetWallBy(TimeSpan.FromHours(2));
        _farm.Pass(5);
        Process.Condition = ProcessCondition.Running;
        _farm.Pass(1);

        _farm.Store.State.InFlight.ShouldHaveSingleItem().Current!.SuspendedSeconds.ShouldBe(10 * 60); // seen from minute 1 to 11
    }

    [Fact]
    public void Suspended_TheTimeLeftByTheProfile_LeavesItOut()
    {
        // Ten minutes of work have brought it to the end of phase 1 of 4, whose weight is 33.4 of 103.
        _farm.Starts().Look();
        _farm.Pass(10);
        var before = _farm.Snapshot.Runs.ShouldHaveSingleItem().Left.ShouldNotBeNull();
        before.ShouldBe(600 * (103 - 33.4) / 33.4, 0.001);

        Process.Condition = ProcessCondition.Suspended;
        _farm.Pass(60);

        // Seen so a minute after it began.
        _farm.Snapshot.Runs.ShouldHaveSingleItem().Left.ShouldNotBeNull().ShouldBe(660 * (103 - 33.4) / 33.4, 0.001);
    }

    [Fact]
    public void HasObeyed_AProcessThatTakesItsTime_AsksForALookOnceItStandsStill()
    {
        _farm.Starts().Look();
        var control = new RunControl(_farm.Machine.NewLife().Machine, _farm.Store);
        control.Suspend(_farm.Store.State.InFlight.ShouldHaveSingleItem().RunId).Done.ShouldBeTrue();
        Process.Condition = ProcessCondition.Running; // the signal is on its way
        _farm.Look();
        control.HasObeyed().ShouldBeFalse();

        Process.Condition = ProcessCondition.Suspended;
        control.HasObeyed().ShouldBeTrue();

        _farm.Look();
        control.HasObeyed().ShouldBeFalse("the books know");
    }

    private ScriptedProcess Process => _farm.Machine.Alive.ShouldHaveSingleItem();
}
