using PlotManager.Core.Plotters.Reading;
using PlotManager.Core.Scheduling;

namespace PlotManager.Tests.Scripted;

/// <summary>Gigahorse with several -d, as people run it: nobody knows to which drive its next plot goes.</summary>
public sealed class SeveralDestinationsTests
{
    [Fact]
    public void ARunThatMayWriteToTwoDrives_HasRoomKeptOnBoth()
    {
        var farm = new ScriptedFarm(ScriptedFarm.Job("a"), ScriptedFarm.Job("b"));
        farm.Machine.Script = order =>
            PlotScript.Good(order.Arguments.Contains("/a/temp") ? PlotScript.Id(1) : PlotScript.Id(2), "/a/temp", "/a-dest/plots").Steps;
        farm.Machine.Start(["cuda_plot_k32", "-C", "7", "-t", "/t", "-d", "/a-dest/plots", "-d", "/b-dest/plots"], []);

        farm.Starts().Look();

        // The farm's own run on each, and the plot that may go to either.
        var compressed = BuiltInProfiles.Catalog.Find("gigahorse")!.FinalBytes(32, 7);
        var promised = Room.Needs(108_877_420_953) + Room.Needs(compressed);
        farm.Snapshot.Drives.Where(drive => drive.Path.EndsWith("-dest", StringComparison.Ordinal))
            .Select(drive => drive.Promised).ToList().ShouldBe([promised, promised]);
    }
}
