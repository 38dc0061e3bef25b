using System.Text;
using PlotManager.Core.PlotFiles;
using PlotManager.DemoPlotter.Plotting;

namespace PlotManager.Tests.DemoPlotter;

/// <summary>Temp files come and go under their real names, and the plot has its true size.</summary>
public sealed class PlotFilesTests
{
    [Fact]
    public void Chia_TempFiles_ComeAndGoWithThePhases()
    {
        using var plotter = new Plotter("seconds: 0\nversion: 1") { WatchFiles = true };
        plotter.Chia("-2", plotter.Temp2).ExitCode.ShouldBe(0);

        var start = At(plotter, "Starting phase 1/4");
        Kinds(start.Temp).ShouldBe(
            [
                ".plot.sort.tmp",
                ".plot.table1.tmp",
                ".plot.table2.tmp",
                ".plot.table3.tmp",
                ".plot.table4.tmp",
                ".plot.table5.tmp",
                ".plot.table6.tmp",
                ".plot.table7.tmp",
            ]);
        Kinds(start.Temp2).ShouldBe([".plot.2.tmp"]);
        Kinds(At(plotter, "Computing table 3").Temp).ShouldContain(".plot.p1.t2.sort_bucket_031.tmp");
        Kinds(At(plotter, "Computing table 3").Temp).ShouldNotContain(".plot.p1.t1.sort_bucket_031.tmp");
        Kinds(At(plotter, "Backpropagating on table 5").Temp).ShouldContain(".plot.p2.t6.sort_bucket_000.tmp");
        Kinds(At(plotter, "Compressing tables 2 and 3").Temp).ShouldContain(".plot.p3s.t2.sort_bucket_000.tmp");
        At(plotter, "Compressing tables 2 and 3").Temp2.ShouldHaveSingleItem();
        // All temp files are gone before the copy begins; only the plot itself is left in temp2.
        var copied = At(plotter, "Total time");
        copied.Temp.ShouldBeEmpty();
        Kinds(copied.Temp2).ShouldBe([".plot.2.tmp"]);
        Kinds(copied.Destination).ShouldBe([".plot.2.tmp"]);

        Plotter.Names(plotter.Temp2).ShouldBeEmpty();
        Kinds(Plotter.Names(plotter.Destination)).ShouldBe([".plot"]);
    }

    [Fact]
    public void ChiaPlot_TempFiles_AreInTempAndTemp2()
    {
        using var plotter = new Plotter { WatchFiles = true };
        plotter.ChiaPlot("-2", plotter.Temp2 + "/", "-u", "16").ExitCode.ShouldBe(0);

        Kinds(At(plotter, "[P1] Table 1").Temp2).Length.ShouldBe(16);
        Kinds(At(plotter, "[P1] Table 1").Temp2).ShouldContain(".p1.t1.sort_bucket_15.tmp");
        Kinds(At(plotter, "Phase 1 took").Temp).ShouldBe(
            [".p1.table1.tmp", ".p1.table2.tmp", ".p1.table3.tmp", ".p1.table4.tmp", ".p1.table5.tmp", ".p1.table6.tmp"]);
        Kinds(At(plotter, "Phase 1 took").Temp2).ShouldBe([".p1.table7.tmp"]);
        Kinds(At(plotter, "Phase 2 took").Temp).ShouldContain(".p2.t6.sort_bucket_0.tmp");
        Kinds(At(plotter, "Phase 2 took").Temp2).ShouldContain(".p2.table7.tmp");
        Kinds(At(plotter, "Wrote plot header").Temp).ShouldContain(".plot.tmp");
        Kinds(At(plotter, "[P3-1] Table 3").Temp2).ShouldContain(".p3s1.t3.sort_bucket_0.tmp");
        Kinds(At(plotter, "[P3-2] Table 3").Temp2).ShouldContain(".p3s2.t3.sort_bucket_0.tmp");
        Kinds(At(plotter, "Phase 3 took").Temp).ShouldBe([".plot.tmp"]);
        Kinds(At(plotter, "Phase 4 took").Temp).ShouldBe([".plot"]);
        At(plotter, "Phase 4 took").Temp2.ShouldBeEmpty();

        Plotter.Names(plotter.Temp).ShouldBeEmpty();
        Kinds(Plotter.Names(plotter.Destination)).ShouldBe([".plot"]);
    }

