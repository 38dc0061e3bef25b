using PlotManager.Core.Keys;
using PlotManager.Core.Notifications;

namespace PlotManager.Tests.Notifications;

/// <summary>Services as a config switches them on.</summary>
internal static class SwitchedOn
{
    public static ServiceSettings With(this NotificationService service, params (Key<string> Key, string Value)[] values) =>
        new(service, values.ToDictionary(value => value.Key, value => value.Value));
}
