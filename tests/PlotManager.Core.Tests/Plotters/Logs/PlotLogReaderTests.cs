using System.Text;
using PlotManager.Core.Plotters.Logs;
using PlotManager.Core.Plotters.Reading;
using PlotManager.Core.Plotting;

namespace PlotManager.Core.Tests.Plotters.Logs;

public sealed partial class PlotLogReaderTests
{
    private const string Id1 = "4a88efe4d0e6fd8412bcf983dd1779a287a41df93dca46d894896f68d7296794";
    private const string Id2 = "2a23cfd13ce31932b9919f0be5b77a499639d65ecf4c075c62af35eb1b51219a";

    private const string ChiaHead = $"""
        Starting plotting progress into temporary dirs: /t and /t
        ID: {Id1}
        Plot size is: 32
        Starting phase 1/4: Forward Propagation into tmp files... Sun Nov 22 10:52:32 2026
        Computing table 1

        """;

    private const string OnlyWrote =
        "Only wrote 1 of 2 bytes at offset 3 to \"/t/x.tmp\" with length 4. Error 1. Retrying in five minutes.\n";

    [Fact]
    public void Read_TempFullAndGoneOn_CompletesAsSuspect()
    {
        var reader = Reader("chia");
        reader.Feed(Bytes(ChiaHead + OnlyWrote + OnlyWrote));
        var blocked = reader.State.Current.ShouldNotBeNull();
        (blocked.State, blocked.Failure?.Cause, blocked.Suspect).ShouldBe((PlotState.Blocked, FailureCause.TempFull, null));

        reader.Feed(Bytes("\tBucket 5 uniform sort. Ram: 1GiB\n"));
        var going = reader.State.Current.ShouldNotBeNull();
        (going.State, going.Failure).ShouldBe((PlotState.Making, null));
        going.Suspect.ShouldNotBeNull();

        reader.Feed(Bytes("Renamed final file from \"/d/a.plot.2.tmp\" to \"/d/a.plot\"\n"));
        var done = reader.State.Current.ShouldNotBeNull();
        done.State.ShouldBe(PlotState.Completed);
        done.Suspect.ShouldNotBeNull();
    }

    [Fact]
    public void Read_PlotThatWaitsTwice_HasTwoBlockadesHoweverOftenEachIsReported()
    {
        var reader = Reader("chia");
        reader.Feed(Bytes(ChiaHead + OnlyWrote + OnlyWrote));
        reader.State.Current.ShouldNotBeNull().Blockades.ShouldBe(1);
        reader.Feed(Bytes("\tBucket 5 uniform sort. Ram: 1GiB\n" + OnlyWrote));
        reader.State.Current.ShouldNotBeNull().Blockades.ShouldBe(2);
    }

    [Theory]
    // Of 2^32 = 4,294,967,296 entries: a normal table 7, and one that has lost a fifth.
    [InlineData(4_290_327_812, false)]
    [InlineData(3_435_973_837, true)]
    public void Read_MatchCountsFarBelowNormal_MarkThePlot(long matches, bool suspect)
    {
        var log = Read("chia", $"{ChiaHead}Computing table 7\n\tTotal matches: {matches}\n");

        (log.Current.ShouldNotBeNull().Suspect is not null).ShouldBe(suspect);
    }

    [Fact]
    public void Read_MadMaxMatchCounts_MarkThePlotToo() =>
        Read("madmax", $"Plot Name: plot-k32-2026-11-22-10-40-{Id1}\n[P1] Table 7 took 4.5 sec, found 3000000000 matches\n")
            .Current.ShouldNotBeNull().Suspect.ShouldNotBeNull();

    [Fact]
    public void Read_NextPlotsHeaderBeforeTheCopy_MatchesTheCopyByName()
    {
        var name1 = $"plot-k32-2026-11-22-10-40-{Id1}";
        var name2 = $"plot-k32-2026-11-22-10-41-{Id2}";
        var text = $"""
            Final Directory: /d/
            Stage Directory: /t/
            Number of Plots: 2
            Crafting plot 1 out of 2 (2026/11/22 10:40:47)
            Plot Name: {name1}
            Phase 1 took 10 sec
            Phase 2 took 2 sec
            Phase 3 took 3 sec
            Phase 4 took 1 sec, final plot size is 100 bytes
            Total plot creation time was 16 sec (0.2 min)
            Started copy to /d/{name1}.plot
            Crafting plot 2 out of 2 (2026/11/22 10:41:27)
            Plot Name: {name2}
            Phase 1 took 11 sec

            """;
        var copying = Read("madmax", text);
        copying.Plots[0].State.ShouldBe(PlotState.Copying);
        (copying.Plots[1].State, copying.Plots[1].Phase).ShouldBe((PlotState.Making, 2));

        var log = Read("madmax", text + $"Copy to /d/{name1}.plot failed with: fwrite() failed on x (No space left on device)\n");
        (log.Plots[0].State, log.Plots[0].Failure?.Cause).ShouldBe((PlotState.Blocked, FailureCause.DestinationFull));
        log.Plots[1].State.ShouldBe(PlotState.Making);

        log = Read("madmax", text + $"Copy to /d/{name1}.plot finished, took 13.5 sec, 46 MB/s avg.\n");
        (log.Plots[0].State, log.Plots[0].CopySeconds).ShouldBe((PlotState.Completed, 13.5));
        log.Plots[1].State.ShouldBe(PlotState.Making);
    }

