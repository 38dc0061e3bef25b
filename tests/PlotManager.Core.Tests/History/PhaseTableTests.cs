using PlotManager.Core.History;
using PlotManager.Core.Tests.Plotters.Logs;

namespace PlotManager.Core.Tests.History;

public sealed class PhaseTableTests
{
    private static readonly FinishedPlot[] Plots =
    [
        new("a", "chia", 32, [10, 1]) { Temp = "/t1", TotalSeconds = 11 },
        new("a", "chia", 33, [30, 3]) { Temp = "/t2", TotalSeconds = 33 },
        new("b", "madmax", 32, [20, null]) { Temp = "/t1", CopySeconds = 5 },
        new(null, "chia", 32, [99, 9]) { WasSuspended = true },
    ];

    [Theory]
    [InlineData(PlotGrouping.Job, "a b")]
    [InlineData(PlotGrouping.Plotter, "chia madmax")]
    [InlineData(PlotGrouping.K, "k32 k33")]
    [InlineData(PlotGrouping.Temp, "/t1 /t2")]
    public void Of_Grouping_HasARowForEach(PlotGrouping grouping, string groups) =>
        string.Join(' ', PhaseTable.Of(Plots, grouping).Select(row => row.Group)).ShouldBe(groups);

    [Fact]
    public void Of_Job_TellsMedianAndSpreadOfEachPhase()
    {
        var rows = PhaseTable.Of(Plots, PlotGrouping.Job);

        // Of 10 and 30: 20 in the middle, 28 at nine tenths.
        rows[0].ShouldSatisfyAllConditions(
            row => row.Plots.ShouldBe(2),
            row => row.Phases.ShouldBe([new Spread(2, 20, 28), new Spread(2, 2, 2.8)]),
            row => row.Copy.ShouldBeNull(),
            row => row.Total.ShouldBe(new Spread(2, 22, 30.8)));
        rows[1].Phases.ShouldBe([new Spread(1, 20, 20), null]);
        rows[1].Copy.ShouldBe(new Spread(1, 5, 5));
    }

    [Fact]
    public void FinishedPlot_OfALog_TakesItsTimes()
    {
        var plot = FinishedPlot.Of(Fixture.Read("madmax/k25_solo_slowcopy").Plots[0], "madmax", "x").ShouldNotBeNull();

        (plot.Job, plot.K, plot.CopySeconds, plot.TotalSeconds).ShouldBe(("x", 25, 13.8467, 317.75));
        plot.PhaseSeconds.ShouldBe([151.974, 38.2734, 120.369, 7.07812]);
        FinishedPlot.Of(Fixture.Read("madmax/sig_sigkill_n1_p3").Plots[0], "madmax", "x").ShouldBeNull();
    }
}
