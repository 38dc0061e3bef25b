using PlotManager.Core.Configuration;
using PlotManager.Core.Scheduling;
using static PlotManager.Core.Tests.Scheduling.SmallFarm;

namespace PlotManager.Core.Tests.Scheduling;

public sealed class DirectoryCyclingTests
{
    private static readonly Job A = Job("a") with
    {
        Temp = ["/t0/t", "/t1/t", "/t2/t"],
        Destination = ["/d0/d", "/d1/d"],
    };

    private static string[] FirstSix(Config config, World world)
    {
        var ways = new List<string>();
        for (var i = 0; i < 6; i++)
        {
            var decision = Scheduler.Decide(config, world);
            var next = decision.Jobs[0].Start!.Directories;
            ways.Add($"{next.Temp![1..3]} {(next.Temp2 is null ? "-" : next.Temp2[1..3])} {next.Destination![1..3]}");
            world = decision.After;
        }
        return [.. ways];
    }

    [Fact]
    public void Lists_OfDifferentLength_EachCyclesByItsOwn()
    {
        var config = Config(A);

        FirstSix(config, World(config)).ShouldBe(["t0 - d0", "t1 - d1", "t2 - d0", "t0 - d1", "t1 - d0", "t2 - d1"]);
    }

    [Fact]
    public void Offset_AdoptedRuns_MoveIt()
    {
        var config = Config(A);
        var world = World(config).History("a", history => history with { DirectoryOffset = 2 });

        FirstSix(config, world)[0].ShouldBe("t2 - d0");
    }

    [Fact]
    public void Temp_OneUnusable_IsLeftOutOfItsListOnly()
    {
        var config = Config(A);
        var world = World(config).Found("/t1/t", DirectoryCondition.NotMounted);

        FirstSix(config, world).ShouldBe(["t0 - d0", "t2 - d1", "t0 - d0", "t2 - d1", "t0 - d0", "t2 - d1"]);
    }

    [Fact]
    public void Temp2_AnotherListsSkip_DoesNotMoveIt()
    {
        var config = Config(A with { Temp2 = ["/x0/t", "/x1/t", "/x2/t"] });
        var world = World(config).Found("/t0/t", DirectoryCondition.Missing).Free("/d0/d", 0);

        FirstSix(config, world).ShouldBe(["t1 x0 d1", "t2 x1 d1", "t1 x2 d1", "t2 x0 d1", "t1 x1 d1", "t2 x2 d1"]);
    }

    [Fact]
    public void Destination_RoomAgain_IsBackInTheList()
    {
        // The original dropped a full destination for good.
        var config = Config(A);
        var full = World(config).Free("/d0/d", 0);

        FirstSix(config, full)[0].ShouldBe("t0 - d1");
        FirstSix(config, full.Free("/d0/d", 1000 * GB))[0].ShouldBe("t0 - d0");
    }

    [Fact]
    public void Temp2DestinationSync_Temp2IsTheDestinationChosen()
    {
        var config = Config(A with { Temp2DestinationSync = true, Temp2 = ["/ignored/t"] });

        FirstSix(config, World(config)).ShouldBe(["t0 d0 d0", "t1 d1 d1", "t2 d0 d0", "t0 d1 d1", "t1 d0 d0", "t2 d1 d1"]);
        FirstSix(config, World(config).Free("/d0/d", 0))[0].ShouldBe("t0 d1 d1");
    }
}
