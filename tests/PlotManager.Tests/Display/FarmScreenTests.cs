using PlotManager.Display;
using PlotManager.Display.Terminal;
using Spectre.Console;
using Spectre.Console.Testing;

namespace PlotManager.Tests.Display;

public class FarmScreenTests
{
    [Theory]
    [InlineData(60, 0), InlineData(60, 1), InlineData(60, 7), InlineData(60, 200)]
    [InlineData(80, 0), InlineData(80, 1), InlineData(80, 7), InlineData(80, 200)]
    [InlineData(100, 0), InlineData(100, 1), InlineData(100, 7), InlineData(100, 200)]
    [InlineData(120, 0), InlineData(120, 1), InlineData(120, 7), InlineData(120, 200)]
    [InlineData(200, 0), InlineData(200, 1), InlineData(200, 7), InlineData(200, 200)]
    public void Render_AFarm_IsTheScreenOnFile(int width, int runs)
    {
        var options = new ScreenOptions { Width = width, Zone = TimeZoneInfo.Utc };

        var text = OnAConsole(FarmScreen.Render(SampleFarms.Of(runs), SampleFarms.View, options), width);

        Approved.ShouldMatch(text, $"status-{width}-{runs}.txt");
    }

    [Theory]
    [InlineData(80, 24), InlineData(120, 40), InlineData(60, 12)]
    public void Render_TheLiveViewOfTwoHundredRuns_IsTheScreenOnFile(int width, int height)
    {
        var options = new ScreenOptions
        {
            Width = width,
            Height = height,
            Zone = TimeZoneInfo.Utc,
            Live = true,
            RefreshIn = TimeSpan.FromSeconds(12),
            Selected = "run-50",
            LogTail = ["Computing table 5", "\u001b[31m\tBucket 12 uniform sort.\u001b[0m Ram: 3.250GiB, u_sort min: 0.563GiB"],
        };

        var text = OnAConsole(FarmScreen.Render(SampleFarms.Of(200), SampleFarms.View, options), width);

        Approved.ShouldMatch(text, $"view-{width}x{height}.txt");
    }

    [Fact]
    public void Render_APlotThatIsCopiedBesideTheNext_HasItsOwnRow()
    {
        var farm = SampleFarms.Of(3);
        var copy = new PlotManager.Snapshots.CopyPart
        {
            PlotId = new string('c', 64),
            Phase = 5,
            Progress = 0.96,
            Left = 600,
            Elapsed = 7200,
            State = "running",
        };
        farm = farm with { Runs = farm.Runs.SetItem(0, farm.Runs[0] with { Copies = [copy] }) };

        var screen = FarmScreen.Render(farm, SampleFarms.View, new ScreenOptions { Width = 160, Zone = TimeZoneInfo.Utc });

        var lines = screen.Lines.Select(line => line.ToString()).ToList();
        var row = lines.FindIndex(line => line.Contains("ccccccc", StringComparison.Ordinal));
        lines[row].ShouldContain("5 copy");
        lines[row].ShouldContain("96.0%");
        lines[row - 1].ShouldContain(farm.Runs[0].PlotId![..7]);
        screen.Runs.Length.ShouldBe(3, "keys select runs");
    }

