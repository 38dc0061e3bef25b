using PlotManager.Core.Configuration;
using PlotManager.Core.Notifications;
using PlotManager.Journal;
using PlotManager.Logging;
using PlotManager.Notifications;

namespace PlotManager.Tests.Notifications;

public class NotificationSenderTests
{
    private static readonly DateTimeOffset At = new(2026, 11, 22, 14, 14, 0, TimeSpan.Zero);

    private readonly FakeClock _clock = new(At);
    private readonly MemoryQueue _queue = new();
    private readonly RecordingLog _log = new();

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task DeliverDue_TwoServices_EachGetsItOnce()
    {
        var (a, b) = (new FakeService("a"), new FakeService("b"));
        _queue.Add(Notices.ManagerStarted("1", "farm-a", At), ["a", "b"]);
        _queue.Add(Notices.ManagerStarted("1", "farm-a", At), ["a", "b"]);
        var sender = Sender(a, b);

        await sender.DeliverDue(Cancellation);
        await sender.DeliverDue(Cancellation);

        a.Got.ShouldBe(["manager-started:1"]);
        b.Got.ShouldBe(["manager-started:1"]);
    }

    [Fact]
    public async Task DeliverDue_OneServiceFails_TheOtherIsNotAskedAgain()
    {
        var (a, b) = (new FakeService("a"), new FakeService("b") { Answer = Delivery.Failed("HTTP 500") });
        _queue.Add(Notices.ManagerStarted("1", "farm-a", At), ["a", "b"]);
        var sender = Sender(a, b);

        await sender.DeliverDue(Cancellation);
        b.Answer = Delivery.Done;
        await sender.DeliverDue(Cancellation);
        b.Got.Count.ShouldBe(1);
        _clock.Now += TimeSpan.FromMinutes(1);
        await sender.DeliverDue(Cancellation);

        a.Got.Count.ShouldBe(1);
        b.Got.Count.ShouldBe(2);
        _log.Lines.ShouldContain(
            "Error notifications: b did not take \"Plot manager started\": HTTP 500; next try at 2026-11-22 14:15:00Z");
    }

    [Fact]
    public async Task DeliverDue_TheServiceAsksForAnHour_ItIsLeftAloneForIt()
    {
        var service = new FakeService("a") { Answer = Delivery.Failed("HTTP 429", TimeSpan.FromHours(1)) };
        _queue.Add(Notices.ManagerStarted("1", "farm-a", At), ["a"]);
        var sender = Sender(service);

        await sender.DeliverDue(Cancellation);
        _clock.Now += TimeSpan.FromMinutes(59);
        await sender.DeliverDue(Cancellation);
        service.Got.Count.ShouldBe(1);
        _clock.Now += TimeSpan.FromMinutes(1);
        await sender.DeliverDue(Cancellation);

        service.Got.Count.ShouldBe(2);
    }

    [Fact]
    public async Task DeliverDue_ADayOfFailures_IsGivenUp()
    {
        var service = new FakeService("a") { Answer = Delivery.Failed("HTTP 500") };
        _queue.Add(Notices.ManagerStarted("1", "farm-a", At), ["a"]);
        var sender = Sender(service);

        while (_queue.Pending() is [{ DueAt: var next }])
        {
            _clock.Now = next > _clock.Now ? next : _clock.Now;
            await sender.DeliverDue(Cancellation);
        }

        // At 0, 1, 6 and 21 minutes, then once an hour up to 23 h 21: 3 + 1 + 23 tries; the next would be more than a day after the event.
        service.Got.Count.ShouldBe(27);
        _log.Lines[^1].ShouldEndWith("HTTP 500; given up");
    }

    [Fact]
    public async Task DeliverDue_AServiceThrows_TheOthersAreServed()
    {
        var (a, b) = (new FakeService("a") { Failure = new InvalidOperationException("secret") }, new FakeService("b"));
        _queue.Add(Notices.ManagerStarted("1", "farm-a", At), ["a", "b"]);

        await Sender(a, b).DeliverDue(Cancellation);

        b.Got.Count.ShouldBe(1);
        _log.Lines.ShouldContain(line => line.StartsWith(
            "Error notifications: a did not take \"Plot manager started\": InvalidOperationException;"));
    }

    [Fact]
    public async Task DeliverDue_AServiceThatIsSwitchedOff_IsForgotten()
    {
        _queue.Add(Notices.ManagerStarted("1", "farm-a", At), ["gone"]);

        await Sender().DeliverDue(Cancellation);

        _queue.Pending().ShouldBeEmpty();
    }

    [Fact]
    public async Task DeliverDue_SeveralNotices_ComeInOrderAndStopAtTheFirstFailure()
    {
        var service = new FakeService("a");
        foreach (var number in new[] { "1", "2", "3" })
        {
            _queue.Add(Notices.ManagerStarted(number, "farm-a", At), ["a"]);
        }

        await Sender(service).DeliverDue(Cancellation);
        service.Got.ShouldBe(["manager-started:1", "manager-started:2", "manager-started:3"]);

        service.Answer = Delivery.Failed("HTTP 500");
        _queue.Add(Notices.ManagerStarted("4", "farm-a", At), ["a"]);
        _queue.Add(Notices.ManagerStarted("5", "farm-a", At), ["a"]);
        await Sender(service).DeliverDue(Cancellation);
        service.Got.Count.ShouldBe(4);
    }

