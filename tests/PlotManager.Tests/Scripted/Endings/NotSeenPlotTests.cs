using System.Collections.Immutable;
using PlotManager.Acting;
using PlotManager.Core.PlotFiles;
using PlotManager.Core.Plotting;
using PlotManager.Platform;
using PlotManager.Plots;

namespace PlotManager.Tests.Scripted;

/// <summary>Plots that were finished onto a destination that was gone: nobody knows whether they are there.</summary>
public sealed class NotSeenPlotTests
{
    private readonly ScriptedFarm _farm = new(ScriptedFarm.Job("a", maxPlots: 1));
    private int _plots;

    public NotSeenPlotTests()
    {
        _farm.Machine.Script = Plot;
        _farm.Starts().Look();
        _farm.Pass(10);
    }

    private PlotRecord First => _farm.Memory.Load().Plots.Single(plot => plot.PlotId == PlotScript.Id(1));

    private JobRecord Job => _farm.Store.State.Job("a");

    [Fact]
    public void NotSeen_CountsAgainstMaxPlots_AndStaysAProblemUntilItIsSettled()
    {
        (First.State, First.Proof, First.IsNotSeen).ShouldBe((PlotState.Completed, FileProof.NotSeen, true));
        (Job.KickedOff, Job.Completed).ShouldBe((1, 0));
        _farm.Store.State.NotMade.ShouldBeEmpty("nobody has seen that it is not there");

        _farm.Pass(60 * 48, step: 60 * 12);
        _farm.Snapshot.Problems.Single(problem => problem.Text.StartsWith("not seen")).Text.ShouldBe(
            "not seen: the plotter says that it is finished, but its destination is gone: /a-dest/plots is missing "
            + $"(/a-dest/plots/{PlotScript.FileName(PlotScript.Id(1))}); if it was made: plotmanager plots accept 00000000, "
            + "if not: plotmanager plots lost 00000000");
    }

    [Fact]
    public void Accepted_IsCountedAsMade_Once()
    {
        PlotSettling.Settle(_farm.Store, "0000", made: true).Done.ShouldBeTrue();
        PlotSettling.Settle(_farm.Store, "0000", made: true).Done.ShouldBeFalse();

        (First.State, First.Proof, First.Suspect).ShouldBe((PlotState.Completed, FileProof.Accepted, null));
        (Job.KickedOff, Job.Completed).ShouldBe((1, 1));
        _farm.Look();
        _farm.Snapshot.Problems.ShouldNotContain(problem => problem.Text.StartsWith("not seen"));
        _farm.Log.ShouldContain(line => line.Contains("the plot is made after all: accepted by the user"));
    }

    [Fact]
    public void Lost_IsGivenBackToMaxPlots()
    {
        PlotSettling.Settle(_farm.Store, PlotScript.Id(1), made: false).Done.ShouldBeTrue();

        (First.State, First.Proof).ShouldBe((PlotState.Failed, FileProof.Lost));
        (Job.KickedOff, Job.Completed, Job.Failed).ShouldBe((0, 0, 1));
        _farm.Store.State.NotMade.ShouldBeEmpty();
        _farm.Machine.Files.Folders.Add("/a-dest/plots");
        _farm.Pass(1);
        _plots.ShouldBe(2, "another is made in its place");
    }

    [Fact]
    public void FoundByAScan_IsMade()
    {
        var there = new RememberedPlot("/elsewhere/p.plot", "7", 5000, 0, Deep: false, new PlotFile
        {
            Name = "p.plot",
            Length = 5000,
            Id = PlotScript.Id(1),
            State = PlotFileState.Truncated,
        });
        PlotSettling.SettleFound(_farm.Store, new PlotsFound([there], [], []));
        First.IsNotSeen.ShouldBeTrue("half a file is no plot");

        var whole = there with { File = there.File with { State = PlotFileState.Whole } };
        PlotSettling.SettleFound(_farm.Store, new PlotsFound([whole], [], []));

        (First.Proof, First.FinalFile, First.FinalBytes).ShouldBe((FileProof.Made, "/elsewhere/p.plot", 5000));
        (Job.KickedOff, Job.Completed).ShouldBe((1, 1));
    }

    [Fact]
    public void WhatIsNoIdOfSuchAPlot_IsRefused() => PlotSettling.Settle(_farm.Store, "ffff", made: true).Text.ShouldBe(
        "no plot that was not seen begins with ffff; plotmanager status lists them under problems");

    private ImmutableArray<PlotStep> Plot(LaunchOrder order)
    {
        var id = PlotScript.Id(++_plots);
        var (unfinished, final) = ($"/a/temp/{PlotScript.FileName(id)}.2.tmp", $"/a-dest/plots/{PlotScript.FileName(id)}");
        return new PlotScript().Begins(0, id, "/a/temp").EndsPhase(1, 1).EndsPhase(2, 2).EndsPhase(3, 3).EndsPhase(4, 4)
            .Does(4, (machine, _) => machine.Files.RemoveFolder("/a-dest/plots"))
            .Says(4, $"Renamed final file from \"{unfinished}\" to \"{final}\"").Exits(4, 0).Steps;
    }
}
