using PlotManager.Core.History;
using PlotManager.Core.Plotters;
using PlotManager.Core.Plotters.Reading;

namespace PlotManager.Core.Tests.History;

public sealed class TimeLeftTests
{
    private static readonly PlotterProfile Chia = BuiltInProfiles.Catalog.Find("chia").ShouldNotBeNull();

    // Sorted by phase 1: 90 100 110 120 1000, median 110; 90th percentile between the 4th and 5th: 120 + 0.6 * 880 = 648.
    private static readonly FinishedPlot[] History =
    [
        Plot("a", 100, 20, 60, 5, copy: 10),
        Plot("a", 1000, 20, 60, 5, copy: 10),
        Plot("a", 90, 20, 60, 5, copy: 10),
        Plot("a", 120, 20, 60, 5, copy: 10),
        Plot("a", 110, 20, 60, 5, copy: 10),
    ];

    [Fact]
    public void Of_BeforePhase1_IsTheSumOfTheMedians()
    {
        var left = TimeLeft.Of(Chia, 32, "a", new PlotPosition(0, 0, null, null), History).ShouldNotBeNull();

        left.Usual.ShouldBe(110 + 20 + 60 + 5 + 10);
        left.AtMost.ShouldNotBeNull().ShouldBe(648 + 20 + 60 + 5 + 10, 1e-9);
        left.Basis.ShouldBe(5);
    }

    [Fact]
    public void Of_WithinAPhase_TakesTheTimeSpentInItOff() =>
        TimeLeft.Of(Chia, 32, "a", new PlotPosition(3, 0.2, 45, 200), History).ShouldNotBeNull().Usual.ShouldBe(60 - 45 + 5 + 10);

    [Fact]
    public void Of_PhaseLongerThanUsual_GoesByItsMilestones() =>
        TimeLeft.Of(Chia, 32, "a", new PlotPosition(3, 0.5, 100, 250), History).ShouldNotBeNull().Usual.ShouldBe(30 + 5 + 10);

    [Fact]
    public void Of_Copying_IsWhatTheCopyStillTakes() =>
        TimeLeft.Of(Chia, 32, "a", new PlotPosition(5, 0, 4, 300), History).ShouldNotBeNull().Usual.ShouldBe(6);

    // A quarter took 4 seconds: the rest takes 12, whatever copies took before.
    [Fact]
    public void Of_CopyingByTheBytes_IsWhatTheRestTakesAtThatPace() =>
        TimeLeft.Of(Chia, 32, "a", new PlotPosition(5, 0.25, 4, 300), History).ShouldNotBeNull().Usual.ShouldBe(12);

    [Fact]
    public void Of_OtherJobsPlots_CountOnlyWhereTheJobHasNone()
    {
        var history = History.Append(Plot("b", 500, 20, 60, 5, copy: 10)).ToList();

        TimeLeft.Of(Chia, 32, "b", new PlotPosition(1, 0, 0, 0), history).ShouldNotBeNull().Usual.ShouldBe(595);
        TimeLeft.Of(Chia, 32, "a", new PlotPosition(1, 0, 0, 0), history).ShouldNotBeNull().Usual.ShouldBe(205);
        // 90 100 110 120 500 1000: the median of all six is 115.
        TimeLeft.Of(Chia, 32, "c", new PlotPosition(1, 0, 0, 0), history).ShouldNotBeNull().Usual.ShouldBe(210);
    }

    [Fact]
    public void Of_PlotsOfAnotherSizeOrPlotter_DoNotCount()
    {
        FinishedPlot[] history =
        [
            Plot("a", 1, 1, 1, 1, copy: 1) with { K = 33 },
            Plot("a", 1, 1, 1, 1, copy: 1) with { Plotter = "madmax" },
        ];

        TimeLeft.Of(Chia, 32, "a", new PlotPosition(1, 0, 0, 0), history).ShouldBeNull();
    }

    [Fact]
    public void Of_NoHistory_GoesByTheProfilesWeights()
    {
        // Phase 1 has 33.4 of 100 and the copy 3 more: at its end 33.4 of 103 are done, after 1000 s.
        var left = TimeLeft.Of(Chia, 32, "a", new PlotPosition(2, 0, 0, 1000), []).ShouldNotBeNull();

        left.Usual.ShouldBe(1000 * (103 - 33.4) / 33.4, 1e-6);
        left.AtMost.ShouldBeNull();
        left.Basis.ShouldBe(0);
    }

    private static FinishedPlot Plot(string job, double p1, double p2, double p3, double p4, double copy) =>
        new(job, "chia", 32, [p1, p2, p3, p4]) { CopySeconds = copy };
}
