using PlotManager.Core.Configuration.Keys;
using PlotManager.Core.Keys;
using PlotManager.Core.Notifications;
using PlotManager.Core.Notifications.Services;

namespace PlotManager.Core.Configuration;

/// <summary>Reads <c>notifications:</c>: a service that is off keeps nothing, one that is on needs its partners.</summary>
internal static class NotificationReader
{
    public static NotificationSettings Read(Section section) => new(
        [.. AllServices.InOrder.Where(service => section.Value(service.Switch)).Select(service => Settings(service, section))]);

    private static ServiceSettings Settings(NotificationService service, Section section)
    {
        foreach (var key in service.Needs.Where(key => !section.IsGiven(key)))
        {
            section.Error(service.Switch, RuleMessages.NeedsPartner(key.Name));
        }

        // Placeholders stand where a service is off.
        if (service.Address is { } address
            && section.Find(address) is { } given
            && Addresses.WrongWebAddress(given.Value) is { } wrong)
        {
            section.Error(address, wrong);
        }

        return new ServiceSettings(
            service,
            service.Needs.Concat(service.Takes)
                .Select(key => (Key: key, section.Find(key)?.Value))
                .Where(given => given.Value is not null)
                .ToDictionary(given => given.Key, given => given.Value!));
    }
}