    [Theory]
    [InlineData("/mnt/plain", "/mnt/plain")]
    [InlineData("/mnt/my disk", "/mnt/my disk")]
    [InlineData("/mnt/my \\\"best\\\" disk", "/mnt/my \"best\" disk")] // as C++ quotes it
    [InlineData("/mnt/a\\\\b", "/mnt/a\\b")]
    public void Read_QuotedDestination_IsTheDirectory(string quoted, string destination)
    {
        var name = $"plot-k32-2026-11-22-10-40-{Id1}.plot";
        var plot = Read("chia", $"""
            Starting plotting progress into temporary dirs: /t and /t
            ID: {Id1}
            Renamed final file from "/t/{name}.2.tmp" to "{quoted}/{name}"

            """).Current.ShouldNotBeNull();
        (plot.State, plot.Destination, plot.FinalFile).ShouldBe((PlotState.Completed, destination, $"{destination}/{name}"));
    }

    [Theory]
    [InlineData(
        "terminate called after throwing an instance of 'cxxopts::argument_incorrect_type'\n  what():  Argument ‘abc’ failed to parse\n",
        "Argument ‘abc’ failed to parse",
        FailureCause.BadArgument)]
    [InlineData(
        "terminate called after throwing an instance of 'std::runtime_error'\n  what():  no idea\n", "no idea", FailureCause.Unknown)]
    [InlineData(
        "terminate called after throwing an instance of 'std::runtime_error'\n",
        "terminate called after throwing an instance of 'std::runtime_error'",
        FailureCause.Unknown)]
    public void Read_AbortThatTellsItsWords_QuotesThem(string text, string words, FailureCause cause)
    {
        var failure = Read("madmax", text).Failure.ShouldNotBeNull();
        failure.Cause.ShouldBe(cause);
        failure.Text.ShouldEndWith($": {words}");
    }

    [Fact]
    public void Read_TwoLogsRunTogether_KeepsThemApart()
    {
        var first = Encoding.UTF8.GetString(Fixture.Bytes("madmax/sig_sigkill_n1_p3"));
        var second = Encoding.UTF8.GetString(Fixture.Bytes("madmax/k22_solo_samefinal"));

        var log = Read("madmax", first + second);

        log.Plots.Length.ShouldBe(2);
        (log.Plots[0].State, log.Plots[0].Phase, log.Plots[0].Destination).ShouldBe((PlotState.Unknown, 3, "/mnt/plotting/msig/d"));
        (log.Plots[1].State, log.Plots[1].Destination, log.Plots[1].Phases.Length).ShouldBe(
            (PlotState.Completed, "/mnt/plotting/m22w/t", 4));
    }

    [Fact]
    public void Read_OlderMadMaxWithoutStageLine_StillWaitsForTheCopy()
    {
        var text = $"Final Directory: /d/\nCrafting plot 1 out of 1\nWorking Directory:   /t/\nPlot Name: plot-k32-x-{Id1}\nTotal plot "
            + "creation time was 16 sec (0.2 min)\n";

        Read("madmax", text).Current.ShouldNotBeNull().State.ShouldBe(PlotState.Copying);
        Read("madmax", text.Replace("Final Directory: /d/", "Final Directory: /t/", StringComparison.Ordinal)).Current
            .ShouldNotBeNull().State
            .ShouldBe(PlotState.Completed);
    }

    [Theory]
    [InlineData("Time for phase 1 = 36.919 seconds. CPU (-nan%) Sun Nov 22 10:53:28 2026", true)]
    [InlineData("Time for phase 1 = 36.919 seconds. CPU (61.890%) So 22 Nov 10:53:28 2026", false)]
    [InlineData("Time for phase 1 = 36.919 seconds.", false)]
    public void Read_OddDates_BreakNothing(string line, bool isDated)
    {
        var end = Read("chia", ChiaHead + line + "\n").Current.ShouldNotBeNull().Phases.ShouldHaveSingleItem();

        end.Seconds.ShouldBe(36.919);
        // Without a date in the line the plot's start and the phases so far give it: 10:52:32 + 36.919 s.
        end.EndedAt.ShouldBe(isDated ? new DateTime(2026, 11, 22, 10, 53, 28) : new DateTime(2026, 11, 22, 10, 53, 8, 919));
    }

