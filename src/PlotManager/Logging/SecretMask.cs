using PlotManager.Core.Notifications;

namespace PlotManager.Logging;

/// <summary>
/// Takes secrets out of text before it is shown, logged or sent: tokens, keys, and web addresses that are a key in themselves.
/// </summary>
public sealed class SecretMask
{
    public static readonly SecretMask None = new([]);

    private const string Masked = "***";

    // Shorter ones would mask half of every sentence, and are no secrets.
    private const int ShortestSecret = 6;

    // A short path of a web address ("/notify") is a word, not a key.
    private const int ShortestPath = 12;

    private readonly string[] _secrets;

    public SecretMask(IEnumerable<string?> secrets) =>
        _secrets =
        [
            .. secrets
                .OfType<string>()
                .SelectMany(Forms)
                .Where(secret => secret.Length >= ShortestSecret)
                .Distinct()
                .OrderByDescending(secret => secret.Length),
        ];

    public static SecretMask Of(NotificationSettings settings) => new(settings.Services.SelectMany(service => service.Secrets));

    public string Apply(string text)
    {
        foreach (var secret in _secrets)
        {
            text = text.Replace(secret, Masked, StringComparison.Ordinal);
        }

        return text;
    }

    // As it is, as it stands within an address, and of an address all behind the host.
    private static IEnumerable<string> Forms(string secret)
    {
        yield return secret;
        yield return Uri.EscapeDataString(secret);
        if (Uri.TryCreate(secret, UriKind.Absolute, out var address) && address.PathAndQuery.Length > 1)
        {
            yield return address.AbsoluteUri;
            if (address.PathAndQuery.Length > ShortestPath)
            {
                yield return address.PathAndQuery.TrimStart('/');
            }
        }
    }
}
