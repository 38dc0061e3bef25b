using System.Collections.Concurrent;
using PlotManager.Journal;

namespace PlotManager.Notifications;

/// <summary>
/// When each delivery is due and how old its news is, by a clock that setting the time does not move. What an earlier manager wrote down
/// was by the wall clock: it is believed only as far as it can be true.
/// </summary>
internal sealed class DeliveryTimes(TimeProvider time)
{
    private static readonly TimeSpan[] Pauses = [TimeSpan.FromMinutes(
        1), TimeSpan.FromMinutes(5), TimeSpan.FromMinutes(15), TimeSpan.FromHours(1)];

    private readonly ConcurrentDictionary<(string Notice, string Service), Times> _known = new();

    /// <summary>Takes over what is pending now, and forgets the rest.</summary>
    public void Keep(IReadOnlyList<PendingNotice> pending)
    {
        var keys = pending.Select(one => one.Key).ToHashSet();
        foreach (var gone in _known.Keys.Where(key => !keys.Contains(key)))
        {
            _known.TryRemove(gone, out _);
        }

        var (mark, now) = (time.GetTimestamp(), time.GetUtcNow());
        foreach (var one in pending)
        {
            _known.TryAdd(one.Key, new Times(
                mark,
                Within(one.DueAt - now, one.Attempts == 0 ? TimeSpan.Zero : PauseAfter(one.Attempts - 1)),
                Within(now - one.Notice.At, TimeSpan.MaxValue)));
        }
    }

    /// <summary>How long until it is due; zero if it is.</summary>
    public TimeSpan Left(PendingNotice pending) =>
        _known.TryGetValue(pending.Key, out var times) ? Within(times.Wait - time.GetElapsedTime(times.Since), times.Wait) : TimeSpan.Zero;

    public TimeSpan Age(PendingNotice pending) =>
        _known.TryGetValue(pending.Key, out var times) ? times.Age + time.GetElapsedTime(times.Since) : TimeSpan.Zero;

    public void TryAgain(PendingNotice pending, TimeSpan wait) => _known[pending.Key] = new Times(time.GetTimestamp(), wait, Age(pending));

    /// <param name="attempts">Those that failed before this one.</param>
    public static TimeSpan PauseAfter(int attempts) => Pauses[Math.Clamp(attempts, 0, Pauses.Length - 1)];

    private static TimeSpan Within(TimeSpan span, TimeSpan most) => span < TimeSpan.Zero ? TimeSpan.Zero : span > most ? most : span;

    /// <param name="Since">A mark of the monotonic clock.</param>
    /// <param name="Wait">From then on.</param>
    /// <param name="Age">Of the news, then.</param>
    private sealed record Times(long Since, TimeSpan Wait, TimeSpan Age);
}
