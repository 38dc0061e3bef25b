using System.Text;
using PlotManager.Core.Plotters;
using PlotManager.Core.Plotters.Logs;
using PlotManager.Core.Plotters.Reading;
using PlotManager.Core.Plotting;

namespace PlotManager.Core.Tests.Plotters;

/// <summary>
/// Logs as users published them, read as <c>plotmanager log</c> reads them: nobody names the plotter or knows its process. What is right
/// was worked out from the texts.
/// </summary>
public sealed class FieldCaseTests
{
    [Theory]
    [InlineData(
        "10-G1-gh3-cuda719",
        "gigahorse-cuda",
        PlotState.Failed,
        FailureCause.Unknown,
        "the plotter failed: CUDA error 719: unspecified launch failure")]
    [InlineData("03-B1-panic-err5", "bladebit-cuda", PlotState.Failed, FailureCause.DriveFailed, "Failed to write to plot with error 5")]
    [InlineData("03-B4-driver", "bladebit-cuda", PlotState.Failed, FailureCause.Unknown, "CUDA driver version is insufficient")]
    [InlineData("04-B2b-fatal-err28-same", "bladebit-cuda", PlotState.Failed, FailureCause.DestinationFull, "the destination is full: ")]
    [InlineData(
        "04-BE-open22",
        "bladebit-cuda",
        PlotState.Failed,
        FailureCause.BadArgument,
        "a setting is wrong: Failed to open plot file with error: 22")]
    [InlineData("04-BE-slice28", "bladebit-cuda", PlotState.Failed, FailureCause.TempFull, "temp is full: ")]
    [InlineData("05-C5-german-net", "chia", PlotState.Blocked, FailureCause.Unknown, "Unerwarteter Netzwerkfehler")]
    [InlineData("05-CE-fbig", "chia", PlotState.Blocked, FailureCause.FileTooLarge, "File too large")]
    [InlineData("05-CE-semaphore", "chia", PlotState.Blocked, FailureCause.DirectoryVanished, "a directory is missing or cannot be used: ")]
    [InlineData(
        "06-BF-13762-virtualalloc", "bladebit-disk", PlotState.Failed, FailureCause.OutOfMemory, "out of memory: VirtualAlloc failed")]
    [InlineData("06-C1-badalloc", "chia", PlotState.Failed, FailureCause.OutOfMemory, "out of memory: bad allocation")]
    [InlineData("14-B9-journald", "bladebit-cuda", PlotState.Failed, FailureCause.DriveFailed, "Failed to write to plot with error 5")]
    [InlineData("15-C3-fat32", "chia", PlotState.Blocked, FailureCause.FileTooLarge, "FAT32: 4 GiB")]
    [InlineData(
        "17-B4-driver",
        "bladebit-cuda",
        PlotState.Failed,
        FailureCause.Unknown,
        "the plotter failed: CUDA error cudaErrorInsufficientDriver")]
    [InlineData("18-C6-segv", "chia", PlotState.Failed, FailureCause.Crashed, "the plotter crashed: Segmentation fault (core dumped)")]
    [InlineData("18-M1-ram-inf", "madmax", PlotState.Failed, FailureCause.TempFull, "temp is full: ")]
    [InlineData("18-M4-killed-sh", "madmax", PlotState.Killed, FailureCause.Killed, "46186 Killed")]
    [InlineData("18-M8-fopen-p3", "madmax", PlotState.Failed, FailureCause.TooManyFiles, "too many files are open: ")]
    public void Read_ALogOfTheField_NamesItsPlotterStateAndCause(
        string name, string plotter, PlotState state, FailureCause cause, string words)
    {
        var (profile, log) = Read(Bytes(name));

        profile.Name.ShouldBe(plotter);
        var outcome = log.Plots.IsEmpty
            ? LogOutcome.OfRun(profile, log, null).ShouldNotBeNull()
            : LogOutcome.Of(profile, log, log.Plots.Length - 1, null);
        (outcome.State, outcome.Failure?.Cause).ShouldBe((state, cause), outcome.Failure?.Text);
        outcome.Failure!.Text.ShouldContain(words);
    }

    [Fact]
    public void Read_BladebitThatDeletesAPlotAfterItsCheck_CountsItAsFailed()
    {
        var (profile, log) = Read(Bytes("01-B8-check-deleted"));

        profile.Name.ShouldBe("bladebit-cuda");
        log.Plots.Select(plot => plot.State).ShouldBe([PlotState.Completed, PlotState.Failed, PlotState.Completed]);
        log.Plots[1].Failure.ShouldNotBeNull().Cause.ShouldBe(FailureCause.CheckFailed);
        log.Plots[0].FinalFile.ShouldNotBeNull().ShouldEndWith("d6569b3c16ce629220905aa7e5e5a400de8654.plot");
    }

