using PlotManager.Core.Configuration.Keys;
using PlotManager.Core.Keys;

namespace PlotManager.Core.Configuration;

/// <summary>Reads <c>notifications:</c>: a service that is off keeps nothing, one that is on needs its partners.</summary>
internal static class NotificationReader
{
    public static NotificationSettings Read(Section section)
    {
        foreach (var (notify, partners) in NotificationKeys.Services)
        {
            foreach (var partner in partners.Where(partner => section.Value(notify) && !section.IsGiven(partner)))
            {
                section.Error(notify, RuleMessages.NeedsPartner(partner.Name));
            }
        }
        foreach (var (notify, address) in NotificationKeys.Addresses)
        {
            // Placeholders stand where a service is off.
            if (section.Value(notify) && section.Find(address) is { } given && Addresses.WrongWebAddress(given.Value) is { } wrong)
            {
                section.Error(address, wrong);
            }
        }

        string? When(Key<bool> notify, Key<string> partner) => section.Value(notify) ? section.Find(partner)?.Value : null;

        return new NotificationSettings
        {
            DiscordWebhookUrl = When(NotificationKeys.NotifyDiscord, NotificationKeys.DiscordWebhookUrl),
            IftttWebhookUrl = When(NotificationKeys.NotifyIfttt, NotificationKeys.IftttWebhookUrl),
            Song = When(NotificationKeys.NotifySound, NotificationKeys.Song),
            WebhookUrl = When(NotificationKeys.NotifyWebhook, NotificationKeys.WebhookUrl),
            Pushover = When(NotificationKeys.NotifyPushover, NotificationKeys.PushoverUserKey) is { } user
                ? new PushoverSettings(user, section.Find(NotificationKeys.PushoverApiKey)?.Value ?? "")
                : null,
            Telegram = When(NotificationKeys.NotifyTelegram, NotificationKeys.TelegramToken) is { } token
                ? new TelegramSettings(token, section.Find(NotificationKeys.TelegramChatId)?.Value)
                : null,
            Twilio = When(NotificationKeys.NotifyTwilio, NotificationKeys.TwilioAccountSid) is { } account
                ? new TwilioSettings(
                    account,
                    section.Find(NotificationKeys.TwilioAuthToken)?.Value ?? "",
                    section.Find(NotificationKeys.TwilioFromPhone)?.Value ?? "",
                    section.Find(NotificationKeys.TwilioToPhone)?.Value ?? "")
                : null,
        };
    }
}
