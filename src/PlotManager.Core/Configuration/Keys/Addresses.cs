using System.Net;
using PlotManager.Core.Yaml;

namespace PlotManager.Core.Configuration.Keys;

/// <summary>Checks of addresses of the network. They never quote what they check: webhooks are secret.</summary>
internal static class Addresses
{
    public static string? WrongWebAddress(string text) =>
        Uri.TryCreate(text, UriKind.Absolute, out var address)
            && (address.Scheme == Uri.UriSchemeHttps || address.Scheme == Uri.UriSchemeHttp)
            && address.Host.Length > 0
            ? null
            : "is not a web address; it must begin with https://";

    public static string? WrongIp(string text) =>
        IPAddress.TryParse(text, out _) ? null : $"\"{YamlMessages.Shown(text)}\" is not an IP address such as 127.0.0.1 or ::1";
}
