using System.Threading.Channels;
using PlotManager.Core.Configuration;
using PlotManager.Journal;
using PlotManager.Logging;
using PlotManager.Store;

namespace PlotManager.Notifications;

/// <summary>
/// Takes notices from the queue to the services, beside the look and never in its way. Services wait for each other only between
/// rounds; within one, each gets its notices in order and a failure ends its round. What failed is tried again later and later, and
/// given up a day after the event.
/// </summary>
/// <param name="services">Asked for at every round, so that a reload counts at once.</param>
public sealed class NotificationSender(
    INoticeQueue queue, Func<IReadOnlyList<INotificationService>> services, IEventLog log, TimeProvider time)
    : IFarmSubscriber
{
    private const int MostPerRound = 50;

    /// <summary>News that is older is none.</summary>
    private static readonly TimeSpan LongestLife = TimeSpan.FromDays(1);

    /// <summary>At the latest then the queue is looked at again, whatever it said.</summary>
    private static readonly TimeSpan LongestSleep = TimeSpan.FromMinutes(5);

    private static readonly TimeSpan AfterTrouble = TimeSpan.FromSeconds(10);

    // Holds one waking: two are as good as one.
    private readonly Channel<bool> _news =
        Channel.CreateBounded<bool>(new BoundedChannelOptions(1) { FullMode = BoundedChannelFullMode.DropWrite });

    // Holds one ticket: two rounds at once would send what is due twice.
    private readonly Channel<bool> _turn = Channel.CreateBounded<bool>(1);

    private readonly DeliveryTimes _times = new(time);
    private string? _trouble;
    private TimeSpan _untilNext;

    /// <summary>Something was queued: send it now. Cheap; may be called from anywhere.</summary>
    public void Wake() => _news.Writer.TryWrite(true);

    public void Happened(CommittedEvent committed)
    {
        if (committed.News is not null)
        {
            Wake();
        }
    }

    /// <summary>Delivers until cancelled. Nothing that a service or the queue does ends it.</summary>
    public async Task Run(CancellationToken cancellation)
    {
        while (!cancellation.IsCancellationRequested)
        {
            TimeSpan sleep;
            try
            {
                sleep = await DeliverDue(cancellation) >= MostPerRound ? TimeSpan.Zero : _untilNext;
            }
            catch (Exception trouble) when (trouble is not OperationCanceledException)
            {
                Report(trouble.Message);
                sleep = AfterTrouble;
            }
            catch (OperationCanceledException)
            {
                return;
            }

            await Sleep(sleep, cancellation);
        }
    }

    /// <summary>One round: everything that is due now, each once.</summary>
    /// <returns>How many were tried.</returns>
    public async Task<int> DeliverDue(CancellationToken cancellation)
    {
        await _turn.Writer.WriteAsync(true, cancellation);
        try
        {
            return await Round(cancellation);
        }
        finally
        {
            _turn.Reader.TryRead(out _);
        }
    }

    private async Task<int> Round(CancellationToken cancellation)
    {
        var pending = queue.Pending();
        _times.Keep(pending);
        var due = pending.Where(one => _times.Left(one) == TimeSpan.Zero).Take(MostPerRound).ToList();
        var known = services().ToDictionary(service => service.Name);
        var rounds = due.GroupBy(one => one.Service).Select(ofOne => known.TryGetValue(ofOne.Key, out var service)
            ? Deliver(service, [.. ofOne], cancellation)
            : DropAll([.. ofOne]));
        await Task.WhenAll(rounds.ToList());
        _trouble = null;

        // Never at once: what is due but was left out of this round because its service fails comes up again and again.
        var next = queue.Pending().Select(_times.Left).DefaultIfEmpty(LongestSleep).Min();
        _untilNext = TimeSpan.FromSeconds(Math.Clamp(next.TotalSeconds, AfterTrouble.TotalSeconds, LongestSleep.TotalSeconds));
        return due.Count;
    }

    // Once, however often it is tried.
    private void Report(string trouble)
    {
        if (trouble != _trouble)
        {
            log.Write(LogLevel.Error, $"notifications: {trouble}");
        }

        _trouble = trouble;
    }

    private async Task Deliver(INotificationService service, IReadOnlyList<PendingNotice> pending, CancellationToken cancellation)
    {
        foreach (var one in pending)
        {
            var notice = one.Notice;
            Delivery delivery;
            try
            {
                delivery = await service.Send(notice, cancellation);
            }
            catch (Exception broken) when (broken is not OperationCanceledException)
            {
                // A service answers with values; this is an error in it, which must not hold up the others.
                delivery = Delivery.Failed(broken.GetType().Name);
                log.Write(LogLevel.Debug, $"notifications: {service.Name}: {broken}");
            }

            var now = time.GetUtcNow();
            if (delivery.Sent)
            {
                queue.MarkDelivered(notice.Id, service.Name, now);
                log.Write(LogLevel.Info, $"notifications: {service.Name} has \"{notice.Title}\"", notice.Job, notice.PlotId);
                continue;
            }

            var again = Again(one, delivery) is { } wait ? now + wait : (DateTimeOffset?)null;
            queue.MarkAttempt(notice.Id, service.Name, now, delivery.Reason, again);
            log.Write(
                LogLevel.Error,
                $"notifications: {service.Name} did not take \"{notice.Title}\": {delivery.Reason}; "
                    + $"{(again is { } next ? $"next try at {next:yyyy-MM-dd HH:mm:ss}Z" : "given up")}",
                notice.Job,
                notice.PlotId);

            // What one notice met the next would meet too: they wait for their turn with it.
            return;
        }
    }

    private Task DropAll(IReadOnlyList<PendingNotice> pending)
    {
        foreach (var one in pending)
        {
            queue.MarkAttempt(one.Notice.Id, one.Service, time.GetUtcNow(), "this service is switched off", again: null);
        }

        return Task.CompletedTask;
    }

    /// <summary>How long until the next attempt; null: it is given up.</summary>
    private TimeSpan? Again(PendingNotice pending, Delivery delivery)
    {
        var pause = DeliveryTimes.PauseAfter(pending.Attempts);
        var wait = delivery.RetryAfter > pause ? delivery.RetryAfter.Value : pause;
        if (_times.Age(pending) + wait > LongestLife)
        {
            return null;
        }

        _times.TryAgain(pending, wait);
        return wait;
    }

    private async Task Sleep(TimeSpan sleep, CancellationToken cancellation)
    {
        using var enough = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        try
        {
            await Task.WhenAny(Task.Delay(sleep, time, enough.Token), _news.Reader.WaitToReadAsync(enough.Token).AsTask());
            _news.Reader.TryRead(out _);
        }
        finally
        {
            await enough.CancelAsync();
        }
    }
}
