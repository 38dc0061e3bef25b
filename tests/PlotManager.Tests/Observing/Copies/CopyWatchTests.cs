using PlotManager.Core.Plotters;
using PlotManager.Core.Plotters.Logs;
using PlotManager.Core.Plotters.Reading;
using PlotManager.Core.Plotting;
using PlotManager.Observing.Copies;
using PlotManager.Tests.Scripted;

namespace PlotManager.Tests.Observing.Copies;

public sealed class CopyWatchTests
{
    private const long Whole = 1000;
    private static readonly PlotterProfile MadMax = BuiltInProfiles.Catalog.Find("madmax")!;
    private static readonly PlotterProfile Chia = BuiltInProfiles.Catalog.Find("chia")!;

    private readonly ScriptedFiles _files = new(new ScriptedClock(ScriptedMachine.T0));

    private static PlotLog Copying(string name) =>
        new() { PlotName = name, Phase = 5, State = PlotState.Copying, FinalBytes = Whole, K = 32, PlotId = "ab" };

    private System.Collections.Immutable.ImmutableDictionary<int, double> Shares(PlotterProfile profile, params PlotLog[] plots) =>
        new CopyWatch(_files).SharesOf(
            new TrackedRun(
                new RunRecord
                {
                    RunId = "r",
                    Plotter = profile.Name,
                    State = RunState.Running,
                    LaunchedAt = ScriptedMachine.T0,
                    Directories = new PlotDirectories("/t", null, "/d"),
                },
                []),
            profile, new RunLog { Plots = [.. plots] }, _ => "plot-of-the-listing");

    public CopyWatchTests() => _files.Folders.UnionWith(["/t", "/d", "/e"]);

    [Fact]
    public void SharesOf_TheFileThatGrowsAtTheDestination_IsTheShareOfTheFinalSize()
    {
        _files.Grow("/d/plot-1.plot.tmp", 250);

        Shares(MadMax, Copying("plot-1")).ShouldBe([new(0, 0.25)]);
    }

    [Fact]
    public void SharesOf_TheFileHasItsFinalName_IsAll()
    {
        _files.Grow("/d/plot-1.plot", Whole);

        Shares(MadMax, Copying("plot-1")).ShouldBe([new(0, 1)]);
    }

    [Fact]
    public void SharesOf_TheLogNamesNoPlot_GoesByTheNameThatItsFilesHave()
    {
        _files.Grow("/d/plot-of-the-listing.plot.2.tmp", 500);

        Shares(Chia, Copying(null!)).ShouldBe([new(0, 0.5)]);
    }

    [Fact]
    public void SharesOf_APlotBesideTheNextOne_IsAskedAfterWhereItReallyGoes()
    {
        _files.Grow("/e/plot-1.plot.tmp", 100);
        var next = new PlotLog { PlotName = "plot-2", Phase = 2, State = PlotState.Making };

        Shares(MadMax, Copying("plot-1") with { Destination = "/e" }, next).ShouldBe([new(0, 0.1)]);
    }

    [Fact]
    public void SharesOf_NothingIsThereYet_IsNotKnown() => Shares(MadMax, Copying("plot-1")).ShouldBeEmpty();
}
