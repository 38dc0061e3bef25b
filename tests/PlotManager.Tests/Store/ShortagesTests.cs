using PlotManager.Tests.Scripted;

namespace PlotManager.Tests.Store;

/// <summary>What a job without a destination sends and shows; a k32 plot needs 109.1 GB.</summary>
public sealed class ShortagesTests
{
    private readonly ScriptedFarm _farm =
        new(ScriptedFarm.Job("a") with { Destination = ["/full/plots"], MaxConcurrent = 5, MaxConcurrentWithStartEarly = 5 });

    [Fact]
    public void Full_LookAfterLookAndAfterARestart_IsOneNoticeAndOneProblem()
    {
        _farm.Machine.Files.FreeBytes["/full"] = 1_000_000_000;
        _farm.Starts();

        _farm.Pass(30);
        _farm.Stops();
        _farm.Starts();
        _farm.Pass(30);
        _farm.Crashes();
        _farm.Starts();
        _farm.Pass(30);

        _farm.Memory.Queued.ShouldHaveSingleItem().ShouldStartWith("no-destination:a:");
        var problem = _farm.Snapshot.Problems.ShouldHaveSingleItem();
        (problem.Severity, problem.Job, problem.Text).ShouldBe(
            ("error", "a", "no destination has room (needs 101.6 GiB): /full/plots 954 MiB free"));
        _farm.Log.Count(line => line.Contains("no destination has room")).ShouldBe(3, "once in each life of the manager");
    }

    [Fact]
    public void RoomForAMoment_IsTheSameShortage_AndForAnHourItsEnd()
    {
        _farm.Machine.Files.FreeBytes["/full"] = 1_000_000_000;
        _farm.Starts();
        _farm.Pass(5);
        _farm.Machine.Files.FreeBytes["/full"] = 5_000_000_000_000;
        _farm.Pass(30);
        _farm.Machine.Files.FreeBytes["/full"] = 1_000_000_000;
        _farm.Pass(5);
        Shortages().ShouldBe(1);

        _farm.Machine.Files.FreeBytes["/full"] = 5_000_000_000_000;
        _farm.Pass(62);
        _farm.Machine.Files.FreeBytes["/full"] = 1_000_000_000;
        _farm.Pass(5);

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

    private int Shortages() => _farm.Memory.Queued.Count(id => id.StartsWith("no-destination:", StringComparison.Ordinal));
}
