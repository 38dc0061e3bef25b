using Microsoft.Data.Sqlite;
using PlotManager.Notifications;

namespace PlotManager.Journal;

/// <summary>The notices of the journal as a queue: each service's delivery on its own, kept over restarts.</summary>
public sealed class NoticeQueue(SqliteJournal journal) : INoticeQueue, IChatMemory
{
    public string? Chat
    {
        get => journal.Read("SELECT value FROM settings WHERE name = 'telegram_chat'", row => row.GetString(0)).FirstOrDefault();
        set => journal.Execute("INSERT OR REPLACE INTO settings (name, value) VALUES ('telegram_chat', $chat)", ("$chat", value));
    }

    public void Add(Notice notice, IReadOnlyCollection<string> services) => journal.Commit([new Change.Queued(notice, services)]);

    public IReadOnlyList<PendingNotice> Due(DateTimeOffset now, int most) => journal.Read(
        """
        SELECT notices.*, service, attempts FROM deliveries JOIN notices ON notices.id = notice_id
        WHERE delivered_at IS NULL AND given_up_at IS NULL AND due_at <= $now ORDER BY at, notices.rowid LIMIT $most
        """,
        row => new PendingNotice(Notice(row), row.GetString(row.GetOrdinal("service")), row.GetInt32(row.GetOrdinal("attempts"))),
        ("$now", now.ToUnixTimeMilliseconds()),
        ("$most", most));

    public DateTimeOffset? NextDue() => journal.Read(
        "SELECT min(due_at) FROM deliveries WHERE delivered_at IS NULL AND given_up_at IS NULL",
        row => row.IsDBNull(0) ? (DateTimeOffset?)null : DateTimeOffset.FromUnixTimeMilliseconds(row.GetInt64(0))).FirstOrDefault();

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

    private static Notice Notice(SqliteDataReader row) => new(
        row.GetString(row.GetOrdinal("id")),
        Enum.Parse<NoticeKind>(row.GetString(row.GetOrdinal("kind"))),
        DateTimeOffset.FromUnixTimeMilliseconds(row.GetInt64(row.GetOrdinal("at"))),
        row.GetString(row.GetOrdinal("host")),
        row.GetString(row.GetOrdinal("title")),
        row.GetString(row.GetOrdinal("text")))
    {
        Job = row["job"] as string,
        PlotId = row["plot_id"] as string,
    };
}
