using System.Collections.Immutable;
using PlotManager.Core.Plotting;
using PlotManager.Display;
using PlotManager.Display.Live;
using PlotManager.Display.Terminal;
using PlotManager.Journal;

namespace PlotManager.Tests.Display.Live;

/// <summary>The view's pages, at the four widths of a terminal.</summary>
public class ViewScreensTests
{
    public static readonly TheoryData<string, int> Pages = [.. from page in Enum.GetNames<ViewPage>()
                                                               from width in new[] { 80, 100, 120, 200 }
                                                               select new TheoryDataRow<string, int>(page, width)];

    [Theory]
    [MemberData(nameof(Pages))]
    public void Draw_APage_IsTheScreenOnFile(string page, int width)
    {
        var options = Options(width) with { Height = 40 };
        var state = new ViewState
        {
            Page = Enum.Parse<ViewPage>(page),
            Selected = "run-0",
            SelectedDrive = "/mnt/nvme0",
        };

        var screen = ViewScreens.Draw(state, SampleFarms.Of(7), SampleFarms.View, Data, options with { Selected = "run-0" });

        screen.Lines.Length.ShouldBe(40);
        screen.Lines.ShouldAllBe(line => line.Width <= width);
        Approved.ShouldMatch(Painter.Plain(screen.Lines), $"page-{page.ToLowerInvariant()}-{width}.txt");
    }

    [Theory]
    [InlineData(0, "line 2000", 0), InlineData(10, "line 1990", 10), InlineData(int.MaxValue, "line 1", 2000)]
    public void Draw_ThePageOfARun_FollowsItsLogOrStaysWhereItIsScrolledTo(int scroll, string last, int most)
    {
        var log = Enumerable.Range(1, 2000).Select(line => $"line {line}").ToImmutableArray();
        var state = new ViewState { Page = ViewPage.Run, Selected = "run-0", Scroll = scroll };

        var screen = ViewScreens.Draw(state, SampleFarms.Of(7), SampleFarms.View, new ViewData(log, []), Options(100) with { Height = 24 });

        var lines = screen.Lines.Select(line => line.ToString().Trim()).ToList();
        (scroll == int.MaxValue ? lines.Find(line => line.StartsWith("line", StringComparison.Ordinal)) : lines[^2]).ShouldBe(last);
        screen.Top.ShouldBeLessThanOrEqualTo(most);
    }

    [Fact]
    public void Draw_ALargeTerminal_OpensTheFirstRunsDetails()
    {
        Screen Of(int height) => ViewScreens.Draw(
            new ViewState(), SampleFarms.Of(2), SampleFarms.View, Data, Options(120) with { Height = height, LogTail = Data.Log });

        Of(60).Detailed.ShouldBe("run-1", "the longest");
        Of(24).Detailed.ShouldBeNull();
    }

    [Fact]
    public void Draw_AFilter_ShowsOnlyTheRunsThatHaveTheText()
    {
        var options = Options(120) with { Height = 40, Filter = "INLAND" };

        var screen = ViewScreens.Draw(new ViewState(), SampleFarms.Of(7), SampleFarms.View, Data, options);

        screen.Runs.ShouldBe(["run-1", "run-3", "run-5"]);
        screen.Lines[^2].ToString().ShouldBe(" only runs with 'INLAND'; Esc shows all");
    }

    [Fact]
    public void Draw_ALongJobName_GetsTheRoomOfThePhasesWords()
    {
        var farm = SampleFarms.Of(2);
        farm = farm with { Runs = [.. farm.Runs.Select(run => run with { Job = "a-name-of-18-chars" })] };

        var text = Painter.Plain(FarmScreen.Render(farm, SampleFarms.View, new ScreenOptions { Width = 80 }).Lines);

        text.ShouldContain("a-name-of-18-chars  ");
        text.ShouldContain("  5 !  ");
    }

    private static ScreenOptions Options(int width) => new() { Width = width, Zone = TimeZoneInfo.Utc, Live = true };

    private static ViewData Data { get; } = new(
        ["Computing table 5", "\u001b[31m\tBucket 12 uniform sort.\u001b[0m Ram: 3.250GiB, u_sort min: 0.563GiB"],
        [Plot(1, PlotState.Failed), Plot(2, PlotState.Completed), Plot(3, PlotState.Completed)]);

    private static PastPlot Plot(int number, PlotState state) => new(
        new RunRecord
        {
            RunId = $"past-{number}",
            Job = "micron",
            Plotter = "chia",
            K = 32,
            LaunchedAt = SampleFarms.Now.AddHours(-10 * number),
            Directories = new PlotDirectories("/mnt/nvme0/a", null, "/mnt/hdd3/plots"),
        },
        new PlotRecord($"past-{number}", 1)
        {
            PlotId = new string((char)('a' + number), 64),
            State = state,
            StartedAt = SampleFarms.Now.AddHours(-10 * number),
            EndedAt = SampleFarms.Now.AddHours((-10 * number) + 8),
            PhaseSeconds = state == PlotState.Completed ? [8100, 3300, 16_800, 540] : [8100],
            TotalSeconds = state == PlotState.Completed ? 28_740 : null,
            FinalBytes = state == PlotState.Completed ? 108_877_420_953 : null,
            Detail = state == PlotState.Failed ? "No space left on device" : null,
            Proof = state == PlotState.Completed ? FileProof.Made : FileProof.NotMade,
        });
}
