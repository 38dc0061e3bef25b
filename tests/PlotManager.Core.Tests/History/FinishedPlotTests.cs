using PlotManager.Core.History;
using PlotManager.Core.Tests.Plotters.Logs;

namespace PlotManager.Core.Tests.History;

public sealed class FinishedPlotTests
{
    [Fact]
    public void Of_ALog_TakesItsTimes()
    {
        var plot = FinishedPlot.Of(Fixture.Read("madmax/k25_solo_slowcopy").Plots[0], "madmax", "x").ShouldNotBeNull();

        (plot.Job, plot.K, plot.CopySeconds, plot.TotalSeconds).ShouldBe(("x", 25, 13.8467, 317.75));
        plot.PhaseSeconds.ShouldBe([151.974, 38.2734, 120.369, 7.07812]);
        FinishedPlot.Of(Fixture.Read("madmax/sig_sigkill_n1_p3").Plots[0], "madmax", "x").ShouldBeNull();
    }
}
