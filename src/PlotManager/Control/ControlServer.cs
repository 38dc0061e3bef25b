using System.Runtime.Versioning;
using System.Text;
using System.Text.Json;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Server.Kestrel.Transport.NamedPipes;
using Microsoft.Extensions.DependencyInjection;
using PlotManager.Core.Control;
using PlotManager.Http;
using PlotManager.Platform;

namespace PlotManager.Control;

/// <summary>What the server asks the manager for.</summary>
public interface IControlled
{
    /// <summary>The farm as it is now, as JSON; what was seen last where a new look takes too long. Null before the first look.</summary>
    Task<string?> SnapshotAsync(CancellationToken cancel);

    /// <summary>Differs whenever something has happened to the farm; null before the first look.</summary>
    string? SnapshotStamp { get; }

    Task<ControlAnswer> AskAsync(ControlRequest request, CancellationToken cancel);
}

/// <summary>
/// Kestrel on a unix domain socket in a folder that is the user's alone, on Windows on a named pipe. Nothing that can change something
/// listens anywhere else.
/// </summary>
public sealed class ControlServer : IAsyncDisposable
{
    /// <summary>A view or two, a command, and a kill for each of some plots.</summary>
    public const int MostConnections = 64;

    private readonly WebApplication _application;
    private readonly string _address;

    private ControlServer(WebApplication application, string address) => (_application, _address) = (application, address);

    /// <param name="address">The path of a socket, or of a pipe.</param>
    /// <param name="installer">Who may command it beside its own account: see <see cref="WindowsControlPipe.Access"/>.</param>
    public static async Task<ControlServer> StartAsync(
        string address, IControlled controlled, CancellationToken cancel, string? installer = null)
    {
        var application = OperatingSystem.IsWindows()
            ? OnPipe(address, controlled, installer)
            : OnSocket(address, controlled);
        try
        {
            await application.StartAsync(cancel);
        }
        catch
        {
            await application.DisposeAsync();
            throw;
        }

        if (!OperatingSystem.IsWindows())
        {
            File.SetUnixFileMode(address, UnixFileMode.UserRead | UnixFileMode.UserWrite);
        }

        return new ControlServer(application, address);
    }

    /// <summary>Accepts no more connections; the requests that run have their answers first.</summary>
    /// <param name="cutOff">Ends those too.</param>
    public async Task EndAsync(CancellationToken cutOff)
    {
        try
        {
            await _application.StopAsync(cutOff);
        }
        catch (OperationCanceledException) when (cutOff.IsCancellationRequested)
        {
            // cut off
        }

        await DisposeAsync();
    }

    public async ValueTask DisposeAsync()
    {
        await _application.DisposeAsync();
        if (ControlPipe.IsOne(_address))
        {
            return; // it has gone with its last instance
        }

        try
        {
            SharedFile.Delete(_address);
        }
        catch (DirectoryNotFoundException)
        {
            // its folder is gone too
        }
    }

    private static WebApplication OnSocket(string socket, IControlled controlled)
    {
        SharedFile.Delete(socket); // a crash leaves its socket behind; the lock says that nobody listens on it
        return SmallServer.Build(MostConnections, kestrel => kestrel.ListenUnixSocket(socket), context => AnswerAsync(context, controlled));
    }

    // Kestrel makes the first instance such that it must be the first of its name.
    [SupportedOSPlatform("windows")]
    private static WebApplication OnPipe(string address, IControlled controlled, string? installer) => SmallServer.Build(
        MostConnections,
        kestrel => kestrel.ListenNamedPipe(ControlPipe.Name(address)),
        context => AnswerAsync(context, controlled),
        services => services.Configure<NamedPipeTransportOptions>(pipe =>
        {
            pipe.CurrentUserOnly = false; // the access list says who
            pipe.PipeSecurity = WindowsControlPipe.Access(installer);
        }));

    private static async Task AnswerAsync(HttpContext context, IControlled controlled)
    {
        switch (context.Request.Method, context.Request.Path.Value)
        {
            case ("GET", "/snapshot") when await controlled.SnapshotAsync(context.RequestAborted) is { } snapshot:
                context.Response.ContentType = "application/json";
                await context.Response.Body.WriteAsync(Encoding.UTF8.GetBytes(snapshot), context.RequestAborted);
                break;
            case ("HEAD", "/snapshot") when controlled.SnapshotStamp is { } stamp:
                context.Response.Headers.ETag = $"\"{stamp}\"";
                break;
            case ("GET" or "HEAD", "/snapshot"):
                context.Response.StatusCode = StatusCodes.Status503ServiceUnavailable; // the first look is not over
                break;
            case ("POST", "/ask"):
                await AnswerRequestAsync(context, controlled);
                break;
            default:
                context.Response.StatusCode = StatusCodes.Status404NotFound;
                break;
        }
    }

    private static async Task AnswerRequestAsync(HttpContext context, IControlled controlled)
    {
        try
        {
            var request =
                await JsonSerializer.DeserializeAsync(context.Request.Body, ControlJson.Default.ControlRequest, context.RequestAborted);
            var answer = request is null
                ? new ControlAnswer(false, "an empty request")
                : await controlled.AskAsync(request, context.RequestAborted);
            context.Response.ContentType = "application/json";
            await JsonSerializer.SerializeAsync(context.Response.Body, answer, ControlJson.Default.ControlAnswer, context.RequestAborted);
        }
        catch (JsonException)
        {
            context.Response.StatusCode = StatusCodes.Status400BadRequest;
        }
    }
}
