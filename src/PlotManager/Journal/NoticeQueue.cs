using System.Collections.Immutable;
using PlotManager.Core.Notifications;
using PlotManager.Journal.Sqlite;

namespace PlotManager.Journal;

/// <summary>
/// The notices of the journal as a queue: each service's delivery on its own, kept over restarts. Notices and deliveries that are not
/// saved yet count as saved, so that each notice goes out once, whatever becomes of the file.
/// </summary>
/// <param name="journal">Takes what becomes of the notices.</param>
/// <param name="file">The file below it, which has the notices of before.</param>
public sealed class NoticeQueue(IJournal journal, SqliteJournal file) : INoticeQueue, IChatMemory
{
    public string? Chat
    {
        get => journal.Unsaved.OfType<Change.Chat>().LastOrDefault()?.Id
            ?? file.Read("SELECT value FROM settings WHERE name = 'telegram_chat'", row => row.Required("value")).FirstOrDefault();
        set => journal.Commit([new Change.Chat(value!)]);
    }

    public void Add(Notice notice, IReadOnlyCollection<string> services) => journal.Commit([new Change.Queued(notice, services)]);

    /// <summary>The kinds that this version knows. A notice of another one waits for the version that does.</summary>
    internal static IReadOnlySet<string> Kinds { get; } = Enum.GetNames<NoticeKind>().ToHashSet();

    public IReadOnlyList<PendingNotice> Pending()
    {
        var unsaved = journal.Unsaved; // first: what is saved meanwhile is found in the file
        var pending = file.Read(
            $"""
            SELECT notices.*, service, attempts, due_at FROM deliveries JOIN notices ON notices.id = notice_id
            WHERE delivered_at IS NULL AND given_up_at IS NULL AND kind IN ({string.Join(", ", Kinds.Select(kind => $"'{kind}'"))})
            ORDER BY at, notices.rowid
            """,
            row => new PendingNotice(
                Notice(row), row.Required("service"), row.Count("attempts"), row.Instant("due_at") ?? DateTimeOffset.UnixEpoch));
        return unsaved.IsEmpty ? pending : WithUnsaved(pending, unsaved);
    }

    public void MarkDelivered(string noticeId, string service, DateTimeOffset at) =>
        journal.Commit([new Change.Delivered(noticeId, service, at)]);

    public void MarkAttempt(string noticeId, string service, DateTimeOffset at, string reason, DateTimeOffset? again) =>
        journal.Commit([new Change.Attempted(noticeId, service, at, reason, again)]);

    private List<PendingNotice> WithUnsaved(ImmutableArray<PendingNotice> saved, ImmutableArray<Change> unsaved)
    {
        var pending = saved.ToList();
        var known = new HashSet<string>();
        foreach (var change in unsaved)
        {
            switch (change)
            {
                case Change.Queued { Notice: var notice, Services: var services } when known.Add(notice.Id) && !IsInFile(notice.Id):
                    pending.AddRange(services.Select(service => new PendingNotice(notice, service, 0, notice.At)));
                    break;
                case Change.Delivered delivered:
                    pending.RemoveAll(one => one.Key == (delivered.NoticeId, delivered.Service));
                    break;
                case Change.Attempted { Again: { } again } attempted
                    when pending.FindIndex(one => one.Key == (attempted.NoticeId, attempted.Service) && one.DueAt != again) is var at
                        and >= 0:
                    pending[at] = pending[at] with { Attempts = pending[at].Attempts + 1, DueAt = again };
                    break;
                case Change.Attempted { Again: null } givenUp:
                    pending.RemoveAll(one => one.Key == (givenUp.NoticeId, givenUp.Service));
                    break;
                default:
                    break;
            }
        }

        return pending;
    }

    private bool IsInFile(string noticeId) =>
        file.Read("SELECT id FROM notices WHERE id = $id", row => row.Required("id"), ("$id", noticeId)).Length > 0;

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