    [Fact]
    public async Task DeliverDue_TwoRoundsAtOnce_SendItOnce()
    {
        var service = new FakeService("a") { Hold = new TaskCompletionSource() };
        _queue.Add(Notices.ManagerStarted("1", "farm-a", At), ["a"]);
        var sender = Sender(service);

        var first = sender.DeliverDue(Cancellation);
        var second = sender.DeliverDue(Cancellation);
        service.Hold.SetResult();

        (await first).ShouldBe(1);
        (await second).ShouldBe(0);
        service.Got.Count.ShouldBe(1);
    }

    [Fact]
    public async Task Run_Woken_DeliversAtOnceAndEndsWhenCancelled()
    {
        using var ending = CancellationTokenSource.CreateLinkedTokenSource(Cancellation);
        var service = new FakeService("a");
        var sender = Sender(service);
        var running = sender.Run(ending.Token);

        _queue.Add(Notices.ManagerStarted("1", "farm-a", At), ["a"]);
        sender.Wake();
        sender.Wake();
        await service.FirstArrived.WaitAsync(TimeSpan.FromMinutes(2), Cancellation);
        await ending.CancelAsync();
        await running.WaitAsync(TimeSpan.FromMinutes(2), Cancellation);

        service.Got.ShouldBe(["manager-started:1"]);
    }

    [Theory]
    [InlineData(72)]
    [InlineData(-72)]
    public async Task DeliverDue_TheClockIsSetByDays_TheRetryComesAfterItsPauseAndTheNewsIsNoOlder(int hours)
    {
        var service = new FakeService("a") { Answer = Delivery.Failed("HTTP 500") };
        _queue.Add(Notices.ManagerStarted("1", "farm-a", At), ["a"]);
        var sender = Sender(service);
        await sender.DeliverDue(Cancellation);

        _clock.SetBy = TimeSpan.FromHours(hours);
        _clock.Now += TimeSpan.FromSeconds(59);
        await sender.DeliverDue(Cancellation);
        service.Got.Count.ShouldBe(1);
        _clock.Now += TimeSpan.FromSeconds(1);
        await sender.DeliverDue(Cancellation);

        service.Got.Count.ShouldBe(2);
        _queue.Pending().ShouldHaveSingleItem("a failure two minutes after the event gives nothing up");
    }

    [Fact]
    public async Task DeliverDue_ANewManagerAfterTheClockWasSetBack_WaitsNoLongerThanThePause()
    {
        var service = new FakeService("a") { Answer = Delivery.Failed("HTTP 500") };
        _queue.Add(Notices.ManagerStarted("1", "farm-a", At), ["a"]);
        await Sender(service).DeliverDue(Cancellation);

        _clock.SetBy = TimeSpan.FromDays(-3);
        var next = Sender(service);
        await next.DeliverDue(Cancellation);
        service.Got.Count.ShouldBe(1);
        _clock.Now += TimeSpan.FromMinutes(1);
        await next.DeliverDue(Cancellation);

        service.Got.Count.ShouldBe(2);
    }

    private NotificationSender Sender(params INotificationService[] services) => new(_queue, () => services, _log, _clock);

    private sealed class FakeService(string name) : INotificationService
    {
        private readonly TaskCompletionSource _arrived = new(TaskCreationOptions.RunContinuationsAsynchronously);

        public string Name => name;

        public Delivery Answer { get; set; } = Delivery.Done;

        public Exception? Failure { get; init; }

        public TaskCompletionSource? Hold { get; init; }

        public List<string> Got { get; } = [];

        public Task FirstArrived => _arrived.Task;

        public async Task<Delivery> Send(Notice notice, CancellationToken cancellation)
        {
            Got.Add(notice.Id);
            _arrived.TrySetResult();
            await (Hold?.Task ?? Task.CompletedTask);
            return Failure is null ? Answer : throw Failure;
        }
    }

    private sealed class RecordingLog : IEventLog
    {
        public List<string> Lines { get; } = [];

        public void Write(LogLevel level, string message, string? job = null, string? plot = null) => Lines.Add($"{level} {message}");
    }

    /// <summary>The queue as the journal keeps it, in memory.</summary>
    private sealed class MemoryQueue : INoticeQueue
    {
        private readonly Lock _turn = new();
        private readonly HashSet<string> _known = [];
        private readonly List<PendingNotice> _waiting = [];

        public void Add(Notice notice, IReadOnlyCollection<string> services)
        {
            lock (_turn)
            {
                if (_known.Add(notice.Id))
                {
                    _waiting.AddRange(services.Select(service => new PendingNotice(notice, service, 0, notice.At)));
                }
            }
        }

        public IReadOnlyList<PendingNotice> Pending()
        {
            lock (_turn)
            {
                return [.. _waiting];
            }
        }

        public void MarkDelivered(string noticeId, string service, DateTimeOffset at) => Take(noticeId, service);

        public void MarkAttempt(string noticeId, string service, DateTimeOffset at, string reason, DateTimeOffset? again)
        {
            lock (_turn)
            {
                var pending = Take(noticeId, service);
                if (again is { } due)
                {
                    _waiting.Add(pending with { Attempts = pending.Attempts + 1, DueAt = due });
                }
            }
        }

        private PendingNotice Take(string noticeId, string service)
        {
            lock (_turn)
            {
                var at = _waiting.FindIndex(item => item.Key == (noticeId, service));
                var pending = _waiting[at];
                _waiting.RemoveAt(at);
                return pending;
            }
        }
    }
}
