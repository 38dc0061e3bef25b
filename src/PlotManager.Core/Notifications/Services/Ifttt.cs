using PlotManager.Core.Keys;

namespace PlotManager.Core.Notifications.Services;

/// <summary>IFTTT's webhooks: three values, here title, message and event id. https://ifttt.com/maker_webhooks</summary>
public static class Ifttt
{
    public static readonly Key<string> WebhookUrl = NotificationService.WebAddress("ifttt_webhook_url");

    public static readonly NotificationService Service =
        new("ifttt", "Send events to an IFTTT webhook: value1 is the title, value2 the message, value3 the event's id.")
        {
            Needs = [WebhookUrl],
            Address = WebhookUrl,
            Send = (settings, notice) => new Sending.Post(Request.WithJson(settings[WebhookUrl], json =>
            {
                json.WriteString("value1", notice.Title);
                json.WriteString("value2", notice.Text);
                json.WriteString("value3", notice.Id);
            })),
        };
}
