using PlotManager.Core.Keys;

namespace PlotManager.Core.Configuration.Keys;

/// <summary>The keys under <c>notifications:</c>: for each service a switch, and the partners it needs.</summary>
public static class NotificationKeys
{
    public static readonly Key<bool> NotifyDiscord = Switch("notify_discord", "Discord, by a webhook");
    public static readonly Key<string> DiscordWebhookUrl = Address("discord_webhook_url", "The webhook's address.");
    public static readonly Key<bool> NotifyIfttt =
        Switch("notify_ifttt", "IFTTT, by a webhook that gets value1 (title) and value2 (message)");
    public static readonly Key<string> IftttWebhookUrl = Address("ifttt_webhook_url", "The webhook's address.");
    public static readonly Key<bool> NotifySound = Switch("notify_sound", "a sound on this machine");
    public static readonly Key<string> Song = new("song", Types.Path(), "The sound file.");
    public static readonly Key<bool> NotifyPushover = Switch("notify_pushover", "Pushover");
    public static readonly Key<string> PushoverUserKey = Secret("pushover_user_key", "Your user key.");
    public static readonly Key<string> PushoverApiKey = Secret("pushover_api_key", "The application's key.");
    public static readonly Key<bool> NotifyTelegram = Switch("notify_telegram", "a Telegram bot");
    public static readonly Key<string> TelegramToken = Secret("telegram_token", "The bot's token.");
    public static readonly Key<string> TelegramChatId = new(
        "telegram_chat_id",
        Types.Text("chat id"),
        "The chat it writes to.")
    { DefaultNote = "the chat that last wrote to the bot", Secret = true };
    public static readonly Key<bool> NotifyTwilio = Switch("notify_twilio", "text messages by Twilio");
    public static readonly Key<string> TwilioAccountSid = Secret("twilio_account_sid", "The account's SID.");
    public static readonly Key<string> TwilioAuthToken = Secret("twilio_auth_token", "The account's token.");
    public static readonly Key<string> TwilioFromPhone = Secret("twilio_from_phone", "The number it sends from.");
    public static readonly Key<string> TwilioToPhone = Secret("twilio_to_phone", "Your number.");
    public static readonly Key<bool> NotifyWebhook = Switch("notify_webhook", "a webhook of your own, which gets JSON");
    public static readonly Key<string> WebhookUrl = Address("webhook_url", "The webhook's address.");

    public static readonly SectionShape Shape = new("Who is told when plots complete or fail.",
    [
        NotifyDiscord, DiscordWebhookUrl, NotifyIfttt, IftttWebhookUrl, NotifySound, Song, NotifyPushover, PushoverUserKey, PushoverApiKey,
        NotifyTelegram, TelegramToken, TelegramChatId, NotifyTwilio, TwilioAccountSid, TwilioAuthToken, TwilioFromPhone, TwilioToPhone,
        NotifyWebhook, WebhookUrl,
    ]);

    /// <summary>What a switched-on service cannot do without.</summary>
    public static readonly IReadOnlyList<(Key<bool> Switch, Key<string>[] Partners)> Services =
    [
        (NotifyDiscord, [DiscordWebhookUrl]),
        (NotifyIfttt, [IftttWebhookUrl]),
        (NotifySound, [Song]),
        (NotifyPushover, [PushoverUserKey, PushoverApiKey]),
        (NotifyTelegram, [TelegramToken]),
        (NotifyTwilio, [TwilioAccountSid, TwilioAuthToken, TwilioFromPhone, TwilioToPhone]),
        (NotifyWebhook, [WebhookUrl]),
    ];

    /// <summary>Partners that must be web addresses.</summary>
    public static readonly IReadOnlyList<(Key<bool> Switch, Key<string> Address)> Addresses =
        [(NotifyDiscord, DiscordWebhookUrl), (NotifyIfttt, IftttWebhookUrl), (NotifyWebhook, WebhookUrl)];

    private static Key<bool> Switch(string name, string by) => new(name, Types.Boolean(), $"Whether to tell by {by}.") { Default = false };

    private static Key<string> Address(string name, string description) =>
        new(name, Types.Text("web address"), description) { Secret = true };

    private static Key<string> Secret(string name, string description) => new(name, Types.Text(), description) { Secret = true };
}