    [Theory]
    [InlineData(1, "run-1")]
    [InlineData(6, "run-6")]
    public void Render_CopiesOnALowScreen_TheSelectedRunIsAmongTheRows(int index, string selected)
    {
        var farm = SampleFarms.Of(7);
        var copy = new PlotManager.Snapshots.CopyPart { PlotId = new string('c', 64), State = "running" };
        farm = farm with { Runs = [.. farm.Runs.Select(run => run with { Copies = [copy, copy] })] };

        var screen = FarmScreen.Render(
            farm, SampleFarms.View,
            new ScreenOptions { Width = 160, Height = 16, Zone = TimeZoneInfo.Utc, Live = true, Selected = selected });

        screen.Lines.ShouldContain(line => line.ToString().Contains($"{18_269 + index}", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData(ColorSystem.Standard, "status-120-7.ansi"), InlineData(ColorSystem.NoColors, "status-120-7.no-colors.ansi")]
    public void Render_OnATerminal_HasItsCodesAndNoOthers(ColorSystem colors, string file)
    {
        var options = new ScreenOptions { Width = 120, Zone = TimeZoneInfo.Utc };

        var text = OnAConsole(FarmScreen.Render(SampleFarms.Of(7), SampleFarms.View, options), 120, colors);

        Approved.ShouldMatch(text.Replace("\u001b", "<ESC>"), file);
    }

    [Fact]
    public void Render_InAscii_IsTheScreenOnFile()
    {
        var options = new ScreenOptions { Width = 100, Zone = TimeZoneInfo.Utc, Glyphs = Glyphs.For(System.Text.Encoding.ASCII) };

        var text = Painter.Plain(FarmScreen.Render(SampleFarms.Of(7), SampleFarms.View, options).Lines);

        text.ShouldAllBe(c => c == '\n' || (c >= ' ' && c <= '~'));
        Approved.ShouldMatch(text, "ascii-100-7.txt");
    }

    [Fact]
    public void Render_AnyTerminal_NeverExceedsItAndNeverThrows()
    {
        foreach (var runs in new[] { 0, 7, 40 })
        {
            var farm = SampleFarms.Of(runs);
            farm = farm with
            {
                Runs = [.. farm.Runs.Select(run => run.RunId == "run-2"
                ? run with { Job = "名前の長い仕事😀\u001b[2J\r\n", Progress = double.NaN, Elapsed = 4e6 }
                : run)]
            };
            for (var width = 0; width <= 260; width += width < 30 ? 1 : 7)
            {
                foreach (var height in new int?[] { null, 0, 1, 2, 3, 5, 8, 13, 24, 50, 200 })
                {
                    var options = new ScreenOptions
                    {
                        Width = width,
                        Height = height,
                        Live = true,
                        Selected = "run-2",
                        Top = 9999,
                        LogTail =
                    [
                        "a",
                        "b",
                    ],
                        Message = "kill it?"
                    };

                    var lines = FarmScreen.Render(farm, SampleFarms.View, options).Lines;

                    lines.Length.ShouldBeLessThanOrEqualTo(height ?? int.MaxValue);
                    lines.FirstOrDefault(line => line.Width > width || line.ToString().Any(char.IsControl))?.ToString().ShouldBeNull(
                        $"{width} x {height}");
                }
            }
        }
    }

    [Fact]
    public void Render_PlotsOfOthers_AreNamedApart()
    {
        var farm = SampleFarms.Of(1);
        farm = farm with { Stats = farm.Stats with { OthersToday = 3, OthersYesterday = 0, OthersWeek = 4 } };

        var text = Painter.Plain(FarmScreen.Render(farm, SampleFarms.View, new ScreenOptions { Width = 200 }).Lines);

        text.ShouldContain("today 9 plots, 912.6 GiB and 3 by others");
        text.ShouldContain("7 days 94 plots, 9.31 TiB and 4 by others");
        text.ShouldNotContain("0 by others");
    }

    [Fact]
    public void Render_EverySwitchOff_LeavesRunsAndJobs()
    {
        var view = SampleFarms.View with { IncludeDriveInfo = false, IncludeCpu = false, IncludeRam = false, IncludePlotStats = false };

        var text = Painter.Plain(FarmScreen.Render(SampleFarms.Of(1), view, new ScreenOptions { Width = 120 }).Lines);

        text.ShouldContain("240dc9d");
        text.ShouldContain("stagger");
        text.ShouldNotContain("used");
        text.ShouldNotContain("CPU");
        text.ShouldNotContain("RAM");
        text.ShouldNotContain("today");
    }

    [Theory]
    [InlineData(0, null)]
    [InlineData(1, "1 change is not saved")]
    [InlineData(12, "12 changes are not saved")]
    public void Render_ChangesThatAreNotSaved_AreSaidAtTheTop(int unsaved, string? said)
    {
        var farm = SampleFarms.Of(1);
        farm = farm with { Manager = farm.Manager with { Unsaved = unsaved, UnsavedReason = "full" } };

        var header = Painter.Plain(FarmScreen.Render(farm, SampleFarms.View, new ScreenOptions { Width = 120 }).Lines).Split('\n')[0];

        (said is null ? header.Contains("saved") : !header.Contains(said)).ShouldBeFalse(header);
    }

    [Fact]
    public void Render_SecondsForPhases_AreShownWhenAsked()
    {
        var view = SampleFarms.View with { IncludeSecondsForPhase = true };

        var text = Painter.Plain(FarmScreen.Render(SampleFarms.Of(1), view, new ScreenOptions { Width = 200 }).Lines);

        text.ShouldContain("02:15:00 00:55:00 01:30:00+");
    }

    [Theory]
    [InlineData(RunOrder.Elapsed, "run-1 run-0 run-2 run-3 run-4 run-5 run-6")]
    [InlineData(RunOrder.Job, "run-0 run-2 run-4 run-1 run-3 run-5 run-6")]
    [InlineData(RunOrder.Progress, "run-1 run-3 run-0 run-2 run-6 run-4 run-5")]
    [InlineData(RunOrder.Left, "run-3 run-0 run-6 run-4 run-2 run-1 run-5")]
    public void Render_EachOrder_SortsTheRuns(RunOrder order, string expected) =>
        FarmScreen.Render(SampleFarms.Of(7), SampleFarms.View, new ScreenOptions { Width = 80, Order = order }).Runs
            .ShouldBe(expected.Split(' '));

    [Fact]
    public void Render_DrivesInOneFolder_AreShortened()
    {
        var farm = SampleFarms.Of(1);
        farm = farm with { Drives = [.. farm.Drives.Select(drive => drive with { Path = "/srv/plotting" + drive.Path[4..] })] };

        var text = Painter.Plain(FarmScreen.Render(farm, SampleFarms.View, new ScreenOptions { Width = 120 }).Lines);

        text.ShouldContain("drive in /srv/plotting");
        text.ShouldContain("…/nvme0");
    }

    [Fact]
    public void Paint_ALineWithColours_IsPaintedAndReset()
    {
        var line = Line.Of("ab").Add("cd", Ink.Bad);

        new LinePainter(Spectre.Console.ColorSystemSupport.Standard).Paint(line).ShouldBe("ab\u001b[1;31mcd\u001b[0m");
        new LinePainter(Spectre.Console.ColorSystemSupport.NoColors).Paint(line).ShouldBe("ab\u001b[1mcd\u001b[0m");
    }

    // Spectre's console of a terminal that is as wide as the screen: what it writes, to the byte.
    private static string OnAConsole(Screen screen, int width, ColorSystem? colors = null)
    {
        using var console = new TestConsole().Width(width);
        console.EmitAnsiSequences = colors is not null;
        console.Profile.Capabilities.ColorSystem = colors ?? ColorSystem.NoColors;
        console.Write(Painter.Renderable(screen.Lines));
        return console.Output;
    }
}