    /// <summary>A k32 of 101 GiB takes 239 GiB of temp with chia, 256 GiB in all with chia_plot: 2.4 and 2.5 times its size.</summary>
    [Theory]
    [InlineData("chia")]
    [InlineData("chia_plot")]
    public void TempBytes_AtPeak_AreAFewTimesThePlot(string name)
    {
        using var plotter = new Plotter { WatchFiles = true };
        plotter.Run(name, name == "chia" ? plotter.ChiaWords : plotter.ChiaPlotWords);
        var peak = plotter.Writes.Max(write => write.TempBytes) / PlotIdentity.SizeOf(18);
        peak.ShouldBeInRange(2, 4.5);
    }

    [Theory]
    [InlineData("chia", 18, 3_782_737)]
    [InlineData("chia_plot", 18, 3_782_737)]
    [InlineData("chia_plot", 19, 7_974_421)]
    public void Plot_Finished_HasItsTrueSizeAndSaysWhatItIs(string name, int k, long size)
    {
        using var plotter = new Plotter();
        plotter.Run(name, [.. name == "chia" ? plotter.ChiaWords : plotter.ChiaPlotWords, "-k", $"{k}"]).ExitCode.ShouldBe(0);
        var plot = new DirectoryInfo(plotter.Destination).GetFiles().ShouldHaveSingleItem();
        plot.Name.ShouldMatch($@"^plot-k{k}-\d{{4}}-\d\d-\d\d-\d\d-\d\d-[0-9a-f]{{64}}\.plot$");
        plot.Length.ShouldBeInRange((long)(size * 0.98), size);
        var head = File.ReadAllBytes(plot.FullName)[..PlotFileReader.HeadBytes];
        var file = PlotFileReader.Read(plot.Name, plot.Length, head);
        (file.State, file.K, file.Keys).ShouldBe((PlotFileState.Whole, k, PlotKeys.PoolKey));
        file.ExpectedLength.ShouldBe(plot.Length);
        Encoding.ASCII.GetString(head, 60, 46).ShouldBe("This is no plot. The stand-in plotter made it."); // where the pool's key should be
        if (name == "chia_plot")
        {
            plotter.Output.ShouldContain($"final plot size is {plot.Length} bytes");
        }
    }

    [Theory]
    [InlineData(true, 252)]
    [InlineData(false, 268)]
    public void Header_OfAnyK_ProvesTheLengthOfThePlot(bool forContract, int length)
    {
        for (var k = PlotIdentity.SmallestK; k <= PlotIdentity.LargestK; k++)
        {
            var plot = PlotIdentity.Draw(k);
            var header = new PlotHeader(plot, forContract);
            var unfinished = header.Unfinished();
            unfinished.Length.ShouldBe(length);
            header.Length.ShouldBe(length);
            byte[] finished = [.. unfinished[..header.PointersOffset], .. header.PointerBytes(), .. new byte[4096]];

            PlotFileReader.Read($"{plot.Name}.plot", plot.FinalBytes, finished).State.ShouldBe(PlotFileState.Whole, $"k{k}");
            PlotFileReader.Read($"{plot.Name}.plot", plot.FinalBytes - 1, finished).MissingBytes.ShouldBe(1);
            PlotFileReader.Read($"{plot.Name}.plot", plot.FinalBytes, [.. unfinished, .. new byte[4096]]).State
                .ShouldBe(PlotFileState.Unfinished);
        }
    }

    [Fact]
    public void Tables_Drawn_AgreeWithEachOther()
    {
        for (var seed = 0; seed < 50; seed++)
        {
            var tables = PlotTables.Draw(20, new Random(seed));
            tables.Matches(1).ShouldBe(1 << 20);
            // Real plots of k20: 1,045,704 to 1,051,504 matches in table 3, 983,353 to 1,076,390 in table 7.
            tables.Matches(3).ShouldBeInRange(1_035_000, 1_062_000);
            tables.Matches(7).ShouldBeInRange(850_000, 1_250_000);
            tables.Dropped(7).ShouldBe(0);
            // Real plots drop 13.2 to 14.4 % of table 6 and 20.1 to 20.4 % of table 2.
            (tables.Dropped(2) / (double)tables.Matches(2)).ShouldBeInRange(0.19, 0.215);
            tables.FinalEntries.ShouldBe(Enumerable.Range(2, 6).Sum(tables.Kept));
        }
    }

    private static Plotter.Written At(Plotter plotter, string text) =>
        plotter.Writes.Find(write => write.Text.Contains(text)).ShouldNotBeNull(text);

    /// <summary>File names behind the 64 digits of the id.</summary>
    private static string[] Kinds(string[] names) =>
        [.. names.Select(name => name[(name.IndexOf('.', StringComparison.Ordinal))..]).Order(StringComparer.Ordinal)];
}
