using PlotManager.Core.Notifications;
using PlotManager.Journal;
using PlotManager.Logging;

namespace PlotManager.Notifications;

/// <summary>The services that a config switches on, ready to send.</summary>
public static class NotificationServices
{
    public static IReadOnlyList<INotificationService> From(
        NotificationSettings settings, HttpClient client, IChatMemory chats, TimeProvider time, Patience? patience = null)
    {
        var http = new HttpPost(client, SecretMask.Of(settings), time, patience ?? new Patience());
        return [.. settings.Services.Select(service => new DefinedService(service, http, chats))];
    }
}
