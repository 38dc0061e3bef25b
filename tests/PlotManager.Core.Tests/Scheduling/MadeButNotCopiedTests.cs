using PlotManager.Core.Configuration;
using PlotManager.Core.Plotters;
using PlotManager.Core.Plotters.Reading;
using PlotManager.Core.Scheduling;
using PlotManager.Core.Simulation;

namespace PlotManager.Core.Tests.Scheduling;

/// <summary>
/// Field case 09: madMax makes the next plot while the one before is still copied. With temp and temp2 on one drive of 340 GiB one plot
/// has 330 GiB there (220 and 110), and the plot before it 101.4 GiB: 431.4.
/// </summary>
public sealed class MadeButNotCopiedTests
{
    private const long GiB = 1L << 30;
    private const long Plot = 108_877_420_953;

    private static readonly PlotterProfile MadMax = BuiltInProfiles.Catalog.Find("madmax")!;

    private static Job Job(int plots, params string[] arguments) => SmallFarm.Job() with
    {
        Plotter = MadMax,
        Temp = ["/ram/temp1"],
        Temp2 = ["/ram/temp2"],
        PlotsPerRun = plots,
        ExtraArgs = [.. arguments],
        CheckTempSpace = true,
    };

    [Fact]
    public void Of_ARunOfSeveralPlots_HasTheOneBeforeInTemp()
    {
        PlotNeeds.Of(Job(5), 5).ShouldBe(new PlotNeeds(Plot, (220 * GiB) + Plot, 110 * GiB));
        PlotNeeds.Of(Job(5), 1).ShouldBe(new PlotNeeds(Plot, 220 * GiB, 110 * GiB), "max_plots leaves one");
        PlotNeeds.Of(Job(5, "-w"), 5).TempPeakBytes.ShouldBe(220 * GiB, "it waits for the copy");
        PlotNeeds.Of(Job(5) with { Plotter = SmallFarm.Profile }, 5).TempPeakBytes.ShouldBe(239 * GiB, "chia copies before it goes on");
    }

    [Fact]
    public void PeakTemp_WhileMoreAreToCome_IsThatOfTheNext()
    {
        PlotNeeds.PeakTemp(Job(5), phasesPassed: 3, plots: 2).Temp.ShouldBe((220 * GiB) + Plot);
        PlotNeeds.PeakTemp(Job(5), phasesPassed: 3, plots: 1).Temp.ShouldBeLessThan(220 * GiB);
        PlotNeeds.PeakTemp(Job(5), phasesPassed: 4, plots: 1).ShouldBe((0, 0), "a copy makes nothing grow in temp");
    }

    [Theory]
    [InlineData(340, 5, false)]
    [InlineData(432, 5, true)]
    [InlineData(340, 1, true)]
    public void Decide_WithCheckTempSpace_StartsOnlyWhereBothHaveRoom(long gib, int plots, bool starts)
    {
        var config = SmallFarm.Config(Job(plots));
        var world = SmallFarm.World(config).Free("/ram/temp1", gib * GiB).Free("/ram/temp2", gib * GiB);

        Scheduler.Decide(config, world).StartsAny.ShouldBe(starts);
    }

    [Fact]
    public void Simulate_ADriveThatIsTooSmallForBoth_IsMarked()
    {
        var config = SmallFarm.Config(Job(5) with { CheckTempSpace = false, MaxConcurrent = 1 });
        var ram = new DirectoryFinding("/ram", 340 * GiB, 340 * GiB, DirectoryCondition.Usable);
        var start = EmptyFarm.Of(config, EmptyFarm.Midnight, path => path.StartsWith("/ram", StringComparison.Ordinal) ? ram : null);

        var summary = Simulator.Run(new(config, start, new(12, 6, 8, 1), TimeSpan.FromDays(1)));

        var temp = summary.Temps.ShouldHaveSingleItem();
        temp.PeakBytes.ShouldBe((330 * GiB) + Plot);
        temp.OverflowAtMinute.ShouldBe(0);
        SimulationText.Summary(summary).ShouldContain(line => line.Contains("peaks at 431.4 GiB of 340.0 GiB", StringComparison.Ordinal)
            && line.Contains("TOO LITTLE, it may overflow from the beginning", StringComparison.Ordinal));
    }
}
