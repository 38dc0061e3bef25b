using PlotManager.Core.Plotting;

namespace PlotManager.Tests.Scripted;

/// <summary>A plotter in a container: the same paths mean other places there.</summary>
public sealed class ContainerTests
{
    private const long Room = 110_000_000_000;

    private readonly ScriptedFarm _farm = new(ScriptedFarm.Job("a", maxPlots: 1));

    private ScriptedProcess Contained(Dictionary<string, string> drives)
    {
        _farm.Machine.Files.FreeBytes["/a-dest"] = Room;
        var plotter = _farm.Machine.Start(
            ["/usr/bin/chia", "plots", "create", "-k", "32", "-n", "3", "-t", "/a/temp", "-d", "/a-dest/plots"], [], container: drives);
        _farm.Starts().Look();
        return plotter;
    }

    [Fact]
    public void ItsPlots_ArePromisedNothingOnDrivesThatOnlyShareTheName()
    {
        Contained([]);

        _farm.Machine.Launches.ShouldHaveSingleItem("the drive of that name here has room");
        var run = _farm.Snapshot.Runs.Single(run => run.Foreign);
        (run.InContainer, run.Job, run.Owner).ShouldBe((true, null, "stranger"));
        _farm.Snapshot.Drives.Single(drive => drive.Path == "/a-dest").Promised.ShouldBeLessThan(2 * Room);
    }

    [Fact]
    public void ItsPlots_ArePromisedRoomOnTheDriveOfTheirDevice()
    {
        Contained(new() { ["/a-dest/plots"] = "/a-dest" });

        _farm.Machine.Launches.ShouldBeEmpty("three plots come to that drive");
        _farm.Snapshot.Jobs.Single().Rule.ShouldBe("destination");
    }

    [Fact]
    public void ItsFiles_AreNeitherLookedForNorDeleted()
    {
        var plotter = Contained([]);
        plotter.Open.Add($"/a/temp/{PlotScript.FileName(PlotScript.Id(7))}.2.tmp");
        _farm.Pass(1);
        _farm.Machine.Files.Grow($"/a-dest/plots/{PlotScript.FileName(PlotScript.Id(7))}", 108_877_420_953);
        _farm.Machine.Finish(plotter, 0, null);
        _farm.Pass(1);

        var plot = _farm.Memory.Load().Plots.Single(plot => plot.PlotId == PlotScript.Id(7));
        (plot.State, plot.IsOutcomeNotKnown).ShouldBe((PlotState.Unknown, true), "the file of that name here is another");
    }
}
