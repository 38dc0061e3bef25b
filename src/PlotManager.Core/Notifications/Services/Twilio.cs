using System.Text;
using PlotManager.Core.Keys;

namespace PlotManager.Core.Notifications.Services;

/// <summary>A text message by Twilio: https://www.twilio.com/docs/messaging/api/message-resource#create-a-message-resource</summary>
public static class Twilio
{
    // Twilio's limit for a body.
    private const int LongestText = 1600;

    public static readonly Key<string> AccountSid = NotificationService.Secret("twilio_account_sid", "The account's SID.");
    public static readonly Key<string> AuthToken = NotificationService.Secret("twilio_auth_token", "The account's token.");
    public static readonly Key<string> FromPhone = NotificationService.Secret("twilio_from_phone", "The number it sends from.");
    public static readonly Key<string> ToPhone = NotificationService.Secret("twilio_to_phone", "Your number.");

    public static readonly NotificationService Service = new("twilio", "Send text messages through Twilio.")
    {
        Needs = [AccountSid, AuthToken, FromPhone, ToPhone],
        Send = (settings, notice) => new Sending.Post(
            Request.WithForm(
                $"https://api.twilio.com/2010-04-01/Accounts/{Uri.EscapeDataString(settings[AccountSid])}/Messages.json",
                ("From", settings[FromPhone]),
                ("To", settings[ToPhone]),
                ("Body", Request.Fit(notice.Text, LongestText))) with
            {
                Headers = [("Authorization", "Basic " + Credentials(settings))],
            }),
    };

    private static string Credentials(ServiceSettings settings) =>
        Convert.ToBase64String(Encoding.UTF8.GetBytes($"{settings[AccountSid]}:{settings[AuthToken]}"));
}
