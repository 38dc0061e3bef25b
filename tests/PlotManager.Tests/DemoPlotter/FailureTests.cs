using PlotManager.DemoPlotter;

namespace PlotManager.Tests.DemoPlotter;

/// <summary>Each failure that can be asked for looks as it does in real logs.</summary>
public sealed class FailureTests
{
    private const string Abort = "terminate called after throwing an instance of ";

    [Fact]
    public void TempFull_OfChiaPlot_AbortsAndLeavesTheTempFiles()
    {
        using var plotter = new Plotter("seconds: 0\nfail: temp_full@1.60");
        plotter.ChiaPlot().ShouldBe(new PlotterEnd(134, 6));
        plotter.Error.ShouldMatch(
            "^" + Abort + @"'std::runtime_error'\n  what\(\):  (thread failed with: )?fwrite\(\) failed with: No space left on device\n$");
        plotter.Output.ShouldNotContain("Phase 1 took");
        Plotter.Names(plotter.Temp).ShouldNotBeEmpty();
        Plotter.Names(plotter.Destination).ShouldBeEmpty();
    }

    [Fact]
    public void TempFull_OfChia_RetriesUntilThereIsRoomAgain()
    {
        using var plotter = new Plotter("seconds: 0\nretry_seconds: 0\nfail: temp_full@1.60");
        var refusals = 0;
        plotter.OnWrite = text =>
        {
            if (text.Contains("Only wrote") && ++refusals == 3)
            {
                File.WriteAllText(plotter.SettingsFile, "seconds: 0");
            }
        };
        plotter.Chia().ExitCode.ShouldBe(0);
        refusals.ShouldBe(3);
        plotter.Lines.First(line => line.StartsWith("Only wrote", StringComparison.Ordinal)).ShouldMatch(
            @"^Only wrote 0 of \d+ bytes at offset \d+ to ""/.*\.plot\.(table\d|p1\.t\d\.sort_bucket_\d\d\d)\.tmp"" with length \d+\. Error 1\. Retrying in five minutes\.$");
        Plotter.Names(plotter.Destination).ShouldHaveSingleItem().ShouldEndWith(".plot");
    }

    [Theory]
    [InlineData("chia")]
    [InlineData("chia_plot")]
    public void Hang_OfBoth_LastsUntilTheSettingsNoLongerSaySo(string name)
    {
        using var plotter = new Plotter("seconds: 0\nfail: hang@4.50");
        plotter.OnWrite = text =>
        {
            if (text.Contains("Phase 3 took") || text.Contains("Starting phase 4/4"))
            {
                File.WriteAllText(plotter.SettingsFile, "seconds: 0");
            }
        };
        plotter.Run(name, name == "chia" ? plotter.ChiaWords : plotter.ChiaPlotWords).ShouldBe(PlotterEnd.Code(0));
        Plotter.Names(plotter.Destination).ShouldHaveSingleItem().ShouldEndWith(".plot");
    }

    [Fact]
    public void Suspect_OfChia_GoesOnAfterOneRefusedWrite()
    {
        using var plotter = new Plotter("seconds: 0\nretry_seconds: 0\nfail: suspect@3.50");
        plotter.Chia().ExitCode.ShouldBe(0);
        plotter.Lines.Count(line => line.StartsWith("Only wrote", StringComparison.Ordinal)).ShouldBe(1);
        plotter.Output.ShouldContain("Renamed final file");
    }

    [Fact]
    public void BadKey_OfChia_IsATraceback()
    {
        using var plotter = new Plotter("seconds: 0\nfail: bad_key");
        plotter.Chia().ExitCode.ShouldBe(1);
        plotter.Error.ShouldEndWith("\nValueError: G1 element is invalid\n");
    }

    [Fact]
    public void BadKey_OfChiaPlot_AbortsInTheHeader()
    {
        using var plotter = new Plotter("seconds: 0\nfail: bad_key");
        plotter.ChiaPlot().ShouldBe(new PlotterEnd(134, 6));
        plotter.Lines[^1].ShouldBe("Invalid farmerkey: " + Plotter.FarmerKey);
        plotter.Error.ShouldBe(Abort + "'std::invalid_argument'\n  what():  G1 element is invalid\n");
    }

    [Fact]
    public void OutOfMemory_OfBoth_IsSaid()
    {
        using var plotter = new Plotter("seconds: 0\nfail: out_of_memory@2");
        plotter.Chia().ExitCode.ShouldBe(1);
        plotter.Lines[^1].ShouldStartWith("Caught plotting error: Not enough memory for sort in memory. Need to sort ");
        plotter.ChiaPlot().ShouldBe(new PlotterEnd(134, 6));
        plotter.Error.ShouldEndWith(Abort + "'std::bad_alloc'\n  what():  std::bad_alloc\n");
    }

