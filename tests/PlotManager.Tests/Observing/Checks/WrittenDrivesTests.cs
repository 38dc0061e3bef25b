using System.Collections.Immutable;
using PlotManager.Core.Plotters.Logs;
using PlotManager.Core.Plotters.Reading;
using PlotManager.Core.Plotting;
using PlotManager.Core.Scheduling;
using PlotManager.Observing;
using PlotManager.Observing.Checks;

namespace PlotManager.Tests.Observing.Checks;

public sealed class WrittenDrivesTests
{
    private static readonly PlotDirectories Drives = new("/nvme", "/ssd", "/hdd");

    [Theory]
    [InlineData("madmax", 1, "/nvme /ssd")]
    [InlineData("madmax", 4, "/nvme /ssd")]
    [InlineData("madmax", 5, "/hdd /nvme /ssd")] // it copies
    [InlineData("bladebit-ram", 1, "/hdd /nvme /ssd")] // it works in memory and writes where the plot goes
    public void Of_ARunWithALog_AreItsTempDrivesAndTheDestinationWhileItIsWritten(string plotter, int phase, string written) =>
        Written(Run(plotter, new RunLog { Plots = [new PlotLog { Phase = phase, State = PlotState.Making }] })).ShouldBe(written);

    [Fact]
    public void Of_ARunThatTellsNothing_AreAllItsDrives() => Written(Run("madmax", null)).ShouldBe("/hdd /nvme /ssd");

    [Fact]
    public void Of_APlotThatIsCopiedBesideTheNextOne_IsTheDestinationToo()
    {
        var run = Run("madmax", new RunLog
        {
            Plots = [new PlotLog { Phase = 5, State = PlotState.Copying }, new PlotLog { Phase = 1, State = PlotState.Making }],
        });
        Written(run with
        {
            Tracked = run.Tracked with { Plots = [new PlotRecord("r", 1) { State = PlotState.Copying }, new PlotRecord("r", 2)] },
        }).ShouldBe("/hdd /nvme /ssd");
    }

    [Fact]
    public void Of_NoRun_IsNone() => WrittenDrives.Of(Seen()).ShouldBeEmpty();

    private static string Written(ObservedRun run) =>
        string.Join(' ', WrittenDrives.Of(Seen(run)).Keys.Order(StringComparer.Ordinal));

    private static Observation Seen(params ImmutableArray<ObservedRun> runs) =>
        new(runs, ImmutableDictionary<string, DirectoryFinding>.Empty, DateTimeOffset.UnixEpoch);

    private static ObservedRun Run(string plotter, RunLog? log) => new(
        new TrackedRun(
            new RunRecord
            {
                RunId = "r",
                Plotter = plotter,
                State = RunState.Running,
                LaunchedAt = DateTimeOffset.UnixEpoch,
                Directories = new PlotDirectories("/nvme/t", "/ssd/t", "/hdd/d"),
            },
            []),
        BuiltInProfiles.Catalog.Find(plotter)!, log, null, null, null, Drives, RunFiles.None);
}
