using PlotManager.Core.Plotting;

namespace PlotManager.Tests.Scripted;

/// <summary>Plotters that somebody starts by hand, whose output goes to a terminal or nowhere.</summary>
public sealed class WithoutLogTests
{
    private const long Whole = 108_877_420_953;

    private readonly ScriptedFarm _farm = new(ScriptedFarm.Job("a") with { MaxPlots = 0 });

    private ScriptedProcess Plotter(int plots = 1)
    {
        _farm.Starts().Look();
        return _farm.Machine.Start(
            ["/usr/bin/chia_plot", "-n", $"{plots}", "-k", "32", "-t", "/a/temp/", "-d", "/a-dest/plots/"], []);
    }

    private static string Temp(int plot) => $"/a/temp/plot-k32-2026-11-22-10-00-{PlotScript.Id(plot)}.p1.table1.tmp";

    private static string Final(int plot) => $"/a-dest/plots/{PlotScript.FileName(PlotScript.Id(plot))}";

    private PlotRecord Plot(int plot) => _farm.Memory.Load().Plots.Single(record => record.PlotId == PlotScript.Id(plot));

    [Fact]
    public void ItsPlot_IsLearntFromItsOpenFile_AndCompletedByItsFinalOne()
    {
        var plotter = Plotter();
        _farm.Pass(1);
        plotter.Open.Add(Temp(1));
        _farm.Pass(1);
        Plot(1).State.ShouldBe(PlotState.Making);

        plotter.Open.Clear();
        _farm.Machine.Files.Grow(Final(1), Whole);
        _farm.Machine.Finish(plotter, 0, null);
        _farm.Pass(1);

        var plot = Plot(1);
        (plot.State, plot.FinalFile, plot.FinalBytes, plot.Suspect).ShouldBe((PlotState.Completed, Final(1), Whole, null));
        _farm.Memory.Queued.ShouldBe([$"plot-completed:{PlotScript.Id(1)}"]);
        _farm.Snapshot.Jobs.Single().Completed.ShouldBe(1);
    }

    [Fact]
    public void SeveralPlots_AreOneAfterAnother()
    {
        var plotter = Plotter(plots: 2);
        plotter.Open.Add(Temp(1));
        _farm.Pass(1);
        plotter.Open.Add(Temp(2)); // the first is copied meanwhile
        _farm.Machine.Files.Grow(Final(1), Whole);
        _farm.Pass(1);
        Plot(1).State.ShouldBe(PlotState.Making, "it has a file of it open");

        plotter.Open.Remove(Temp(1));
        _farm.Pass(1);
        Plot(1).State.ShouldBe(PlotState.Completed);
        Plot(2).State.ShouldBe(PlotState.Making);

        _farm.Machine.Finish(plotter, null, 9);
        _farm.Pass(1);
        (Plot(2).State, Plot(2).IsOutcomeNotKnown).ShouldBe((PlotState.Unknown, true));
    }

    [Fact]
    public void OutcomeThatNobodyKnows_IsNoError()
    {
        var plotter = Plotter();
        _farm.Pass(1);
        _farm.Machine.Finish(plotter, null, 9);
        _farm.Pass(1);

        var plot = _farm.Memory.Load().Plots.Single();
        (plot.State, plot.Detail).ShouldBe(
            (PlotState.Unknown, "outcome not known: its plotter wrote no log that could be found, and its file is not there"));
        _farm.Snapshot.Problems.ShouldBeEmpty();
        _farm.Snapshot.Jobs.Single().Failed.ShouldBe(0);
        _farm.Log.ShouldNotContain(line => line.StartsWith("Error"));
        _farm.Memory.Queued.ShouldBeEmpty();
    }
}
