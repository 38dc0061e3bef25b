using PlotManager.Core.Notifications;

namespace PlotManager.Notifications;

/// <summary>What came of one attempt; never an exception.</summary>
/// <param name="Reason">In one line, secrets masked; empty when sent.</param>
/// <param name="RetryAfter">How long the service asked to be left alone.</param>
public sealed record Delivery(bool Sent, string Reason, TimeSpan? RetryAfter = null)
{
    public static readonly Delivery Done = new(true, "");

    public static Delivery Failed(string reason, TimeSpan? retryAfter = null) => new(false, reason, retryAfter);
}

/// <summary>One way to tell people. Implementations are safe to call at the same time as others.</summary>
public interface INotificationService
{
    /// <summary>As in the config, without "notify_": discord, ifttt, sound, ...</summary>
    string Name { get; }

    /// <summary>Tries, with bounded time-outs and retries. Throws only when cancelled.</summary>
    Task<Delivery> Send(Notice notice, CancellationToken cancellation);
}
