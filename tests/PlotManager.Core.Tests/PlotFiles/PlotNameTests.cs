using PlotManager.Core.PlotFiles;

namespace PlotManager.Core.Tests.PlotFiles;

public sealed class PlotNameTests
{
    private const string Id = HandMade.Id;

    [Theory]
    [InlineData($"plot-k32-2026-11-28-10-15-{Id}.plot", 32, null)]
    [InlineData($"plot-k32-c7-2026-11-28-10-15-{Id}.plot", 32, 7)]
    [InlineData($"plot-k32-c07-2026-11-28-10-15-{Id}.plot", 32, 7)]
    [InlineData($"plot-mmx-k29-c5-{Id}.plot", 29, 5)]
    [InlineData($"plot-{Id}.plot", null, null)]
    public void Of_PlottersNames(string name, int? k, int? compression) => PlotName.Of(name).ShouldBe(new PlotName(Id, k, compression));

    [Fact]
    public void Of_AnyOtherName_SaysNothing() => PlotName.Of("katzen-cats-kx.plot").ShouldBe(new PlotName(null, null, null));

    [Theory]
    [InlineData("a.plot", true, false)]
    [InlineData("a.PLOT", true, false)]
    [InlineData("a.gplot", true, false)]
    [InlineData("a.plot2", true, false)]
    [InlineData("a.drplot", true, false)]
    [InlineData("a.plot.tmp", false, true)]
    [InlineData("a.plot.2.tmp", false, true)]
    [InlineData("a.gplot.partial.x2Yz", false, true)]
    [InlineData($"plot-k32-{Id}.plt", false, true)]
    [InlineData($"plot-k32-{Id}", false, true)]
    [InlineData($"xchplot2-job-{Id}.tsv", false, false)] // holds private keys
    [InlineData($"{Id}.log", false, false)]
    [InlineData("photo.jpg", false, false)]
    public void Names_OfPlots(string name, bool farmed, bool unseen)
    {
        PlotName.IsFarmed(name).ShouldBe(farmed);
        PlotName.IsUnseen(name).ShouldBe(unseen);
    }
}
