using PlotManager.Core.Notifications;

namespace PlotManager.Notifications;

/// <summary>IFTTT's webhooks: three values, here title, message and event id. https://ifttt.com/maker_webhooks</summary>
public sealed class Ifttt(string webhookUrl, HttpPost http) : INotificationService
{
    public string Name => "ifttt";

    public Task<Delivery> Send(Notice notice, CancellationToken cancellation) => http.Send(
        () => new HttpRequestMessage(HttpMethod.Post, webhookUrl)
        {
            Content = Content.Json(json =>
            {
                json.WriteString("value1", notice.Title);
                json.WriteString("value2", notice.Text);
                json.WriteString("value3", notice.Id);
            }),
        },
        cancellation);
}
