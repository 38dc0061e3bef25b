using System.Collections.Immutable;
using PlotManager.Platform;
using PlotManager.Tests.Platform;

namespace PlotManager.Tests.Scripted;

/// <summary>What plots that fail leave in temp, and <c>clean_up_failed</c>.</summary>
public sealed class FailedRunTests
{
    private const string Left = "/a/temp/plot-k32-2026-11-22-10-00-0000000000000000000000000000000000000000000000000000000000000001.plot.2.tmp";

    private ScriptedFarm _farm = null!;
    private int _plots;
    private int _phases = 1;

    private void Start(bool cleansUp)
    {
        _farm = new ScriptedFarm(ScriptedFarm.Job("a") with { CleanUpFailed = cleansUp, MaxPlots = 1 });
        _farm.Machine.Script = Plot;
        _farm.Starts().Look();
    }

    private void FailsAndIsCleanedUp()
    {
        _farm.Pass(5);
        Eventually.Until(() =>
        {
            _farm.Look();
            return !_farm.Machine.Files.Has(Left);
        }, "the file is gone");
    }

    [Fact]
    public void FailedPlot_WithConsent_IsCleanedUpAtOnce()
    {
        Start(cleansUp: true);
        FailsAndIsCleanedUp();

        Eventually.Until(() =>
        {
            _farm.Look();
            return _farm.Log.Exists(line => line.StartsWith(
                "Warning a the plot has failed: deleted 1 file of it, freed 1 MiB (clean_up_failed): " + Left));
        }, "the log tells");
    }

    [Fact]
    public void FailedPlot_WithoutConsent_Stays()
    {
        Start(cleansUp: false);
        _farm.Pass(30);

        _farm.Machine.Files.Has(Left).ShouldBeTrue();
        _farm.Snapshot.Problems.ShouldContain(problem => problem.Text.EndsWith("plotmanager cleanup --delete frees them"));
    }

    [Fact]
    public void FinishedPlotOfAFailedCopy_Stays()
    {
        _phases = 4;
        Start(cleansUp: true);
        _farm.Pass(30);

        _farm.Machine.Files.Has(Left).ShouldBeTrue();
        _farm.Snapshot.Problems.ShouldContain(problem => problem.Text.StartsWith("a finished plot that was not delivered lies in temp"));
    }

    [Fact]
    public void PlotOfWhichSomethingLives_StaysUntilThatIsGone()
    {
        Start(cleansUp: true);
        var run = _farm.Store.State.Runs.Single().RunId;
        var child = _farm.Machine.Start(["/bin/helper"], [], mark: run);
        _farm.Pass(5);
        _farm.Machine.Files.Has(Left).ShouldBeTrue("its helper may write to it");

        _farm.Machine.Finish(child, 0, null);
        FailsAndIsCleanedUp();
    }

    [Fact]
    public void BackOff_NamesWhatIsInTheWayAndTheCommand()
    {
        _phases = 0;
        Start(cleansUp: false);
        for (var minutes = 0; _farm.Snapshot.Jobs.Single().Rule != "held back" && minutes < 10; minutes++)
        {
            _farm.Pass(1);
        }

        _farm.Snapshot.Jobs.Single().Rule.ShouldBe("held back");
        var inTheWay = $"{_plots} MiB of lost plots are in the way in its temp: plotmanager cleanup --delete frees them";
        _farm.Snapshot.Jobs.Single().Figures.ShouldNotBeNull().ShouldEndWith(inTheWay);
        _farm.Snapshot.Problems.ShouldContain(problem => problem.Text.EndsWith(inTheWay));
    }

    private ImmutableArray<PlotStep> Plot(LaunchOrder order)
    {
        var script = new PlotScript().Begins(0, PlotScript.Id(++_plots), "/a/temp");
        for (var phase = 1; phase <= _phases; phase++)
        {
            script = script.EndsPhase(phase * 0.25, phase);
        }

        return script.Exits(_phases == 0 ? 0.1 : 2, 1).Steps;
    }
}
