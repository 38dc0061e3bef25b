using PlotManager.Core.Notifications;

namespace PlotManager.Journal;

/// <summary>A notice that one service has not had yet.</summary>
/// <param name="Attempts">How often it was tried, restarts included.</param>
/// <param name="DueAt">When it is to be tried, by the wall clock of the time when that was written down.</param>
public sealed record PendingNotice(Notice Notice, string Service, int Attempts, DateTimeOffset DueAt)
{
    /// <summary>Names this delivery for good.</summary>
    public (string Notice, string Service) Key => (Notice.Id, Service);
}

/// <summary>
/// The notices to send, kept in the journal: each event once, each service's delivery on its own, so that what one service refuses does
/// not come twice from another. It outlives the manager.
/// </summary>
public interface INoticeQueue
{
    /// <summary>Queues a notice for the services named; of an id that was queued before, nothing happens.</summary>
    void Add(Notice notice, IReadOnlyCollection<string> services);

    /// <summary>What is neither delivered nor given up, oldest first.</summary>
    IReadOnlyList<PendingNotice> Pending();

    void MarkDelivered(string noticeId, string service, DateTimeOffset at);

    /// <summary>An attempt failed. <paramref name="again"/>: when to try again, null: given up.</summary>
    void MarkAttempt(string noticeId, string service, DateTimeOffset at, string reason, DateTimeOffset? again);
}

/// <summary>Remembers the chat Telegram's bot found: its getUpdates tells of the last 24 hours only.</summary>
public interface IChatMemory
{
    string? Chat { get; set; }
}
