using PlotManager.Core.Configuration;
using PlotManager.Core.Notifications;
using PlotManager.Journal;
using PlotManager.Journal.Sqlite;
using PlotManager.Logging;
using PlotManager.Notifications;

namespace PlotManager.Tests.Journal;

/// <summary>Notices while the journal cannot be written: each goes out once, and the journal knows so as soon as it can.</summary>
public sealed class NoticeQueueTests : IDisposable
{
    private static readonly DateTimeOffset T0 = new(2026, 11, 22, 10, 0, 0, TimeSpan.Zero);

    private readonly string _folder = Directory.CreateTempSubdirectory("notices").FullName;
    private readonly FakeClock _clock = new(T0);
    private readonly SqliteJournal _file;
    private readonly BufferedJournal _journal;
    private readonly NoticeQueue _queue;
    private readonly Service _service = new();
    private readonly Notice _notice = Notices.PlotCompleted(new string('a', 64), "host", T0, "job", 32, TimeSpan.FromHours(1), "/d");

    public NoticeQueueTests()
    {
        _file = SqliteJournal.Open(Path.Combine(_folder, "journal.db"), _clock, _ => { });
        _journal = new BufferedJournal(_file, _clock);
        _queue = new NoticeQueue(_journal, _file);
    }

    public void Dispose()
    {
        _journal.Dispose();
        Directory.Delete(_folder, recursive: true);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task DeliverDue_NothingCanBeSaved_EachNoticeGoesOutOnceAndTheJournalKnowsLater(bool wasQueuedBefore)
    {
        IsFull(!wasQueuedBefore);
        _queue.Add(_notice, ["webhook"]);
        IsFull(true);
        var sender = new NotificationSender(_queue, () => [_service], new SilentLog(), _clock);
        for (var round = 0; round < 14; round++)
        {
            await sender.DeliverDue(TestContext.Current.CancellationToken);
            _clock.Now += TimeSpan.FromSeconds(10);
        }

        _service.Got.ShouldBe([_notice.Id]);
        IsFull(false);
        _journal.Commit([]);

        _journal.Unsaved.ShouldBeEmpty();
        new NoticeQueue(_file, _file).Pending().ShouldBeEmpty("the next manager sends it no more");
        _queue.Add(_notice, ["webhook"]);
        _queue.Pending().ShouldBeEmpty("of an event that was told nobody is told again");
    }

    [Fact]
    public void Pending_NothingCanBeSaved_IsWhatItWouldBeIfItCould()
    {
        IsFull(true);
        _queue.Add(_notice, ["discord", "sound", "webhook"]);
        _queue.Add(_notice, ["discord"]);
        _queue.MarkDelivered(_notice.Id, "sound", T0);
        _queue.MarkAttempt(_notice.Id, "discord", T0, "HTTP 500", T0.AddMinutes(1));
        _queue.MarkAttempt(_notice.Id, "webhook", T0, "HTTP 500", again: null);
        PendingNotice[] left = [new(_notice, "discord", 1, T0.AddMinutes(1))];
        _queue.Pending().ShouldBe(left);

        IsFull(false);
        _journal.Save();
        new NoticeQueue(_file, _file).Pending().ShouldBe(left);
    }

    [Fact]
    public void Add_OfAnEventThatTheFileKnowsAsTold_NothingIsPending()
    {
        _queue.Add(_notice, ["webhook"]);
        _queue.MarkDelivered(_notice.Id, "webhook", T0);
        IsFull(true);
        _queue.Add(_notice, ["webhook"]);
        _queue.Pending().ShouldBeEmpty();
    }

    [Fact]
    public void Chat_NotSaved_IsRemembered()
    {
        IsFull(true);
        _queue.Chat = "123";
        _queue.Chat.ShouldBe("123");
        IsFull(false);
        _journal.Save();
        new NoticeQueue(_file, _file).Chat.ShouldBe("123");
    }

    private void IsFull(bool full) => _file.Read($"PRAGMA query_only = {(full ? 1 : 0)}", _ => 0);

    private sealed class Service : INotificationService
    {
        public string Name => "webhook";

        public List<string> Got { get; } = [];

        public Task<Delivery> Send(Notice notice, CancellationToken cancellation)
        {
            Got.Add(notice.Id);
            return Task.FromResult(Delivery.Done);
        }
    }

    private sealed class SilentLog : IEventLog
    {
        public void Write(LogLevel level, string message, string? job = null, string? plot = null)
        {
            // Nothing of it is of interest here.
        }
    }
}
