using System.Text;
using PlotManager.Core.Plotters.Logs;
using PlotManager.Core.Plotters.Reading;
using PlotManager.Core.Plotting;

namespace PlotManager.Core.Tests.Plotters.Logs;

/// <summary>Plotters of which no complete log could be recorded: lines as their documentation and their users' reports give them.</summary>
public sealed class DocumentedLogTests
{
    private const string Id1 = "4a88efe4d0e6fd8412bcf983dd1779a287a41df93dca46d894896f68d7296794";
    private const string Id2 = "2a23cfd13ce31932b9919f0be5b77a499639d65ecf4c075c62af35eb1b51219a";

    [Fact]
    public void Read_BladebitDisk_CompletesAndWaitsForSpace()
    {
        var log = Read("bladebit-disk", $"""
            [Bladebit Disk Plotter]
             Will create 5 plots.
            Generating plot 1 / 5: {Id1}
            Plot temporary file: /d/plot-k32-2026-11-22-11-16-{Id1}.plot.tmp
            Running Phase 1
            Finished Phase 1 in 494.71 seconds. ( 8.2 minutes )
            Running Phase 2
            Finished Phase 2 in 30 seconds
            Running Phase 3
            Finished Phase 3 in 400.5 seconds
            Running Phase 4
            Finished Phase 4 in 9 seconds
            Finished plotting in 934.21 seconds ( 15.57 minutes )
            Generating plot 2 / 5: {Id2}
            No space left in plot output directory '/d'. Waiting 10.0 seconds
            """);

        log.PlotCount.ShouldBe(5);
        var first = log.Plots[0];
        (first.State, first.TotalSeconds, first.FinalFile).ShouldBe(
            (PlotState.Completed, 934.21, $"/d/plot-k32-2026-11-22-11-16-{Id1}.plot"));
        first.Phases.Select(end => end.Seconds).ShouldBe([494.71, 30, 400.5, 9]);
        (log.Plots[1].State, log.Plots[1].Failure?.Cause).ShouldBe((PlotState.Blocked, FailureCause.DestinationFull));
    }

    [Theory]
    [InlineData(
        "Could not rename \"/m/t/x.plot.2.tmp\" to \"/m/d/x.plot\". Error Invalid cross-device link. Retrying in five minutes.",
        FailureCause.Unknown)]
    [InlineData(
        "Could not rename \"/m/t/x.plot.2.tmp\" to \"/m/d/x.plot\". Error Permission denied. Retrying in five minutes.",
        FailureCause.Permission)]
    [InlineData(
        "Could not rename \"/m/t/x.plot.2.tmp\" to \"/m/d/x.plot\". Error No such file or directory. Retrying in five minutes.",
        FailureCause.DirectoryVanished)]
    [InlineData(
        "Could not rename \"/m/t/x.plot.2.tmp\" to \"/m/d/x.plot\". Error No space left on device. Retrying in five minutes.",
        FailureCause.DestinationFull)]
    [InlineData(
        "Could not copy \"/m/t/x.plot.2.tmp\" to \"/m/d/x.plot.2.tmp\". Error Input/output error. Retrying in five minutes.",
        FailureCause.DestinationFull)]
    [InlineData(
        "Could not copy \"/m/t/x.plot.2.tmp\" to \"/m/d/x.plot.2.tmp\". Error Permission denied. Retrying in five minutes.",
        FailureCause.Permission)]
    public void Read_ChiaThatCannotDeliver_WaitsAndTellsWhy(string line, FailureCause cause)
    {
        var log = Read("chia", $"""
            Starting plotting progress into temporary dirs: /m/t and /m/t
            ID: {Id1}
            Plot size is: 32
            Final Directory is: /m/d
            Time for phase 4 = 500.000 seconds. CPU (98.760%) Sun Nov 22 22:12:32 2026
            {line}

            """);
        Waits(log, line, cause);
    }

    [Theory]
    [InlineData(
        "Copy to /d/plot-k32-2026-11-22-10-45-ID.plot failed with: fwrite() failed on /d/x.plot.tmp (No space left on device)",
        FailureCause.DestinationFull)]
    [InlineData("Copy to /d/plot-k32-2026-11-22-10-45-ID.plot failed with: fwrite() failed", FailureCause.Unknown)]
    [InlineData(
        "Copy to /d/plot-k32-2026-11-22-10-45-ID.plot failed with: fwrite() failed on /d/x.plot.tmp (Input/output error)",
        FailureCause.DriveFailed)]
    [InlineData(
        "Copy to /d/plot-k32-2026-11-22-10-45-ID.plot failed with: fwrite() failed on /d/x.plot.tmp (Disk quota exceeded)",
        FailureCause.DestinationFull)]
    [InlineData(
        "Copy to /d/plot-k32-2026-11-22-10-45-ID.plot failed with: fopen() failed on /d/x.plot.tmp (No such file or directory)",
        FailureCause.DirectoryVanished)]
    [InlineData(
        "Copy to /d/plot-k32-2026-11-22-10-45-ID.plot failed with: fopen() failed on /d/x.plot.tmp (Transport endpoint is not connected)",
        FailureCause.DirectoryVanished)]
    [InlineData("Copy to /d/plot-k32-2026-11-22-10-45-ID.plot failed with: fopen() failed", FailureCause.Unknown)]
    public void Read_MadMaxThatCannotDeliver_WaitsAndTellsWhy(string line, FailureCause cause)
    {
        line = line.Replace("ID", Id1, StringComparison.Ordinal);
        var log = Read("madmax", $"""
            Multi-threaded pipelined Chia k32 plotter - 5b5bd68
            Final Directory: /d/
            Crafting plot 1 out of 1 (2026/11/22 10:45:14)
            Working Directory:   /t/
            Plot Name: plot-k32-2026-11-22-10-45-{Id1}
            Total plot creation time was 39.5967 sec (0.659945 min)
            Started copy to /d/plot-k32-2026-11-22-10-45-{Id1}.plot
            {line}

            """);
        Waits(log, line, cause);
    }

