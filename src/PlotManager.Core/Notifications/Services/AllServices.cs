using System.Collections.Immutable;
using PlotManager.Core.Keys;

namespace PlotManager.Core.Notifications.Services;

/// <summary>Every notification service there is, in the order in which they are documented.</summary>
public static class AllServices
{
    public static readonly ImmutableArray<NotificationService> InOrder =
    [
        Discord.Service,
        Ifttt.Service,
        Sound.Service,
        Pushover.Service,
        Telegram.Service,
        Twilio.Service,
        Webhook.Service,
    ];

    /// <summary>The keys under <c>notifications:</c>.</summary>
    public static readonly SectionShape Shape =
        new("Who is told when plots complete or fail.", [.. InOrder.SelectMany(service => service.Keys)]);
}
