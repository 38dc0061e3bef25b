using PlotManager.Core.Keys;

namespace PlotManager.Core.Notifications.Services;

/// <summary>
/// Any address that takes a POST with a JSON body; docs/notifications.md describes its fields. The event id is in the body and in the
/// header <c>Idempotency-Key</c>: an event may come twice when an answer was lost, always under the same id.
/// </summary>
public static class Webhook
{
    public static readonly Key<string> Url = NotificationService.WebAddress("webhook_url");

    public static readonly NotificationService Service = new("webhook", "Send JSON to a webhook of your own.")
    {
        Needs = [Url],
        Address = Url,
        Send = (settings, notice) => new Sending.Post(Request.WithJson(settings[Url], json =>
        {
            json.WriteString("id", notice.Id);
            json.WriteString("event", Event(notice.Kind));
            json.WriteString("at", notice.At);
            json.WriteString("host", notice.Host);
            json.WriteString("title", notice.Title);
            json.WriteString("message", notice.Text);
            json.WriteString("job", notice.Job);
            json.WriteString("plot_id", notice.PlotId);
        }) with
        {
            Headers = [("Idempotency-Key", Uri.EscapeDataString(notice.Id))],
        }),
    };

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
