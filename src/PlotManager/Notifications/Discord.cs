using PlotManager.Core.Notifications;

namespace PlotManager.Notifications;

/// <summary>A Discord channel's webhook: https://discord.com/developers/docs/resources/webhook#execute-webhook</summary>
public sealed class Discord(string webhookUrl, HttpPost http) : INotificationService
{
    // Discord's limit for "content".
    private const int LongestText = 2000;

    public string Name => "discord";

    public Task<Delivery> Send(Notice notice, CancellationToken cancellation) => http.Send(
        () => new HttpRequestMessage(HttpMethod.Post, webhookUrl)
        {
            Content = Content.Json(json =>
            {
                json.WriteString("content", Content.Fit(notice.Text, LongestText));

                // A job called @everyone shall wake nobody.
                json.WriteStartObject("allowed_mentions");
                json.WriteStartArray("parse");
                json.WriteEndArray();
                json.WriteEndObject();
            }),
        },
        cancellation);
}
