using System.Globalization;
using System.Text.Json;
using PlotManager.Core.Configuration;
using PlotManager.Core.Notifications;

namespace PlotManager.Notifications;

/// <summary>Pushover: https://pushover.net/api</summary>
public sealed class Pushover(PushoverSettings settings, HttpPost http, Uri? address = null) : INotificationService
{
    public static readonly Uri Home = new("https://api.pushover.net/");

    // Pushover's limits, in letters.
    private const int LongestTitle = 250;
    private const int LongestText = 1024;

    private readonly Uri _messages = new(address ?? Home, "1/messages.json");

    public string Name => "pushover";

    public Task<Delivery> Send(Notice notice, CancellationToken cancellation) => http.Send(
        () => new HttpRequestMessage(HttpMethod.Post, _messages)
        {
            Content = new FormUrlEncodedContent(
            [
                new("token", settings.ApiKey),
                new("user", settings.UserKey),
                new("title", Content.Fit(notice.Title, LongestTitle)),
                new("message", Content.Fit(notice.Text, LongestText)),
                new("timestamp", notice.At.ToUnixTimeSeconds().ToString(CultureInfo.InvariantCulture)),
            ]),
        },
        cancellation,
        Accepts);

    // "status" is 1 for what was taken, whatever the HTTP status says.
    private static bool Accepts(string body)
    {
        try
        {
            using var json = JsonDocument.Parse(body);
            return json.RootElement.ValueKind == JsonValueKind.Object
                && json.RootElement.TryGetProperty("status", out var status)
                    && status.ValueKind == JsonValueKind.Number
                    && status.TryGetInt32(out var one)
                    && one == 1;
        }
        catch (JsonException)
        {
            // Not Pushover's answer: some proxy's page.
            return false;
        }
    }
}
