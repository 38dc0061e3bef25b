using PlotManager.Tests.Scripted;

namespace PlotManager.Tests.Manager;

/// <summary>What a job without a destination sends and shows; a k32 plot needs 109.1 GB.</summary>
public sealed class ShortagesTests
{
    private readonly ScriptedFarm farm = new(ScriptedFarm.Job("a") with { Destination = ["/full/plots"], MaxConcurrent = 5, MaxConcurrentWithStartEarly = 5 });

    [Fact]
    public void Full_LookAfterLookAndAfterARestart_IsOneNoticeAndOneProblem()
    {
        farm.Machine.Files.FreeBytes["/full"] = 1_000_000_000;
        farm.Starts();

        farm.Pass(30);
        farm.Stops();
        farm.Starts();
        farm.Pass(30);
        farm.Crashes();
        farm.Starts();
        farm.Pass(30);

        farm.Memory.Queued.ShouldHaveSingleItem().ShouldStartWith("no-destination:a:");
        var problem = farm.Snapshot.Problems.ShouldHaveSingleItem();
        (problem.Severity, problem.Job, problem.Text).ShouldBe(("error", "a", "no destination has room (needs 101.6 GiB): /full/plots 0.9 GiB free"));
        farm.Log.Count(line => line.Contains("no destination has room")).ShouldBe(3, "once in each life of the manager");
    }

    [Fact]
    public void RoomForAMoment_IsTheSameShortage_AndForAnHourItsEnd()
    {
        farm.Machine.Files.FreeBytes["/full"] = 1_000_000_000;
        farm.Starts();
        farm.Pass(5);
        farm.Machine.Files.FreeBytes["/full"] = 5_000_000_000_000;
        farm.Pass(30);
        farm.Machine.Files.FreeBytes["/full"] = 1_000_000_000;
        farm.Pass(5);
        Shortages().ShouldBe(1);

        farm.Machine.Files.FreeBytes["/full"] = 5_000_000_000_000;
        farm.Pass(62);
        farm.Machine.Files.FreeBytes["/full"] = 1_000_000_000;
        farm.Pass(5);

        Shortages().ShouldBe(2);
    }

    [Fact]
    public void AllPlotsStarted_NeedNoRoom()
    {
        var done = new ScriptedFarm(ScriptedFarm.Job("a", maxPlots: 0));
        done.Machine.Files.Folders.Remove("/a-dest/plots");
        done.Starts();

        done.Pass(3);

        done.Memory.Queued.ShouldBeEmpty();
    }

    private int Shortages() => farm.Memory.Queued.Count(id => id.StartsWith("no-destination:", StringComparison.Ordinal));
}
