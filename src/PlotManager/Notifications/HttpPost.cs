using System.Globalization;
using System.Net;
using System.Text;
using System.Text.Json;
using PlotManager.Core.Text;
using PlotManager.Logging;
using Polly;
using Polly.Retry;
using Polly.Timeout;

namespace PlotManager.Notifications;

/// <summary>How patient a delivery is.</summary>
public sealed record Patience
{
    /// <summary>For one request, headers and body.</summary>
    public TimeSpan TimeOut { get; init; } = TimeSpan.FromSeconds(10);

    /// <summary>Further requests after the first, within one attempt.</summary>
    public int Retries { get; init; } = 3;

    /// <summary>Before the first retry; it doubles each time.</summary>
    public TimeSpan Pause { get; init; } = TimeSpan.FromSeconds(1);

    /// <summary>A service that asks for a longer wait is left to a later attempt.</summary>
    public TimeSpan LongestWait { get; init; } = TimeSpan.FromSeconds(60);
}

/// <summary>An answer: the status and the beginning of its body.</summary>
public sealed record Answer(HttpStatusCode Status, string Body, TimeSpan? RetryAfter)
{
    public bool IsSuccess => (int)Status is >= 200 and < 300;
}

/// <summary>
/// Sends requests for the services: time-outs, retries of what may pass, waits that the other side asks for, secrets masked in every
/// reason.
/// </summary>
public sealed class HttpPost
{
    // Ten of Telegram's longest updates fit; whoever sends more is cut.
    private const int LongestBody = 512 * 1024;
    private const int LongestReason = 200;

    private readonly HttpClient _http;
    private readonly SecretMask _mask;
    private readonly TimeProvider _time;
    private readonly ResiliencePipeline<Answer> _pipeline;

    public HttpPost(HttpClient http, SecretMask mask, TimeProvider time, Patience patience)
    {
        _http = http;
        _mask = mask;
        _time = time;
        var builder = new ResiliencePipelineBuilder<Answer> { TimeProvider = _time };
        if (patience.Retries > 0)
        {
            builder.AddRetry(new RetryStrategyOptions<Answer>
            {
                MaxRetryAttempts = patience.Retries,
                BackoffType = DelayBackoffType.Exponential,
                Delay = patience.Pause,
                UseJitter = false,
                ShouldHandle = arguments => ValueTask.FromResult(MayPass(arguments.Outcome, patience)),
                DelayGenerator = arguments => ValueTask.FromResult(arguments.Outcome.Result?.RetryAfter),
            });
        }

        _pipeline = builder.AddTimeout(new TimeoutStrategyOptions { Timeout = patience.TimeOut }).Build();
    }

    /// <summary>
    /// A client fit for it. Redirects are not followed: they would turn a POST into a GET and could carry a key elsewhere.
    /// </summary>
    public static HttpClient Client() =>
        new(new SocketsHttpHandler { AllowAutoRedirect = false, PooledConnectionLifetime = TimeSpan.FromMinutes(5) })
        {
            Timeout = Timeout.InfiniteTimeSpan,
        };

    /// <param name="request">Makes the request anew for every try.</param>
    /// <returns>The last answer, or why there was none.</returns>
    public async Task<(Answer? Answer, string Reason)> Ask(Func<HttpRequestMessage> request, CancellationToken cancellation)
    {
        try
        {
            return (await _pipeline.ExecuteAsync(token => new ValueTask<Answer>(Once(request, token)), cancellation), "");
        }
        catch (TimeoutRejectedException late)
        {
            return (null, $"no answer within {Durations.Words(late.Timeout)}");
        }
        catch (Exception failure) when (failure is HttpRequestException or IOException or InvalidOperationException or UriFormatException)
        {
            return (null, OneLine(
                failure.InnerException is null ? failure.Message : $"{failure.Message} ({failure.InnerException.Message})"));
        }
        catch (OperationCanceledException) when (!cancellation.IsCancellationRequested)
        {
            return (null, "the connection was given up");
        }
    }

    /// <summary>Sends; success is a 2xx of which <paramref name="accepts"/>, if given, approves.</summary>
    public async Task<Delivery> Send(Func<HttpRequestMessage> request, CancellationToken cancellation, Func<string, bool>? accepts = null)
    {
        var (answer, reason) = await Ask(request, cancellation);
        if (answer is null)
        {
            return Delivery.Failed(reason);
        }

        return answer.IsSuccess && accepts?.Invoke(answer.Body) != false
            ? Delivery.Done
            : Delivery.Failed(Refusal(answer), answer.RetryAfter);
    }

