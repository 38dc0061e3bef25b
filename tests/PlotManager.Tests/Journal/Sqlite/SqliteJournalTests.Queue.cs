using PlotManager.Core.Notifications;
using PlotManager.Journal;

namespace PlotManager.Tests.Journal.Sqlite;

/// <summary>Notices that wait to be delivered.</summary>
public sealed partial class SqliteJournalTests
{
    [Fact]
    public void Queue_EachServiceOnItsOwn_UntilDeliveredOrGivenUp()
    {
        using var journal = Open();
        var queue = new NoticeQueue(journal, journal);
        var notice = Notices.PlotCompleted(new string('a', 64), "host", T0, "job", 32, TimeSpan.FromHours(1), "/d");
        queue.Pending().ShouldBeEmpty();
        queue.Add(notice, ["discord", "sound"]);
        queue.Pending()
            .ShouldBe([new PendingNotice(notice, "discord", 0, T0), new PendingNotice(notice, "sound", 0, T0)], ignoreOrder: true);

        queue.MarkDelivered(notice.Id, "sound", T0);
        queue.MarkAttempt(notice.Id, "discord", T0, "HTTP 500", T0.AddMinutes(1));
        queue.Pending().ShouldBe([new PendingNotice(notice, "discord", 1, T0.AddMinutes(1))]);

        queue.MarkAttempt(notice.Id, "discord", T0, "HTTP 500", again: null);
        queue.Pending().ShouldBeEmpty();
    }

    [Fact]
    public void Queue_TheSameEventAgain_NothingHappens()
    {
        using var journal = Open();
        var queue = new NoticeQueue(journal, journal);
        var notice = Notices.ManagerStarted("s", "host", T0);
        queue.Add(notice, ["a"]);
        queue.MarkDelivered(notice.Id, "a", T0);
        queue.Add(notice, ["a", "b"]);
        queue.Pending().ShouldBeEmpty();
    }

    [Fact]
    public void Queue_Chat_IsRemembered()
    {
        using (var journal = Open())
        {
            new NoticeQueue(journal, journal) { Chat = "123" }.Chat.ShouldBe("123");
        }

        using var again = Open();
        new NoticeQueue(again, again).Chat.ShouldBe("123");
    }
}
