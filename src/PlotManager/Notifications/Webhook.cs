using PlotManager.Core.Notifications;

namespace PlotManager.Notifications;

/// <summary>
/// Any address that takes a POST with a JSON body; docs/notifications.md describes its fields. The event id is in the body and in the
/// header <c>Idempotency-Key</c>: an event may come twice when an answer was lost, always under the same id.
/// </summary>
public sealed class Webhook(string webhookUrl, HttpPost http) : INotificationService
{
    public string Name => "webhook";

    public Task<Delivery> Send(Notice notice, CancellationToken cancellation) => http.Send(
        () => new HttpRequestMessage(HttpMethod.Post, webhookUrl)
        {
            Headers = { { "Idempotency-Key", Uri.EscapeDataString(notice.Id) } },
            Content = Content.Json(json =>
            {
                json.WriteString("id", notice.Id);
                json.WriteString("event", Event(notice.Kind));
                json.WriteString("at", notice.At);
                json.WriteString("host", notice.Host);
                json.WriteString("title", notice.Title);
                json.WriteString("message", notice.Text);
                json.WriteString("job", notice.Job);
                json.WriteString("plot_id", notice.PlotId);
            }),
        },
        cancellation);

    private static string Event(NoticeKind kind) => kind switch
    {
        NoticeKind.ManagerStarted => "manager_started",
        NoticeKind.PlotCompleted => "plot_completed",
        NoticeKind.PlotFailed => "plot_failed",
        NoticeKind.PlotSuspect => "plot_suspect",
        NoticeKind.RunBlocked => "run_blocked",
        NoticeKind.JobHeldBack => "job_held_back",
        NoticeKind.NoDestination => "no_destination",
        NoticeKind.ManagerFailed => "manager_failed",
        NoticeKind.AllPlotsMade => "all_plots_made",
        _ => "test",
    };
}
