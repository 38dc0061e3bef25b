using System.Net.Http.Headers;
using System.Text;
using PlotManager.Core.Configuration;
using PlotManager.Core.Notifications;

namespace PlotManager.Notifications;

/// <summary>A text message by Twilio: https://www.twilio.com/docs/messaging/api/message-resource#create-a-message-resource</summary>
public sealed class Twilio(TwilioSettings settings, HttpPost http, Uri? address = null) : INotificationService
{
    public static readonly Uri Home = new("https://api.twilio.com/");

    // Twilio's limit for a body.
    private const int LongestText = 1600;

    public string Name => "twilio";

    public Task<Delivery> Send(Notice notice, CancellationToken cancellation) => http.Send(
        () => new HttpRequestMessage(
            HttpMethod.Post, new Uri(address ?? Home, $"2010-04-01/Accounts/{Uri.EscapeDataString(settings.AccountSid)}/Messages.json"))
        {
            Headers = { Authorization = new AuthenticationHeaderValue(
                "Basic", Convert.ToBase64String(Encoding.UTF8.GetBytes($"{settings.AccountSid}:{settings.AuthToken}"))) },
            Content = new FormUrlEncodedContent(
            [
                new("From", settings.FromPhone),
                new("To", settings.ToPhone),
                new("Body", Content.Fit(notice.Text, LongestText)),
            ]),
        },
        cancellation);
}
