using PlotManager.Core.Plotters;
using PlotManager.Core.Plotters.Logs;
using PlotManager.Core.Plotting;

namespace PlotManager.Core.Tests.Plotters;

/// <summary>
/// Logs as users published them, read as <c>plotmanager log</c> reads them: nobody names the plotter or knows its process. What is right was worked
/// out from the texts.
/// </summary>
public sealed class FieldCaseTests
{
    [Theory]
    [InlineData("03-B1-panic-err5", "bladebit-cuda", PlotState.Failed, FailureCause.DriveFailed, "Failed to write to plot with error 5")]
    [InlineData("03-B4-driver", "bladebit-cuda", PlotState.Failed, FailureCause.Unknown, "CUDA driver version is insufficient")]
    [InlineData("04-B2b-fatal-err28-same", "bladebit-cuda", PlotState.Failed, FailureCause.DestinationFull, "the destination is full: ")]
    [InlineData("04-BE-open22", "bladebit-cuda", PlotState.Failed, FailureCause.BadArgument, "a setting is wrong: Failed to open plot file with error: 22")]
    [InlineData("04-BE-slice28", "bladebit-cuda", PlotState.Failed, FailureCause.TempFull, "temp is full: ")]
    [InlineData("05-C5-german-net", "chia", PlotState.Blocked, FailureCause.Unknown, "Unerwarteter Netzwerkfehler")]
    [InlineData("05-CE-fbig", "chia", PlotState.Blocked, FailureCause.FileTooLarge, "File too large")]
    [InlineData("05-CE-semaphore", "chia", PlotState.Blocked, FailureCause.DirectoryVanished, "a directory is missing or cannot be used: ")]
    [InlineData("06-BF-13762-virtualalloc", "bladebit-disk", PlotState.Failed, FailureCause.OutOfMemory, "out of memory: VirtualAlloc failed")]
    [InlineData("06-C1-badalloc", "chia", PlotState.Failed, FailureCause.OutOfMemory, "out of memory: bad allocation")]
    [InlineData("14-B9-journald", "bladebit-cuda", PlotState.Failed, FailureCause.DriveFailed, "Failed to write to plot with error 5")]
    [InlineData("15-C3-fat32", "chia", PlotState.Blocked, FailureCause.FileTooLarge, "FAT32: 4 GiB")]
    [InlineData("17-B4-driver", "bladebit-cuda", PlotState.Failed, FailureCause.Unknown, "the plotter failed: CUDA error cudaErrorInsufficientDriver")]
    [InlineData("18-C6-segv", "chia", PlotState.Failed, FailureCause.Crashed, "the plotter crashed: Segmentation fault (core dumped)")]
    [InlineData("18-M1-ram-inf", "madmax", PlotState.Failed, FailureCause.TempFull, "temp is full: ")]
    [InlineData("18-M4-killed-sh", "madmax", PlotState.Killed, FailureCause.Killed, "46186 Killed")]
    [InlineData("18-M8-fopen-p3", "madmax", PlotState.Failed, FailureCause.TooManyFiles, "too many files are open: ")]
    public void Read_ALogOfTheField_NamesItsPlotterStateAndCause(string name, string plotter, PlotState state, FailureCause cause, string words)
    {
        var (profile, log) = Read(Bytes(name));

        profile.Name.ShouldBe(plotter);
        var outcome = log.Plots.IsEmpty ? LogOutcome.OfRun(log, null).ShouldNotBeNull() : LogOutcome.Of(profile, log, log.Plots.Length - 1, null);
        (outcome.State, outcome.Failure?.Cause).ShouldBe((state, cause), outcome.Failure?.Text);
        outcome.Failure!.Text.ShouldContain(words);
    }

    [Fact]
    public void Read_MadMaxThroughJournald_TellsThePlotAsWithoutIt()
    {
        var (profile, log) = Read(Bytes("14-X-mm-journald"));

        profile.Name.ShouldBe("madmax");
        var plot = log.Plots.ShouldHaveSingleItem();
        plot.State.ShouldBe(PlotState.Completed);
        plot.TotalSeconds.ShouldBe(3325.93);
        plot.CopySeconds.ShouldBe(622.973);
        plot.Phases.Length.ShouldBe(4);
    }

    private static (PlotterProfile Profile, RunLog Log) Read(byte[] bytes)
    {
        var profile = new PlotterGuess(BuiltInProfiles.Catalog).Of(bytes).ShouldNotBeNull();
        var reader = new PlotLogReader(profile);
        reader.Feed(bytes);
        return (profile, reader.Finish());
    }

    private static byte[] Bytes(string name) => File.ReadAllBytes(Path.Combine(AppContext.BaseDirectory, "Plotters", "FieldCases", name + ".log"));
}
