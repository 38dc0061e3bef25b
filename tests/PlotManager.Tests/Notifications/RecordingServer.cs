using System.Collections.Concurrent;
using System.Net;
using System.Net.Sockets;
using System.Text;

namespace PlotManager.Tests.Notifications;

internal sealed record Received(string Method, string Target, IReadOnlyDictionary<string, string> Headers, string Body);

/// <summary>One answer to play. <see cref="Silent"/>: take the request and never answer.</summary>
internal sealed record Played(int Status, string Body = "", string? RetryAfter = null, bool Silent = false);

/// <summary>
/// A web server on this machine that records what it is asked and plays the answers it was given, the last one again and again.
/// </summary>
internal sealed class RecordingServer : IAsyncDisposable
{
    private readonly TcpListener _listener = new(IPAddress.Loopback, 0);
    private readonly CancellationTokenSource _ending = new();
    private readonly Lock _turn = new();
    private readonly Queue<Played> _answers;
    private readonly Task _serving;

    public RecordingServer(params Played[] answers)
    {
        _answers = new Queue<Played>(answers);
        _listener.Start();
        Address = new Uri($"http://127.0.0.1:{((IPEndPoint)_listener.LocalEndpoint).Port}/");
        _serving = Serve();
    }

    public Uri Address { get; }

    public ConcurrentQueue<Received> Requests { get; } = new();

    /// <summary>Waits until it has received so many requests.</summary>
    public async Task Got(int requests, CancellationToken cancellationToken)
    {
        while (Requests.Count < requests)
        {
            await Task.Delay(5, cancellationToken);
        }
    }

    // The listener is stopped when nobody accepts from it any more: whoever still asks it after that is told that it does not listen.
    public async ValueTask DisposeAsync()
    {
        await _ending.CancelAsync();
        await _serving;
        _listener.Dispose();
        _ending.Dispose();
    }

    private async Task Serve()
    {
        var connections = new List<Task>();
        try
        {
            while (true)
            {
                connections.Add(Converse(await _listener.AcceptTcpClientAsync(_ending.Token)));
            }
        }
        catch (OperationCanceledException)
        {
            await Task.WhenAll(connections);
        }
    }

    private async Task Converse(TcpClient client)
    {
        using (client)
        {
            try
            {
                var stream = client.GetStream();
                Requests.Enqueue(await Read(stream));
                var answer = Next();
                if (answer.Silent)
                {
                    await Task.Delay(Timeout.Infinite, _ending.Token);
                }

                var body = Encoding.UTF8.GetBytes(answer.Body);
                var head = $"HTTP/1.1 {answer.Status} Played\r\nContent-Type: application/json\r\nContent-Length: "
                    + $"{body.Length}\r\nConnection: close\r\n"
                    + (answer.RetryAfter is { } wait ? $"Retry-After: {wait}\r\n" : "") + "\r\n";
                await stream.WriteAsync(Encoding.ASCII.GetBytes(head), _ending.Token);
                await stream.WriteAsync(body, _ending.Token);
            }
            catch (Exception gone) when (gone is OperationCanceledException or IOException)
            {
                // The client gave up or the test is over: what was received is on record.
            }
        }
    }

    private Played Next()
    {
        lock (_turn)
        {
            return _answers.Count > 1 ? _answers.Dequeue() : _answers.Peek();
        }
    }

    private async Task<Received> Read(NetworkStream stream)
    {
        var bytes = new List<byte>();
        var piece = new byte[4096];
        int head;
        while ((head = Encoding.ASCII.GetString([.. bytes]).IndexOf("\r\n\r\n")) < 0)
        {
            var read = await stream.ReadAsync(piece, _ending.Token);
            bytes.AddRange(piece.AsSpan(0, read > 0 ? read : throw new IOException("closed")));
        }

        var lines = Encoding.ASCII.GetString([.. bytes[..head]]).Split("\r\n");
        var headers = lines.Skip(1)
            .Select(line => line.Split(": ", 2))
            .ToDictionary(pair => pair[0], pair => pair[1], StringComparer.OrdinalIgnoreCase);
        var length = headers.TryGetValue("Content-Length", out var value) ? int.Parse(value) : 0;
        while (bytes.Count < head + 4 + length)
        {
            var read = await stream.ReadAsync(piece, _ending.Token);
            bytes.AddRange(piece.AsSpan(0, read > 0 ? read : throw new IOException("closed")));
        }

        var request = lines[0].Split(' ');
        return new Received(request[0], request[1], headers, Encoding.UTF8.GetString([.. bytes[(head + 4)..(head + 4 + length)]]));
    }
}