    /// <summary>Status and the service's own words, in one line.</summary>
    public string Refusal(Answer answer)
    {
        var words = OneLine(Words(answer.Body));
        return $"HTTP {(int)answer.Status}{(words.Length > 0 ? ": " + words : "")}";
    }

    private static bool MayPass(Outcome<Answer> outcome, Patience patience) => outcome switch
    {
        { Exception: HttpRequestException or IOException or TimeoutRejectedException } => true,
        { Result: { } answer } when answer.RetryAfter > patience.LongestWait => false,
        { Result: { } answer } =>
            answer.Status is HttpStatusCode.TooManyRequests or HttpStatusCode.RequestTimeout || (int)answer.Status >= 500,
        _ => false,
    };

    private async Task<Answer> Once(Func<HttpRequestMessage> make, CancellationToken cancellation)
    {
        using var request = make();
        using var response = await _http.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, cancellation);
        await using var stream = await response.Content.ReadAsStreamAsync(cancellation);
        var body = await Beginning(stream, cancellation);
        return new Answer(response.StatusCode, body, Wait(response, body));
    }

    private static async Task<string> Beginning(Stream stream, CancellationToken cancellation)
    {
        using var kept = new MemoryStream();
        var piece = new byte[8 * 1024];
        int read;
        while (kept.Length < LongestBody && (read = await stream.ReadAsync(piece, cancellation)) > 0)
        {
            kept.Write(piece, 0, read);
        }

        return Encoding.UTF8.GetString(kept.GetBuffer(), 0, (int)kept.Length);
    }

    // The header, in seconds or as a date; else what Discord ("retry_after") and Telegram ("parameters":{"retry_after"}) say in the body.
    private TimeSpan? Wait(HttpResponseMessage response, string body)
    {
        var wait = response.Headers.RetryAfter switch
        {
            { Delta: { } delta } => delta,
            { Date: { } date } => date - _time.GetUtcNow(),
            _ when response.StatusCode == HttpStatusCode.TooManyRequests => WaitInBody(body),
            _ => null,
        };
        return wait is { } known ? known > TimeSpan.Zero ? known : TimeSpan.Zero : null;
    }

    private static TimeSpan? WaitInBody(string body) =>
        Parsed(body) is { ValueKind: JsonValueKind.Object } json
        && (json.TryGetProperty("retry_after", out var seconds)
            || (json.TryGetProperty("parameters", out var parameters)
                && parameters.ValueKind == JsonValueKind.Object
                && parameters.TryGetProperty("retry_after", out seconds)))
        && seconds.ValueKind == JsonValueKind.Number && seconds.GetDouble() is >= 0 and < 1e6 and var known
            ? TimeSpan.FromSeconds(known)
            : null;

    // Telegram says "description", Twilio and Discord "message", Pushover and IFTTT "errors"; others get their first words shown.
    private static string Words(string body)
    {
        if (Parsed(body) is not { ValueKind: JsonValueKind.Object } json)
        {
            return body;
        }

        foreach (var name in new[] { "description", "message", "error" })
        {
            if (json.TryGetProperty(name, out var words) && words.ValueKind == JsonValueKind.String)
            {
                return words.GetString() ?? "";
            }
        }

        return json.TryGetProperty("errors", out var errors) && errors.ValueKind == JsonValueKind.Array
            ? string.Join("; ", errors.EnumerateArray().Select(error =>
                error.ValueKind == JsonValueKind.Object && error.TryGetProperty("message", out var message)
                    ? message.ToString()
                    : error.ToString()))
            : body;
    }

    private static JsonElement? Parsed(string body)
    {
        try
        {
            using var document = JsonDocument.Parse(body);
            return document.RootElement.Clone();
        }
        catch (JsonException)
        {
            // Not every answer is JSON; a proxy's page is not.
            return null;
        }
    }

    private string OneLine(string text)
    {
        var clean = _mask.Apply(Printable.Strip(text)).Trim();
        return clean.Length <= LongestReason ? clean : string.Create(CultureInfo.InvariantCulture, $"{clean.AsSpan(0, LongestReason)}...");
    }
}
