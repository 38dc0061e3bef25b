using PlotManager.Core.Keys;

namespace PlotManager.Core.Notifications.Services;

/// <summary>A Discord channel's webhook: https://discord.com/developers/docs/resources/webhook#execute-webhook</summary>
public static class Discord
{
    // Discord's limit for "content".
    private const int LongestText = 2000;

    public static readonly Key<string> WebhookUrl = NotificationService.WebAddress("discord_webhook_url");

    public static readonly NotificationService Service = new("discord", "Send messages to a Discord channel through a webhook.")
    {
        Needs = [WebhookUrl],
        Address = WebhookUrl,
        Send = (settings, notice) => new Sending.Post(Request.WithJson(settings[WebhookUrl], json =>
        {
            json.WriteString("content", Request.Fit(notice.Text, LongestText));

            // A job called @everyone shall wake nobody.
            json.WriteStartObject("allowed_mentions");
            json.WriteStartArray("parse");
            json.WriteEndArray();
            json.WriteEndObject();
        })),
    };
}