    [Fact]
    public void Read_BladebitThatCannotRename_LeavesThePlotUnderAnotherNameAndHasFailed()
    {
        var log = Read("bladebit-disk", $"""
            Bladebit Chia Plotter
            Generating plot 1 / 1: {Id1}
            Plot temporary file: /d/plot-k32-2026-11-22-11-16-{Id1}.plot.tmp
            Finished Phase 4 in 9 seconds
            [PlotWriter] Error: Could not rename plot file with error: 13.
            [PlotWriter] Retrying in 1.00 seconds...
            [PlotWriter] Error: Could not rename plot file with error: 13.
            [PlotWriter] Error: Failed to to rename plot file after 10 retries. Please rename manually.
            Finished plotting in 934.21 seconds ( 15.57 minutes )

            """);
        var plot = log.Current.ShouldNotBeNull();
        plot.State.ShouldBe(PlotState.Failed);
        plot.Failure.ShouldNotBeNull().Text.ShouldContain("Please rename manually");
    }

    private static void Waits(RunLog log, string line, FailureCause cause)
    {
        var plot = log.Current.ShouldNotBeNull();
        plot.State.ShouldBe(PlotState.Blocked);
        var failure = plot.Failure.ShouldNotBeNull();
        failure.Cause.ShouldBe(cause);
        failure.Text.ShouldEndWith(line);
        failure.Text.ShouldNotContain("the plotter failed", Case.Insensitive, "it waits");
    }

    [Fact]
    public void Read_BladebitCuda_CompletesWhenTheFileIsWritten()
    {
        var log = Read("bladebit-cuda", $"""
            Bladebit Chia Plotter
             Will create 2 plots.
            Generating plot 1 / 2: {Id1}
            Plot temporary file: /d/plot-k32-c01-2023-09-10-11-26-{Id1}.plot.tmp
            Generating F1
            Completed Phase 1 in 42.56 seconds
            Completed Phase 2 in 12.64 seconds
            Completed Phase 3 in 189.95 seconds
            Completed Plot 1 in 245.15 seconds ( 4.09 minutes )
            Completed writing plot in 207.92 seconds
            Generating plot 2 / 2: {Id2}
            Completed Phase 1 in 42.56 seconds
            """);

        var first = log.Plots[0];
        (first.State, first.TotalSeconds, first.CopySeconds, first.Phase).ShouldBe((PlotState.Completed, 245.15, 207.92, 4));
        (log.Plots[1].State, log.Plots[1].Phase).ShouldBe((PlotState.Making, 2));
    }

    [Fact]
    public void Read_Gigahorse_MatchesTheCopyToItsPlot()
    {
        var log = Read("gigahorse-cuda", $"""
            Chia k32 next-gen CUDA plotter - 15133ec
            Final Destination: /d/
            Number of Plots: 2
            Crafting plot 1 out of 2 (2023/05/07 02:23:10)
            Working Directory:   /t/
            Working Directory 2: @RAM
            Compression Level: C8 (xbits = 8, final table = 4)
            Plot Name: plot-k32-c8-2023-05-07-02-23-{Id1}
            [P1] Table 1 took 3.339 sec, 4294967296 entries, 16788599 max
            Phase 1 took 100.5 sec
            Phase 2 took 9 sec
            Phase 3 took 55 sec
            Phase 4 took 2 sec, final plot size is 82000000000 bytes
            Total plot creation time was 170 sec (2.8 min)
            Crafting plot 2 out of 2 (2023/05/07 03:06:10)
            Plot Name: plot-k32-c8-2023-05-07-03-06-{Id2}
            Started copy to /d/plot-k32-c8-2023-05-07-02-23-{Id1}.plot
            [P1] Table 1 took 3.339 sec, 4294967296 entries, 16788599 max
            Copy to /d/plot-k32-c8-2023-05-07-02-23-{Id1}.plot finished, took 299.365 sec, 243.915 MB/s
            """ + "\n");

        (log.Plots[0].State, log.Plots[0].CopySeconds, log.Plots[0].FinalBytes, log.Plots[0].Temp2).ShouldBe(
            (PlotState.Completed, 299.365, 82_000_000_000, "@RAM"));
        (log.Plots[1].State, log.Plots[1].Phase, log.Plots[1].K).ShouldBe((PlotState.Making, 1, 32));
    }

    private static RunLog Read(string plotter, string text)
    {
        var bytes = Encoding.UTF8.GetBytes(text);
        new PlotterGuess(BuiltInProfiles.Catalog).Of(bytes).ShouldNotBeNull().Name.ShouldBe(plotter);
        var reader = new PlotLogReader(BuiltInProfiles.Catalog.Find(plotter).ShouldNotBeNull());
        reader.Feed(bytes);
        return reader.Finish();
    }
}
