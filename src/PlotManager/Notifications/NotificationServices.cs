using PlotManager.Core.Configuration;
using PlotManager.Journal;
using PlotManager.Logging;

namespace PlotManager.Notifications;

/// <summary>Addresses of the services; tests put their own server in.</summary>
public sealed record ServiceAddresses
{
    public Uri Pushover { get; init; } = Notifications.Pushover.Home;
    public Uri Telegram { get; init; } = Notifications.Telegram.Home;
    public Uri Twilio { get; init; } = Notifications.Twilio.Home;
}

/// <summary>The services that a config switches on.</summary>
public static class NotificationServices
{
    public static IReadOnlyList<INotificationService> From(
        NotificationSettings settings, HttpClient client, IChatMemory chats, TimeProvider time, Patience? patience =
            null, ServiceAddresses? addresses = null)
    {
        addresses ??= new ServiceAddresses();
        var http = new HttpPost(client, SecretMask.Of(settings), time, patience ?? new Patience());
        var services = new List<INotificationService>();
        if (settings.DiscordWebhookUrl is { } discord)
        {
            services.Add(new Discord(discord, http));
        }

        if (settings.IftttWebhookUrl is { } ifttt)
        {
            services.Add(new Ifttt(ifttt, http));
        }

        if (settings.Pushover is { } pushover)
        {
            services.Add(new Pushover(pushover, http, addresses.Pushover));
        }

        if (settings.Telegram is { } telegram)
        {
            services.Add(new Telegram(telegram, http, chats, addresses.Telegram));
        }

        if (settings.Twilio is { } twilio)
        {
            services.Add(new Twilio(twilio, http, addresses.Twilio));
        }

        if (settings.WebhookUrl is { } webhook)
        {
            services.Add(new Webhook(webhook, http));
        }

        if (settings.Song is { } song)
        {
            services.Add(new Sound(song, new ProcessPlayer(song)));
        }

        return services;
    }
}
