using System.Text.Json;
using PlotManager.Core.Configuration;
using PlotManager.Core.Notifications;
using PlotManager.Journal;

namespace PlotManager.Notifications;

/// <summary>
/// A Telegram bot: https://core.telegram.org/bots/api. Without a chat in the config it is the chat that last wrote to the bot; that is
/// remembered, because getUpdates forgets after 24 hours.
/// </summary>
public sealed class Telegram(TelegramSettings settings, HttpPost http, IChatMemory memory, Uri? address = null) : INotificationService
{
    public static readonly Uri Home = new("https://api.telegram.org/");

    // Telegram's limit for a message.
    private const int LongestText = 4096;

    // The last ten updates; the newest may be of a sort that names no chat.
    private const string LastUpdates = "getUpdates?offset=-10";

    public string Name => "telegram";

    public async Task<Delivery> Send(Notice notice, CancellationToken cancellation)
    {
        if ((settings.ChatId ?? memory.Chat) is not { Length: > 0 } chat)
        {
            var (found, reason) = await FindChat(cancellation);
            if (found is null)
            {
                return Delivery.Failed(reason);
            }

            memory.Chat = chat = found;
        }

        return await http.Send(
            () => new HttpRequestMessage(HttpMethod.Post, Method("sendMessage"))
            {
                Content = Content.Json(json =>
                {
                    json.WriteString("chat_id", chat);
                    json.WriteString("text", Content.Fit(notice.Text, LongestText));
                }),
            },
            cancellation);
    }

    private async Task<(string? Chat, string Reason)> FindChat(CancellationToken cancellation)
    {
        var (answer, reason) = await http.Ask(() => new HttpRequestMessage(HttpMethod.Get, Method(LastUpdates)), cancellation);
        if (answer is null)
        {
            return (null, reason);
        }

        if (!answer.IsSuccess)
        {
            return (null, http.Refusal(answer));
        }

        return LastChat(answer.Body) is { } chat
            ? (chat, "")
            : (null, "nobody has written to the bot yet: send it a message, or set telegram_chat_id");
    }

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

    private Uri Method(string name) => new($"{(address ?? Home).AbsoluteUri.TrimEnd('/')}/bot{settings.Token}/{name}");
}
