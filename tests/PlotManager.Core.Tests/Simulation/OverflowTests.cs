using PlotManager.Core.Simulation;
using PlotManager.Core.Tests.Scheduling;

namespace PlotManager.Core.Tests.Simulation;

/// <summary>Field case 16: temp and destination on one disk of 1000 GB, and plots are started though it is full.</summary>
[Collection(Alone.Name)]
public sealed class OverflowTests
{
    [Fact]
    public void Run_OntoADriveThatFills_CountsWhatFitsAndSaysWhenItOverflows()
    {
        var job = SmallFarm.Job() with
        {
            Temp =
        [
            "/disk/t",
        ],
            Destination = ["/disk/t"],
            SkipFullDestinations = false,
            MaxConcurrent = 1,
            MaxConcurrentWithStartEarly = 1
        };
        var config = SmallFarm.Config(job);
        var start = EmptyFarm.Of(config, EmptyFarm.Midnight, freeAtDestinations: 1000 * SmallFarm.GB);

        var summary = Simulator.Run(new(config, start, new(150, 60, 110, 8), TimeSpan.FromDays(8)));

        // Nine plots of 108.877 GB are 979.9 GB; the tenth, made after 10 x 328 minutes, finds 20.1 GB, and its run waits for ever.
        (summary.Completed, summary.WithoutRoom, summary.Started).ShouldBe((9, 1, 10));
        var drive = summary.Destinations.ShouldHaveSingleItem();
        (drive.Plots, drive.WaitingPlots, drive.OverflowAtMinute).ShouldBe((9, 1, 3280));
        SimulationText.Summary(summary).ShouldContain("/disk/t OVERFLOWS after 2.3 days: 1 plot waits there for room");

        // 239 GiB (256.6 GB) of temp beside seven plots, made after 7 x 328 minutes, are 1018.8 GB.
        summary.Temps.ShouldHaveSingleItem().OverflowAtMinute.ShouldBe(7 * 328);
    }

    [Fact]
    public void Run_WhereFullDestinationsAreSkipped_OverflowsNever()
    {
        var job = SmallFarm.Job() with { MaxConcurrent = 1, MaxConcurrentWithStartEarly = 1 };
        var config = SmallFarm.Config(job);
        var start = EmptyFarm.Of(config, EmptyFarm.Midnight, freeAtDestinations: 1000 * SmallFarm.GB);

        var summary = Simulator.Run(new(config, start, new(150, 60, 110, 8), TimeSpan.FromDays(8)));

        (summary.Completed, summary.WithoutRoom).ShouldBe((9, 0));
        summary.Destinations[0].OverflowAtMinute.ShouldBeNull();
    }
}
