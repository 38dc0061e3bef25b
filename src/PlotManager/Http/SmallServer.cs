using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Connections;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;

namespace PlotManager.Http;

/// <summary>
/// Kestrel for a few clients. However many connect, they cannot use up the manager's descriptors, and one that is silent is not waited for.
/// A request that runs is never cut off: a kill may take minutes.
/// </summary>
internal static class SmallServer
{
    /// <summary>A client that has begun a request sends its headers within this time.</summary>
    private static readonly TimeSpan ForHeaders = TimeSpan.FromSeconds(5);

    /// <summary>A connection without a request is closed after this time.</summary>
    private static readonly TimeSpan ForIdle = TimeSpan.FromSeconds(15);

    private const int MostRequestBytes = 64 * 1024;

    /// <param name="connections">The number of connections served at once. One more is closed before the next is accepted.</param>
    /// <param name="configure">Sets what the transport needs beyond its address.</param>
    public static WebApplication Build(
        int connections, Action<KestrelServerOptions> listen, RequestDelegate answer, Action<IServiceCollection>? configure = null)
    {
        // the working directory may be gone
        var builder = WebApplication.CreateEmptyBuilder(new WebApplicationOptions { ContentRootPath = AppContext.BaseDirectory });
        builder.Services.AddRoutingCore();
        builder.WebHost.UseKestrelCore().ConfigureKestrel(kestrel =>
        {
            kestrel.AddServerHeader = false;
            kestrel.Limits.MaxRequestBodySize = MostRequestBytes;
            kestrel.Limits.RequestHeadersTimeout = ForHeaders;
            kestrel.Limits.KeepAliveTimeout = ForIdle;
            listen(kestrel);
        });
        foreach (var transport in builder.Services.Where(one => one.ServiceType == typeof(IConnectionListenerFactory)).ToList())
        {
            builder.Services.Remove(transport);
            builder.Services.AddSingleton<IConnectionListenerFactory>(services => new ConnectionLimit(
                (IConnectionListenerFactory)ActivatorUtilities.CreateInstance(services, transport.ImplementationType!), connections));
        }

        configure?.Invoke(builder.Services);
        // Who ends a server says how long requests that run are waited for.
        builder.Services.Configure<HostOptions>(host => host.ShutdownTimeout = Timeout.InfiniteTimeSpan);
        var application = builder.Build();
        application.Run(answer);
        return application;
    }
}
