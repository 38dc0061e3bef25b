using System.Globalization;
using System.Text.Json;
using PlotManager.Core.Keys;

namespace PlotManager.Core.Notifications.Services;

/// <summary>Pushover: https://pushover.net/api</summary>
public static class Pushover
{
    private const string Messages = "https://api.pushover.net/1/messages.json";

    // Pushover's limits, in letters.
    private const int LongestTitle = 250;
    private const int LongestText = 1024;

    public static readonly Key<string> UserKey = NotificationService.Secret("pushover_user_key", "Your user key.");
    public static readonly Key<string> ApiKey = NotificationService.Secret("pushover_api_key", "The application's key.");

    public static readonly NotificationService Service = new("pushover", "Send messages through Pushover.")
    {
        Needs = [UserKey, ApiKey],
        Send = (settings, notice) => new Sending.Post(
            Request.WithForm(
                Messages,
                ("token", settings[ApiKey]),
                ("user", settings[UserKey]),
                ("title", Request.Fit(notice.Title, LongestTitle)),
                ("message", Request.Fit(notice.Text, LongestText)),
                ("timestamp", notice.At.ToUnixTimeSeconds().ToString(CultureInfo.InvariantCulture))),
            Accepts),
    };

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
