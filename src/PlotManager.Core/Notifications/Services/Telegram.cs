using System.Text.Json;
using PlotManager.Core.Keys;

namespace PlotManager.Core.Notifications.Services;

/// <summary>
/// A Telegram bot: https://core.telegram.org/bots/api. Without a chat in the config it is the chat that last wrote to the bot; that is
/// kept, because getUpdates forgets after 24 hours.
/// </summary>
public static class Telegram
{
    // Telegram's limit for a message.
    private const int LongestText = 4096;

    // The last ten updates; the newest may be of a sort that names no chat.
    private const string LastUpdates = "getUpdates?offset=-10";

    public static readonly Key<string> Token = NotificationService.Secret("telegram_token", "The bot's token.");

    public static readonly Key<string> ChatId = new("telegram_chat_id", Types.Text("chat id"), "The chat it writes to.")
    {
        DefaultNote = "the chat that last wrote to the bot",
        Secret = true,
    };

    public static readonly NotificationService Service = new("telegram", "Send messages through a Telegram bot.")
    {
        Needs = [Token],
        Takes = [ChatId],
        Send = (settings, notice) => (settings.Find(ChatId) ?? settings.Remembered) is { Length: > 0 } chat
            ? new Sending.Post(Request.WithJson(Method(settings, "sendMessage"), json =>
            {
                json.WriteString("chat_id", chat);
                json.WriteString("text", Request.Fit(notice.Text, LongestText));
            }))
            : new Sending.AskFirst(
                new Request(Method(settings, LastUpdates)),
                LastChat,
                "nobody has written to the bot yet: send it a message, or set telegram_chat_id"),
    };

    /// <summary>The chat of the newest update that has one.</summary>
    internal static string? LastChat(string body)
    {
        try
        {
            using var json = JsonDocument.Parse(body);
            if (json.RootElement.ValueKind != JsonValueKind.Object
                || !json.RootElement.TryGetProperty("result", out var updates)
                || updates.ValueKind != JsonValueKind.Array)
            {
                return null;
            }

            // An update is its number and one member that says what happened; messages of all sorts name a chat.
            return updates.EnumerateArray()
                .Where(update => update.ValueKind == JsonValueKind.Object)
                .SelectMany(update => update.EnumerateObject())
                .Where(member => member.Value.ValueKind == JsonValueKind.Object)
                .Select(member => member.Value.TryGetProperty("chat", out var chat)
                    && chat.ValueKind == JsonValueKind.Object
                    && chat.TryGetProperty("id", out var id) ? id.ToString() : null)
                .LastOrDefault(chat => chat is not null);
        }
        catch (JsonException)
        {
            // A body longer than what is read, or no JSON: no chat is known by it.
            return null;
        }
    }

    private static string Method(ServiceSettings settings, string name) => $"https://api.telegram.org/bot{settings[Token]}/{name}";
}
