using PlotManager.Core.Notifications;
using PlotManager.Core.Plotting;
using PlotManager.Store;

namespace PlotManager.Tests.Store;

/// <summary>Facts in words: each says where, whose and why, and its id is made of the fact's key.</summary>
public sealed class NoticeWriterTests
{
    private static readonly DateTimeOffset T0 = new(2026, 11, 22, 10, 0, 0, TimeSpan.Zero);

    private static readonly RunRecord Run = new()
    {
        RunId = "r",
        Job = "micron",
        Plotter = "chia",
        K = 32,
        LaunchedAt = T0,
        Directories = new PlotDirectories("/t", null, "/d"),
    };

    private static readonly PlotRecord Plot = new("r", 1) { Detail = "temp is full", Suspect = "entries were lost" };

    private static readonly (News News, string Id, NoticeKind Kind, string Text)[] Words =
    [
        (new News.ManagerStarted("s1", T0), "manager-started:s1", NoticeKind.ManagerStarted, "Plot Manager has started on farm-a..."),
        (new News.ManagerFailed(
            "s1", T0, "it broke"), "manager-failed:s1", NoticeKind.ManagerFailed, "Plot Manager stopped on farm-a on an error: it broke"),
        (new News.AllPlotsMade("s1", T0), "all-plots-made:s1", NoticeKind.AllPlotsMade, "All jobs on farm-a have made their plots; the "
            + "manager has ended."),
        (
            new News.PlotCompleted("p", T0, Run, Plot, TimeSpan.FromHours(8)), "plot-completed:p", NoticeKind.PlotCompleted,
            "You completed a plot on farm-a!\njob micron, k32, took 8 h, in /d"),
        (
            new News.PlotSuspect("p", T0, Run, Plot), "plot-suspect:p", NoticeKind.PlotSuspect,
            "A plot on farm-a may be damaged: entries were lost\njob micron, k32, in /d"),
        (new News.PlotFailed(
            "p", T0, Run, Plot), "plot-failed:p", NoticeKind.PlotFailed, "A plot failed on farm-a: temp is full\njob micron, k32"),
        (new News.RunBlocked(
            "p:1", T0, Run, Plot), "run-blocked:p:1", NoticeKind.RunBlocked, "A plot waits on farm-a: temp is full\njob micron, k32"),
        (
            new News.JobBacksOff(
                "micron:r", T0, "micron", "bad key", TimeSpan.FromMinutes(5)), "job-held-back:micron:r", NoticeKind.JobHeldBack,
            "Job micron on farm-a starts nothing for 5 min: bad key"),
        (
            new News.NoDestination("micron:7", T0, "micron", "no room"), "no-destination:micron:7", NoticeKind.NoDestination,
            "Job micron on farm-a starts nothing more: no room"),
    ];

    [Fact]
    public void Write_EachKindOfNews_IsItsNotice()
    {
        foreach (var (news, id, kind, text) in Words)
        {
            var notice = new NoticeWriter("farm-a", () => []).Write(news);
            (notice.Id, notice.Kind, notice.Host, notice.At, notice.Text).ShouldBe((id, kind, "farm-a", T0, text));
        }
    }
}