    [Theory]
    [InlineData("chia", "3.50", "Starting phase 3/4", "Time for phase 3")]
    [InlineData("chia_plot", "4", "Phase 3 took", "Phase 4 took")]
    public void Crash_AtItsPoint_EndsWithoutAWord(string name, string point, string last, string missing)
    {
        using var plotter = new Plotter($"seconds: 0\nfail: crash@{point}");
        plotter.Run(name, name == "chia" ? plotter.ChiaWords : plotter.ChiaPlotWords).ShouldBe(new PlotterEnd(139, 11));
        plotter.Output.ShouldContain(last);
        plotter.Output.ShouldNotContain(missing);
        plotter.Error.ShouldBeEmpty();
    }

    [Fact]
    public void ExitAtOnce_EverySecond_SparesTheFirst()
    {
        using var plotter = new Plotter("seconds: 0\nfail: exit_at_once\nfail_every: 2");
        plotter.ChiaPlot().ExitCode.ShouldBe(0);
        var before = plotter.Output;
        plotter.ChiaPlot().ExitCode.ShouldBe(1);
        plotter.Output.ShouldBe(before);
        plotter.ChiaPlot().ExitCode.ShouldBe(0);
    }

    [Fact]
    public void FailEvery_WithinOneRun_CountsItsPlots()
    {
        using var plotter = new Plotter("seconds: 0\nfail: crash@1.1\nfail_every: 3");
        plotter.ChiaPlot("-n", "5").Signal.ShouldBe(11);
        plotter.Lines.Count(line => line.StartsWith("Total plot creation time", StringComparison.Ordinal)).ShouldBe(2);
    }

    [Theory]
    [InlineData(
        "chia",
        @"^Could not copy ""/.*\.plot\.2\.tmp"" to ""/.*\.plot\.2\.tmp""\. Error No space left on device\. Retrying in five minutes\.$",
        ".plot.2.tmp")]
    [InlineData(
        "chia_plot", @"^Copy to /.*\.plot failed with: fwrite\(\) failed on /.*\.plot\.tmp \(No space left on device\)$", ".plot.tmp")]
    public void DestinationFull_Lasting_IsRetriedWithItsPartLeftThere(string name, string expected, string part)
    {
        using var plotter = new Plotter("seconds: 0\nretry_seconds: 0\nfail: destination_full");
        string[]? left = null;
        plotter.OnWrite = text =>
        {
            if (!text.Contains("No space left"))
            {
                return;
            }

            left ??= Plotter.Names(plotter.Destination);
            File.WriteAllText(plotter.SettingsFile, "seconds: 0");
        };
        plotter.Run(name, name == "chia" ? plotter.ChiaWords : plotter.ChiaPlotWords).ExitCode.ShouldBe(0);
        plotter.Lines.ShouldContain(line => System.Text.RegularExpressions.Regex.IsMatch(line, expected));
        left.ShouldNotBeNull().ShouldHaveSingleItem().ShouldEndWith(part);
        Plotter.Names(plotter.Destination).ShouldHaveSingleItem().ShouldEndWith(".plot");
    }

    [Fact]
    public void MissingDestination_OfChiaPlotMeanwhile_IsRetriedUntilItIsBack()
    {
        using var plotter = new Plotter("seconds: 0\nretry_seconds: 0.05");
        plotter.OnWrite = text =>
        {
            if (text.StartsWith("Phase 3 took", StringComparison.Ordinal))
            {
                Directory.Delete(plotter.Destination);
            }

            if (text.Contains("failed with: fopen() failed on"))
            {
                Directory.CreateDirectory(plotter.Destination);
            }
        };
        plotter.ChiaPlot().ExitCode.ShouldBe(0);
        plotter.Output.ShouldMatch(@"Copy to /.*\.plot failed with: fopen\(\) failed on /.*\.plot\.tmp \(No such file or directory\)\n");
        Plotter.Names(plotter.Destination).ShouldHaveSingleItem();
    }

    [Fact]
    public void RemovedTemp_OfChiaPlotMeanwhile_Aborts()
    {
        using var plotter = new Plotter();
        plotter.OnWrite = text =>
        {
            if (text.StartsWith("[P1] Table 1", StringComparison.Ordinal))
            {
                Directory.Delete(plotter.Temp, recursive: true);
            }
        };
        plotter.ChiaPlot().ShouldBe(new PlotterEnd(134, 6));
        plotter.Error.ShouldContain("fopen() failed with: No such file or directory");
    }
}
