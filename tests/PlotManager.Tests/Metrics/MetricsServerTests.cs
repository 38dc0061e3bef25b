using System.Net;
using System.Net.Sockets;
using PlotManager.Core.Configuration;
using PlotManager.Metrics;

namespace PlotManager.Tests.Metrics;

public class MetricsServerTests
{
    /// <summary>The system chooses one that nobody has. One that was free a moment ago may be another's now.</summary>
    private const int AnyPort = 0;

    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(2);

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Run_AScrape_GetsTheTextAndNothingCanBePosted()
    {
        using var ending = CancellationTokenSource.CreateLinkedTokenSource(Cancellation);
        using var http = new HttpClient();
        var listening = new TaskCompletionSource<string?>();
        var server = new MetricsServer(() => "up 1\n", said => listening.TrySetResult(said), TimeProvider.System);
        var running = server.Run(new InstrumentationSettings(true, AnyPort, "127.0.0.1"), ending.Token);
        (await listening.Task.WaitAsync(Patience, Cancellation)).ShouldBeNull();
        var port = server.Addresses.ShouldHaveSingleItem().Port;

        using var answer = await http.GetAsync($"http://127.0.0.1:{port}/metrics", Cancellation);
        (await answer.Content.ReadAsStringAsync(Cancellation)).ShouldBe("up 1\n");
        answer.Content.Headers.ContentType!.ToString().ShouldBe("text/plain; version=0.0.4; charset=utf-8");
        using var refused = await http.PostAsync($"http://127.0.0.1:{port}/metrics", null, Cancellation);
        refused.StatusCode.ShouldBe(HttpStatusCode.MethodNotAllowed);

        await ending.CancelAsync();
        await running.WaitAsync(Patience, Cancellation);
    }

    [Fact]
    public async Task Run_ThePortIsTaken_IsReportedAndNotTheEnd()
    {
        using var ending = CancellationTokenSource.CreateLinkedTokenSource(Cancellation);
        using var taken = new TcpListener(IPAddress.Loopback, 0);
        taken.Start();
        var port = ((IPEndPoint)taken.LocalEndpoint).Port;
        var listening = new TaskCompletionSource<string?>();
        var running = new MetricsServer(() => "", said => listening.TrySetResult(said), TimeProvider.System).Run(
            new InstrumentationSettings(true, port, "127.0.0.1"), ending.Token);

        var said = await listening.Task.WaitAsync(Patience, Cancellation);

        said.ShouldNotBeNull();
        said.ShouldStartWith($"metrics cannot be served on 127.0.0.1, port {port}: ");
        running.IsCompleted.ShouldBeFalse();
        await ending.CancelAsync();
        await running.WaitAsync(Patience, Cancellation);
    }

    [Fact]
    public async Task Run_MoreConnectionsThanAllowed_AreClosedAndTheOthersServed()
    {
        using var ending = CancellationTokenSource.CreateLinkedTokenSource(Cancellation);
        var listening = new TaskCompletionSource<string?>();
        var server = new MetricsServer(() => "up 1\n", said => listening.TrySetResult(said), TimeProvider.System);
        var running = server.Run(new InstrumentationSettings(true, AnyPort, "127.0.0.1"), ending.Token);
        (await listening.Task.WaitAsync(Patience, Cancellation)).ShouldBeNull();
        var port = server.Addresses.ShouldHaveSingleItem().Port;
        var clients = new List<TcpClient>();
        try
        {
            for (var number = 0; number < 300; number++)
            {
                clients.Add(new TcpClient());
            }

            // The first is within the limit. Each of those beyond it finds its connection closed; the last one was surely beyond it.
            await clients[0].ConnectAsync(IPAddress.Loopback, port, Cancellation);
            foreach (var client in clients.Skip(1))
            {
                await ConnectAsync(client, port);
            }

            (await IsClosedAsync(clients[^1])).ShouldBeTrue();
            var first = clients[0].GetStream();
            await first.WriteAsync("GET / HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n"u8.ToArray(), Cancellation);
            using var answer = new StreamReader(first);
            (await answer.ReadToEndAsync(Cancellation)).ShouldStartWith("HTTP/1.1 200");
        }
        finally
        {
            clients.ForEach(client => client.Dispose());
        }

        await ending.CancelAsync();
        await running.WaitAsync(Patience, Cancellation);
    }

    // One that is closed as soon as it is accepted may be so before the connecting side has looked.
    private static async Task ConnectAsync(TcpClient client, int port)
    {
        try
        {
            await client.ConnectAsync(IPAddress.Loopback, port, Cancellation);
        }
        catch (SocketException closed) when (closed.SocketErrorCode == SocketError.ConnectionReset)
        {
            client.Close();
        }
    }

    private static async Task<bool> IsClosedAsync(TcpClient client)
    {
        try
        {
            return !client.Connected || await client.GetStream().ReadAsync(new byte[1], Cancellation) == 0;
        }
        catch (IOException)
        {
            return true; // reset
        }
    }
}
