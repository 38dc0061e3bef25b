using System.Net.Sockets;
using System.Runtime.Versioning;
using System.Text;
using System.Text.Json;
using PlotManager.Core.Control;
using PlotManager.Farms;
using PlotManager.Platform;

namespace PlotManager.Control;

/// <summary>Talks to the running manager of a farm over its control channel.</summary>
public sealed class ControlClient : IDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    /// <summary>A kill waits for the plotter's end, then frees hundreds of gigabytes, which takes minutes on some filesystems.</summary>
    private static readonly TimeSpan PatienceForKill = TimeSpan.FromMinutes(30);

    private readonly HttpClient _http;

    public ControlClient(ManagerFacts manager, IEntries entries)
    {
        Manager = manager;
        var handler = new SocketsHttpHandler
        {
            UseProxy = false,
            ConnectCallback = async (_, cancel) =>
                OperatingSystem.IsWindows() ? await ConnectPipeAsync(cancel) : await ConnectSocketAsync(entries, cancel),
        };
        _http = new HttpClient(handler) { BaseAddress = new Uri("http://manager/"), Timeout = Timeout.InfiniteTimeSpan };
    }

    public ManagerFacts Manager { get; }

    /// <summary>Why nothing was asked of what listens there; null where it could be.</summary>
    public string? Distrusted { get; private set; }

    /// <summary>The manager's snapshot as JSON; null if it does not answer (it is starting, ending, or another user's).</summary>
    public Task<string?> SnapshotAsync(CancellationToken cancel) =>
        WithinAsync(Patience, async limit => (string?)await _http.GetStringAsync(new Uri("snapshot", UriKind.Relative), limit), cancel);

    /// <summary>Something that differs whenever something has happened to the manager's farm; null if it does not answer.</summary>
    public Task<string?> StampAsync(CancellationToken cancel) => WithinAsync(
        Patience,
        async limit =>
        {
            using var head = new HttpRequestMessage(HttpMethod.Head, new Uri("snapshot", UriKind.Relative));
            using var response = await _http.SendAsync(head, limit);
            return response.Headers.ETag?.Tag;
        },
        cancel);

    /// <summary>The manager's answer; null if it gives none.</summary>
    public Task<ControlAnswer?> AskAsync(ControlRequest request, CancellationToken cancel) => WithinAsync(
        request.Command == ControlCommand.Kill ? PatienceForKill : Patience,
        async limit =>
        {
            using var content =
                new StringContent(JsonSerializer.Serialize(request, ControlJson.Default.ControlRequest), Encoding.UTF8, "application/json");
            using var response = await _http.PostAsync(new Uri("ask", UriKind.Relative), content, limit);
            response.EnsureSuccessStatusCode();
            return JsonSerializer.Deserialize(await response.Content.ReadAsStringAsync(limit), ControlJson.Default.ControlAnswer);
        },
        cancel);

    public void Dispose() => _http.Dispose();

    private async Task<Stream> ConnectSocketAsync(IEntries entries, CancellationToken cancel)
    {
        Distrusted = Manager.Distrust(entries);
        if (Distrusted is { } reason)
        {
            throw new IOException(reason);
        }

        var socket = new Socket(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);
        try
        {
            await socket.ConnectAsync(new UnixDomainSocketEndPoint(Manager.Socket), cancel);
            return new NetworkStream(socket, ownsSocket: true);
        }
        catch
        {
            socket.Dispose();
            throw;
        }
    }

    [SupportedOSPlatform("windows")]
    private async Task<Stream> ConnectPipeAsync(CancellationToken cancel)
    {
        var (pipe, distrusted) = ControlPipe.IsOne(Manager.Socket)
            ? await WindowsControlPipe.ConnectAsync(Manager.Socket, Manager.Pid, Manager.Place, cancel)
            : (null, $"{Manager.Socket} is no pipe of a manager"); // anything else could be anywhere
        Distrusted = distrusted;
        return pipe ?? throw new IOException(distrusted);
    }

    // Silence is an answer too: null.
    private static async Task<T?> WithinAsync<T>(TimeSpan patience, Func<CancellationToken, Task<T?>> ask, CancellationToken cancel)
        where T : class
    {
        try
        {
            using var limit = CancellationTokenSource.CreateLinkedTokenSource(cancel);
            limit.CancelAfter(patience);
            return await ask(limit.Token);
        }
        catch (Exception silent) when (IsSilence(silent, cancel))
        {
            return null;
        }
    }

    private static bool IsSilence(Exception e, CancellationToken cancel) =>
        e is HttpRequestException or IOException or UnauthorizedAccessException or SocketException
        || (e is OperationCanceledException && !cancel.IsCancellationRequested);
}
