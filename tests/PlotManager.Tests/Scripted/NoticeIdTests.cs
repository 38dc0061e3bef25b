using PlotManager.Core.Notifications;
using PlotManager.Journal;

namespace PlotManager.Tests.Scripted;

/// <summary>A notice that went out while nothing could be saved: the next manager sees the same event, and gives it the same id.</summary>
public sealed class NoticeIdTests
{
    private const string Waits =
        "Only wrote 1 of 2 bytes at offset 3 to \"/b/temp/x.tmp\" with length 4. Error 1. Retrying in five minutes.";

    private readonly ScriptedFarm _farm = new(ScriptedFarm.Job("a"), ScriptedFarm.Job("b"));

    [Fact]
    public void BackOffAndBlockade_ACrashWhileNothingIsSaved_KeepTheirIds()
    {
        _farm.Machine.Script = order => order.Arguments.Contains("/a/temp")
            ? new PlotScript().Says(2, "Caught plotting error: Stripe size too large").Exits(2, 1).Steps
            : new PlotScript().Begins(0, PlotScript.Id(1), "/b/temp").Says(2, Waits).Steps;
        _farm.Starts().Look();
        _farm.Pass(1);
        _farm.Memory.Refuses = "the drive of the journal is full";
        _farm.Pass(3);
        List<string> sent =
        [
            .. _farm.Buffer.Unsaved.OfType<Change.Queued>().Select(change => change.Notice)
                .Where(notice => notice.Kind is NoticeKind.JobHeldBack or NoticeKind.RunBlocked).Select(notice => notice.Id),
        ];
        sent.Count.ShouldBe(2, string.Join('\n', sent));

        _farm.Crashes();
        _farm.Memory.Refuses = null;
        _farm.Machine.Pass(TimeSpan.FromMinutes(7));
        _farm.Starts().Look();

        _farm.Memory.Queued.ShouldBe(
            [.. _farm.Memory.Queued.Where(id => id.StartsWith("plot-failed:", StringComparison.Ordinal)), .. sent], ignoreOrder: true);
    }
}
