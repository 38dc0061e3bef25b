using PlotManager.Notifications;

namespace PlotManager.Journal;

/// <summary>The notices of the journal as a queue: each service's delivery on its own, kept over restarts.</summary>
public sealed class NoticeQueue(SqliteJournal journal) : INoticeQueue, IChatMemory
{
    public string? Chat
    {
        get => journal.Read("SELECT value FROM settings WHERE name = 'telegram_chat'", row => row.Required("value")).FirstOrDefault();
        set => journal.Execute("INSERT OR REPLACE INTO settings (name, value) VALUES ('telegram_chat', $chat)", ("$chat", value));
    }

    public void Add(Notice notice, IReadOnlyCollection<string> services) => journal.Commit([new Change.Queued(notice, services)]);

    /// <summary>The kinds that this version knows. A notice of another one waits for the version that does.</summary>
    internal static IReadOnlySet<string> Kinds { get; } = Enum.GetNames<NoticeKind>().ToHashSet();

    public IReadOnlyList<PendingNotice> Pending() => journal.Read(
        $"""
        SELECT notices.*, service, attempts, due_at FROM deliveries JOIN notices ON notices.id = notice_id
        WHERE delivered_at IS NULL AND given_up_at IS NULL AND kind IN ({string.Join(", ", Kinds.Select(kind => $"'{kind}'"))}) ORDER BY at, notices.rowid
        """,
        row => new PendingNotice(Notice(row), row.Required("service"), row.Count("attempts"), row.Instant("due_at") ?? DateTimeOffset.UnixEpoch));

    public void MarkDelivered(string noticeId, string service, DateTimeOffset at) => journal.Execute(
        "UPDATE deliveries SET attempts = attempts + 1, delivered_at = $at, last_answer = NULL WHERE notice_id = $id AND service = $service",
        ("$at", at.ToUnixTimeMilliseconds()),
        ("$id", noticeId),
        ("$service", service));

    public void MarkAttempt(string noticeId, string service, DateTimeOffset at, string reason, DateTimeOffset? again) => journal.Execute(
        """
        UPDATE deliveries SET attempts = attempts + 1, last_answer = $reason, due_at = coalesce($again, due_at), given_up_at = $given_up
        WHERE notice_id = $id AND service = $service
        """,
        ("$reason", reason),
        ("$again", again?.ToUnixTimeMilliseconds()),
        ("$given_up", again is null ? at.ToUnixTimeMilliseconds() : null),
        ("$id", noticeId),
        ("$service", service));

    private static Notice Notice(RowReader row) => new(
        row.Required("id"),
        row.Word("kind", NoticeKind.Test)!.Value,
        row.Instant("at") ?? DateTimeOffset.UnixEpoch,
        row.Required("host"),
        row.Required("title"),
        row.Required("text"))
    {
        Job = row.Text("job"),
        PlotId = row.Text("plot_id"),
    };
}
