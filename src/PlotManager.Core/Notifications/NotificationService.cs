using System.Collections.Immutable;
using PlotManager.Core.Keys;

namespace PlotManager.Core.Notifications;

/// <summary>
/// One way to tell people: the keys of <c>notifications:</c> that switch it on and set it up, and what it sends. The config's reading,
/// its schema, the masking of secrets and the sending come from this definition.
/// </summary>
public sealed class NotificationService
{
    /// <param name="name">As in the config: its switch is <c>notify_NAME</c>.</param>
    /// <param name="description">What it does when it is switched on, one sentence: "Send text messages through Twilio."</param>
    public NotificationService(string name, string description)
    {
        Name = name;
        Switch = new Key<bool>($"notify_{name}", Types.Boolean(), description) { Default = false };
    }

    public string Name { get; }

    public Key<bool> Switch { get; }

    /// <summary>The keys that must be given while it is switched on.</summary>
    public required ImmutableArray<Key<string>> Needs { get; init; }

    /// <summary>The keys that may be given.</summary>
    public ImmutableArray<Key<string>> Takes { get; init; } = [];

    /// <summary>One of the keys it needs that must be a web address.</summary>
    public Key<string>? Address { get; init; }

    /// <summary>Says how a notice is sent. It does nothing itself.</summary>
    public required Func<ServiceSettings, Notice, Sending> Send { get; init; }

    /// <summary>Its keys in the order of the documentation.</summary>
    public ImmutableArray<Key> Keys => [Switch, .. Needs, .. Takes];

    /// <summary>A key whose value is shown by nobody.</summary>
    internal static Key<string> Secret(string name, string description) => new(name, Types.Text(), description) { Secret = true };

    /// <summary>A web address that is a key in itself.</summary>
    internal static Key<string> WebAddress(string name) =>
        new(name, Types.Text("web address"), "The webhook's address.") { Secret = true };
}

/// <summary>A service that is switched on, with the values of its keys.</summary>
public sealed class ServiceSettings(NotificationService service, IReadOnlyDictionary<Key<string>, string> values)
{
    public NotificationService Service => service;

    /// <summary>What an earlier answer told and was kept, such as the chat to write to; null where nothing was.</summary>
    public string? Remembered { get; init; }

    /// <summary>The value of a key that the service needs.</summary>
    public string this[Key<string> key] => values[key];

    public string? Find(Key<string> key) => values.GetValueOrDefault(key);

    /// <summary>All that nobody may see.</summary>
    public IEnumerable<string> Secrets => values.Where(value => value.Key.Secret).Select(value => value.Value);

    public ServiceSettings With(string? remembered) => new(service, values) { Remembered = remembered };
}

/// <summary>The services that are switched on, in the order of their keys. Their values are secret: never printed.</summary>
public sealed record NotificationSettings(ImmutableArray<ServiceSettings> Services)
{
    public static readonly NotificationSettings None = new([]);

    /// <summary>Null where the service is switched off.</summary>
    public ServiceSettings? Find(NotificationService service) => Services.FirstOrDefault(one => one.Service == service);
}