    // Without the head of the log: the words of the check tell that it is on.
    [Fact]
    public void Read_BladebitThatDeletesAPlotBeforeItSaysItIsWritten_CountsItAsFailed()
    {
        const string Id = "264424cc7414503a62bec2b077d6569b3c16ce629220905aa7e5e5a400de8654";
        const string Other = "64760d8c7b794f6e9182dd83c776930cc11d67ec2ff91224f9d526885635fd56";
        var (_, log) = Read(Encoding.UTF8.GetBytes($"""
            Bladebit Chia Plotter
            [Bladebit CUDA Plotter]
            Generating plot 1 / 2: {Id}
            Plot temporary file: /d/plot-k32-c05-2023-08-05-10-11-{Id}.plot.tmp
            Completed Phase 3 in 89.95 seconds
            Completed Plot 1 in 179.15 seconds ( 2.98 minutes )
            Checking 100 random proofs with seed 0x11...
            WARNING: Deleting plot '/d/plot-k32-c05-2023-08-05-10-11-{Id}.plot.tmp' as it is below the proof threshold: 0.760 / 0.800.
            Completed writing plot in 20.00 seconds
            Generating plot 2 / 2: {Other}
            Plot temporary file: /d/plot-k32-c05-2023-08-05-10-11-{Other}.plot.tmp
            Completed Plot 1 in 179.15 seconds ( 2.98 minutes )
            /d/plot-k32-c05-2023-08-05-10-11-{Other}.plot.tmp -> /d/plot-k32-c05-2023-08-05-10-11-{Other}.plot

            """));

        log.Plots.Select(plot => plot.State).ShouldBe([PlotState.Failed, PlotState.Completed]);
    }

    [Fact]
    public void Read_GigahorseOfToday_KnowsKAndTheDriveOfTheFile()
    {
        const string Id = "264424cc7414503a62bec2b077d6569b3c16ce629220905aa7e5e5a400de8654";
        var (_, log) = Read(Encoding.UTF8.GetBytes($"""
            Gigahorse 3.0 k32 CUDA plotter - 94d0ea0
            Final Destination: /mnt/farm4/
            Final Destination: /mnt/farm2/
            Number of Plots: infinite
            Crafting plot 1 out of -1 (2024/04/07 01:53:38)
            Plot Name: plot-k32-c30-2024-04-07-01-53-{Id}
            Total plot creation time was 170 sec (2.8 min)
            Started copy to /mnt/farm4/plot-k32-c30-2024-04-07-01-53-{Id}.plot
            Copy to /mnt/farm4/plot-k32-c30-2024-04-07-01-53-{Id}.plot finished, took 299.365 sec, 243.915 MB/s avg.

            """));

        var plot = log.Plots.ShouldHaveSingleItem();
        (plot.K, plot.State, plot.Destination).ShouldBe((32, PlotState.Completed, "/mnt/farm4"));
    }

    [Theory]
    [InlineData("[batch] progress: plot 3/10 done (30.0%, 2.41 s/plot avg, 0.000373 TiB/s, fully plotted in ~17s)")]
    [InlineData("[batch] progress: plot 3/10 done (30.0%, 2 skipped, 2.41 s/plot avg, 0.00037 TiB/s, batch ETA ~17s)")]
    public void Read_Xchplot2_CountsItsFilesInBothWordings(string progress)
    {
        var files = Enumerable.Range(1, 3).Select(number => $"/d/plot-k28-{number:x64}.gplot");
        var (profile, log) = Read(Encoding.UTF8.GetBytes(
            $"[batch] 10 plots queued\n{progress}\n{string.Join('\n', files)}\n[batch] FAILED: CUDA out of memory\n"));

        profile.Name.ShouldBe("xchplot2");
        log.PlotCount.ShouldBe(10);
        log.Plots.Count(plot => plot.State == PlotState.Completed).ShouldBe(3);
        log.Failure.ShouldNotBeNull().Text.ShouldBe("out of memory: CUDA out of memory");
    }

    [Theory]
    [InlineData(1, "(an argument is wrong)")]
    [InlineData(2, "(it failed as a whole)")]
    [InlineData(3, "(some of its plots failed)")]
    [InlineData(4, "(it was told to end and left plots unmade)")]
    public void OfRun_ExitCodesOfXchplot2_AreToldInWords(int code, string words) =>
        LogOutcome.OfRun(BuiltInProfiles.Catalog.Find("xchplot2")!, new RunLog(), new ProcessFacts(false, code)).ShouldNotBeNull()
            .Failure.ShouldNotBeNull().Text.ShouldBe($"the plotter ended with exit code {code} {words}");

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

    private static byte[] Bytes(string name) =>
        File.ReadAllBytes(Path.Combine(AppContext.BaseDirectory, "Plotters", "FieldCases", name + ".log"));
}
