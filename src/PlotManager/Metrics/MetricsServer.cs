using System.Collections.Immutable;
using System.Net;
using System.Net.Sockets;
using System.Text;
using Microsoft.AspNetCore.Http;
using PlotManager.Core.Configuration;
using PlotManager.Http;

namespace PlotManager.Metrics;

/// <summary>
/// Serves the metrics on a TCP port, on any path as the original's exporter did, and nothing else: nothing here can change anything.
/// A port that is taken is reported and tried again.
/// </summary>
/// <param name="metrics">The text of a scrape.</param>
/// <param name="report">Told why it cannot listen, and null once it can.</param>
public sealed class MetricsServer(Func<string> metrics, Action<string?> report, TimeProvider time)
{
    /// <summary>Scrapers are few.</summary>
    public const int MostConnections = 16;

    private static readonly TimeSpan Retry = TimeSpan.FromSeconds(30);

    /// <summary>Where it listens now, with the port that the system has chosen for port 0.</summary>
    public ImmutableArray<Uri> Addresses { get; private set; } = [];

    /// <summary>Listens until cancelled.</summary>
    public async Task Run(InstrumentationSettings settings, CancellationToken cancellation)
    {
        while (!cancellation.IsCancellationRequested)
        {
            try
            {
                await Listen(settings, cancellation);
            }
            catch (Exception taken) when (taken is IOException or SocketException or InvalidOperationException)
            {
                report($"metrics cannot be served on {settings.PrometheusAddress ?? "all addresses"}, port {settings.PrometheusPort}: "
                    + $"{taken.Message}");
                await Pause(cancellation);
            }
            catch (OperationCanceledException) when (cancellation.IsCancellationRequested)
            {
                return;
            }
        }
    }

    private async Task Listen(InstrumentationSettings settings, CancellationToken cancellation)
    {
        var addresses = settings.PrometheusAddress is { } name ? await Dns.GetHostAddressesAsync(name, cancellation) : [];
        await using var application = SmallServer.Build(
            MostConnections,
            kestrel =>
            {
                if (settings.PrometheusAddress is null)
                {
                    kestrel.ListenAnyIP(settings.PrometheusPort);
                }

                foreach (var address in addresses)
                {
                    kestrel.Listen(address, settings.PrometheusPort);
                }
            },
            Answer);
        await application.StartAsync(cancellation);
        Addresses = [.. application.Urls.Select(address => new Uri(address))];
        report(null);
        await Task.Delay(Timeout.InfiniteTimeSpan, time, cancellation);
    }

    private async Task Answer(HttpContext context)
    {
        if (!HttpMethods.IsGet(context.Request.Method) && !HttpMethods.IsHead(context.Request.Method))
        {
            context.Response.StatusCode = StatusCodes.Status405MethodNotAllowed;
            return;
        }

        var text = Encoding.UTF8.GetBytes(metrics());
        context.Response.ContentType = MetricsText.ContentType;
        context.Response.ContentLength = text.Length;
        if (HttpMethods.IsGet(context.Request.Method))
        {
            await context.Response.Body.WriteAsync(text, context.RequestAborted);
        }
    }

    private async Task Pause(CancellationToken cancellation)
    {
        try
        {
            await Task.Delay(Retry, time, cancellation);
        }
        catch (OperationCanceledException)
        {
            // The loop sees the cancellation and ends.
        }
    }
}