    [Fact]
    public void Read_LocalizedStart_IsUnknown() =>
        Read("chia", ChiaHead.Replace("Sun Nov", "日 11月", StringComparison.Ordinal) + "Time for phase 1 = 5 seconds.\n")
            .Current.ShouldNotBeNull()
                .ShouldSatisfyAllConditions(plot => plot.StartedAt.ShouldBeNull(), plot => plot.Phases[0].EndedAt.ShouldBeNull());

    [Theory]
    [InlineData("/mnt/salt and pepper/t", "/mnt/salt and pepper/t2")]
    [InlineData(".", "tmp2")]
    [InlineData("C:\\a and b", "D:\\c")]
    public void Read_PathsThatHoldTheirSeparator_AreCutRightly(string temp, string temp2)
    {
        var plot = Read("chia", $"Starting plotting progress into temporary dirs: {temp} and {temp2}\n").Current.ShouldNotBeNull();

        (plot.Temp, plot.Temp2).ShouldBe((temp, temp2));
    }

    [Fact]
    public void Read_LineEndsOfWindows_AreLineEnds()
    {
        var text = Encoding.UTF8.GetString(Fixture.Bytes("chiapos/main_k20"));

        Fixture.Describe(Read("chia", text.Replace("\n", "\r\n", StringComparison.Ordinal))).ShouldBe(Fixture.Describe(Read("chia", text)));
    }

    [Theory]
    [InlineData("\u001b[0m")]
    [InlineData("\t\u001b[1;32m ")]
    [InlineData(" \t  ")]
    public void Read_ColoursOrBlanksBeforeALine_AreNotPartOfIt(string before) =>
        Read("chia", $"{ChiaHead}\n\n{before}Time for phase 1 = 36.919 seconds. CPU (61.890%) Sun Nov 22 10:53:09 "
            + $"2026\n{new string('.', 100)}\n")
            .Current.ShouldNotBeNull().Phases.ShouldHaveSingleItem().Seconds.ShouldBe(36.919);

    [Fact]
    public void Read_UnknownFailure_QuotesTheLastLines() =>
        Read("chia", "operation: create\nsomething\u0000 odd\n\n   \n").LastLines.ShouldBe(["operation: create", "something odd"]);

    [Fact]
    public void Read_PathsThatCppQuotedOnWindows_AreAsTheUserWroteThem()
    {
        var plot = Read("chia", $"""
            Starting plotting progress into temporary dirs: D:\tmp and \\nas\tmp
            ID: {Id1}
            Renamed final file from "F:\\final\\plot-k32-{Id1}.plot.2.tmp" to "F:\\final\\plot-k32-{Id1}.plot"

            """).Current.ShouldNotBeNull();

        (plot.Temp, plot.Temp2, plot.FinalFile).ShouldBe((@"D:\tmp", @"\\nas\tmp", $@"F:\final\plot-k32-{Id1}.plot"));
        plot.Destination.ShouldBe(@"F:\final");
    }

    [Fact]
    public void Read_AbortWithoutAKnownCause_IsToldInTheWordsOfTheException() =>
        Read("madmax", "Plot Name: plot-k32-2021-07-12-10-45-" + Id1 + "\nterminate called after throwing an instance of "
            + "'std::runtime_error'\n  what():  thread failed with: fopen() failed\n")
            .Current.ShouldNotBeNull().Failure.ShouldNotBeNull().Text.ShouldEndWith("thread failed with: fopen() failed");

    [Fact]
    public void Read_BladebitLinesMarkedWithTheTime_AreRead()
    {
        var log = Read(
            "bladebit-cuda", $"[Sep 24 10:50:53] Generating plot 1 / 30: {Id1}\n[Sep 24 10:51:36] Completed Phase 1 in 42.56 seconds\n");

        log.Current.ShouldNotBeNull().Phases.ShouldHaveSingleItem().Seconds.ShouldBe(42.56);
    }

    [Fact]
    public void Read_PlotterThatNamesItsFilesOnly_HasAPlotForEach()
    {
        var text = string.Concat(Enumerable.Range(0, 300).Select(plot =>
            $"/mnt/d/plot-k28-{plot:x64}.plot2\n[batch] progress: plot {plot + 1}/300 done (1%, 2.41 s/plot avg)\n"));

        var log = Read("xchplot2", text);

        log.PlotCount.ShouldBe(300);
        log.Plots.Length.ShouldBe(300);
        log.Plots.ShouldAllBe(plot => plot.State == PlotState.Completed && plot.K == 28 && plot.PlotId != null);
    }

    private static PlotLogReader Reader(string profile) => new(BuiltInProfiles.Catalog.Find(profile).ShouldNotBeNull());

    private static RunLog Read(string profile, string text)
    {
        var reader = Reader(profile);
        reader.Feed(Bytes(text));
        return reader.Finish();
    }

    private static byte[] Bytes(string text) => Encoding.UTF8.GetBytes(text);
}
