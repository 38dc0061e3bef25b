namespace PlotManager.Tests.DemoPlotter;

/// <summary>The lines of a stand-in come in the order and wording of a real log of the same command line.</summary>
public sealed class LogShapeTests
{
    [Fact]
    public void Chia_OlderTwoPlots_AsARealLog()
    {
        using var plotter = new Plotter("seconds: 0\nversion: 1");
        plotter.Chia("-n", "2").ExitCode.ShouldBe(0);
        LogShape.Of(plotter.Lines).ShouldBe(LogShape.OfFixture("chia116_k22_solo_n2.log"));
    }

    [Fact]
    public void Chia_WithoutBitfield_AsARealLog()
    {
        using var plotter = new Plotter("seconds: 0\nversion: 1");
        string[] words = [.. plotter.ChiaWords[..^2], "-c", Plotter.Contract, "-e", "-x"];
        plotter.Run("chia", words).ExitCode.ShouldBe(0);
        LogShape.Of(plotter.Lines).ShouldBe(LogShape.OfFixture("chia116_k22_nobitfield.log"));
    }

    [Fact]
    public void Chia_NewerTwoPlots_AsARealLogButForItsAbort()
    {
        using var plotter = new Plotter();
        plotter.Chia("-n", "2", "-x").ExitCode.ShouldBe(0);
        var real = LogShape.OfFixture("chiamain_sig_sigint.log");
        real[^2..].ShouldBe(["", "Aborted!"]);
        LogShape.Of(plotter.Lines).ShouldBe(real[..^2]);
    }

    [Fact]
    public void ChiaPlot_OnePlot_AsARealLog()
    {
        using var plotter = new Plotter();
        plotter.ChiaPlot().ExitCode.ShouldBe(0);
        LogShape.Of(plotter.Lines).ShouldBe(LogShape.OfFixture("k18_solo.log"));
    }

    [Fact]
    public void ChiaPlot_SlowCopy_AsARealLog()
    {
        using var plotter = new Plotter("seconds: 0\ncopy_seconds: 1.1");
        plotter.ChiaPlot("-2", plotter.Temp2 + "/").ExitCode.ShouldBe(0);
        LogShape.Of(plotter.Lines).ShouldBe(LogShape.OfFixture("k25_solo_slowcopy.log"));
    }

    [Fact]
    public void ChiaPlot_DirectOut_AsARealLog()
    {
        using var plotter = new Plotter();
        string[] words = [.. plotter.ChiaPlotWords[..^2], "-c", Plotter.Contract, "-D"];
        plotter.Run("chia_plot", words).ExitCode.ShouldBe(0);
        LogShape.Of(plotter.Lines).ShouldBe(LogShape.OfFixture("k20_directout.log"));
    }

    [Fact]
    public void ChiaPlot_WithoutDestination_AsARealLog()
    {
        using var plotter = new Plotter();
        plotter
            .Run("chia_plot", ["-k", "18", "-u", "64", "-t", plotter.Temp + "/", "-f", Plotter.FarmerKey, "-p", Plotter.PoolKey]).ExitCode
            .ShouldBe(0);
        LogShape.Of(plotter.Lines).ShouldBe(LogShape.OfFixture("k22_solo_samefinal.log"));
    }

    /// <summary>The copy goes on beside the next plot, so that its line may come anywhere in it: all other lines are in order.</summary>
    [Theory]
    [InlineData("8444", "k22_n2_xdev_copy.log")]
    [InlineData("9699", "k20_n2_xdev_chives.log")]
    public void ChiaPlot_TwoPlots_AsARealLogButForThePlaceOfTheFirstCopyLine(string port, string fixture)
    {
        const string Copied = "Renamed final plot to PLOT.plot";
        using var plotter = new Plotter();
        string[] words = [.. plotter.ChiaPlotWords[..^2], "-n", "2", "-c", Plotter.Contract, "-x", port];
        plotter.Run("chia_plot", words).ExitCode.ShouldBe(0);
        var shape = LogShape.Of(plotter.Lines);
        shape.Count(line => line == Copied).ShouldBe(2);
        shape[^1].ShouldBe(Copied);
        shape.Where(line => line != Copied).ShouldBe(LogShape.OfFixture(fixture).Where(line => line != Copied));
    }

    [Fact]
    public void ChiaPlot_WaitForCopy_CopiesBeforeTheNextPlot()
    {
        using var plotter = new Plotter("seconds: 0\ncopy_seconds: 0.3");
        plotter.ChiaPlot("-n", "2", "-w").ExitCode.ShouldBe(0);
        var shape = LogShape.Of(plotter.Lines);
        var next = Array.FindLastIndex(shape, line => line.StartsWith("Crafting plot", StringComparison.Ordinal));
        shape[next - 1].ShouldBe("Renamed final plot to PLOT.plot");
    }

    /// <summary>
    /// 32 buckets are sorted for each of six tables in phase 1 and once in phase 4; phase 3 leaves out those beyond the kept entries.
    /// </summary>
    [Fact]
    public void Chia_Buckets_AreAsManyAsAsked()
    {
        using var plotter = new Plotter();
        plotter.Chia();
        var lines = plotter.Lines;
        Buckets("Computing table 2", "\tTotal matches").ShouldBe(32);
        Buckets("Computing table 7", "\tTotal matches").ShouldBe(32);
        // 79.8 % of 2^k are kept: 0.798 * 32 = 25.5, and of the line points 0.798^2 * 32 = 20.4. Twice each: entries and positions.
        Buckets("Compressing tables 1 and 2", "\tFirst").ShouldBe(26);
        Buckets("Compressing tables 2 and 3", "\tFirst").ShouldBeInRange(52, 54);
        Buckets("\tStarting to write C1", "\tFinished writing C1").ShouldBe(32);

        int Buckets(string from, string to)
        {
            var start = Array.FindIndex(lines, line => line.StartsWith(from, StringComparison.Ordinal));
            var end = Array.FindIndex(lines, start, line => line.StartsWith(to, StringComparison.Ordinal));
            return lines[start..end].Count(line => line.StartsWith("\tBucket ", StringComparison.Ordinal));
        }
    }

    /// <summary>A real chia holds "Total time" back until it has copied, so that a followed log ends at the file size meanwhile.</summary>
    [Fact]
    public void Chia_TotalTime_ComesOutWithTheCopyLine()
    {
        using var plotter = new Plotter("seconds: 0\nversion: 1") { WatchFiles = true };
        plotter.Chia();
        var size = plotter.Writes.FindIndex(write => write.Text.StartsWith("Final File size", StringComparison.Ordinal));
        plotter.Writes[size].Text.ShouldNotContain("Total time");
        plotter.Writes[size + 1].Text.ShouldMatch("^Total time = .*\nCopied final file from .*\n$");
        plotter.Writes[size + 1].Destination.ShouldHaveSingleItem().ShouldEndWith(".plot.2.tmp");
    }
}
