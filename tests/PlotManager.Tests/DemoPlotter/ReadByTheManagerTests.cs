using System.Text;
using PlotManager.Core.Plotters.Logs;
using PlotManager.Core.Plotters.Reading;
using PlotManager.Core.Plotting;

namespace PlotManager.Tests.DemoPlotter;

/// <summary>What a stand-in did, told by its log alone: the reader that knows nothing of stand-ins finds it all.</summary>
public sealed class ReadByTheManagerTests
{
    [Theory]
    [InlineData("chia", "seconds: 0.5")]
    [InlineData("chia", "seconds: 0.5\nversion: 1")]
    [InlineData("madmax", "seconds: 0.5")]
    public void FinishedPlots_InTheLog_AreAllThere(string profile, string settings)
    {
        using var plotter = new Plotter(settings);
        _ = profile == "chia" ? plotter.Chia("-n", "2") : plotter.ChiaPlot("-n", "2");

        var run = Read(profile, plotter.Output);
        run.Plots.Length.ShouldBe(2);
        foreach (var plot in run.Plots)
        {
            plot.State.ShouldBe(PlotState.Completed);
            plot.K.ShouldBe(18);
            plot.Phases.Select(end => end.Phase).ShouldBe([1, 2, 3, 4]);
            plot.TotalSeconds!.Value.ShouldBeGreaterThanOrEqualTo(plot.Phases.Sum(end => end.Seconds) - 0.01);
            Plotter.Names(plotter.Destination).ShouldContain(name => name.Contains(plot.PlotId!));
        }
    }

    [Theory]
    [InlineData("chia", "fail: out_of_memory")]
    [InlineData("chia", "fail: bad_key")]
    [InlineData("madmax", "fail: temp_full")]
    [InlineData("madmax", "fail: out_of_memory")]
    public void FailedPlot_InTheLog_IsAFailure(string profile, string failure)
    {
        using var plotter = new Plotter("seconds: 0\n" + failure);
        _ = profile == "chia" ? plotter.Chia() : plotter.ChiaPlot();
        var run = Read(profile, plotter.Output + plotter.Error);
        (run.Failure ?? run.Plots[^1].Failure).ShouldNotBeNull();
    }

    [Fact]
    public void SuspectPlot_InTheLog_IsMarked()
    {
        using var plotter = new Plotter("seconds: 0\nretry_seconds: 0\nfail: suspect@1.60");
        plotter.Chia();
        Read("chia", plotter.Output).Plots[0].Suspect.ShouldNotBeNull();
    }

    private static RunLog Read(string profile, string log)
    {
        var reader = new PlotLogReader(BuiltInProfiles.Catalog.Find(profile)!);
        reader.Feed(Encoding.UTF8.GetBytes(log));
        return reader.Finish();
    }
}
