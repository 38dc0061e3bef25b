using System.Net;
using System.Net.Sockets;
using PlotManager.Core.Configuration;
using PlotManager.Metrics;

namespace PlotManager.Tests.Metrics;

public class MetricsServerTests
{
    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Run_AScrape_GetsTheTextAndNothingCanBePosted()
    {
        using var ending = CancellationTokenSource.CreateLinkedTokenSource(Cancellation);
        using var http = new HttpClient();
        var (port, listening) = (FreePort(), new TaskCompletionSource<string?>());
        var running = new MetricsServer(() => "up 1\n", said => listening.TrySetResult(said), TimeProvider.System).Run(new InstrumentationSettings(true, port, "127.0.0.1"), ending.Token);
        (await listening.Task.WaitAsync(TimeSpan.FromSeconds(20), Cancellation)).ShouldBeNull();

        using var answer = await http.GetAsync($"http://127.0.0.1:{port}/metrics", Cancellation);
        (await answer.Content.ReadAsStringAsync(Cancellation)).ShouldBe("up 1\n");
        answer.Content.Headers.ContentType!.ToString().ShouldBe("text/plain; version=0.0.4; charset=utf-8");
        using var refused = await http.PostAsync($"http://127.0.0.1:{port}/metrics", null, Cancellation);
        refused.StatusCode.ShouldBe(HttpStatusCode.MethodNotAllowed);

        await ending.CancelAsync();
        await running.WaitAsync(TimeSpan.FromSeconds(20), Cancellation);
    }

    [Fact]
    public async Task Run_ThePortIsTaken_IsReportedAndNotTheEnd()
    {
        using var ending = CancellationTokenSource.CreateLinkedTokenSource(Cancellation);
        using var taken = new TcpListener(IPAddress.Loopback, 0);
        taken.Start();
        var port = ((IPEndPoint)taken.LocalEndpoint).Port;
        var listening = new TaskCompletionSource<string?>();
        var running = new MetricsServer(() => "", said => listening.TrySetResult(said), TimeProvider.System).Run(new InstrumentationSettings(true, port, "127.0.0.1"), ending.Token);

        var said = await listening.Task.WaitAsync(TimeSpan.FromSeconds(20), Cancellation);

        said.ShouldNotBeNull();
        said.ShouldStartWith($"metrics cannot be served on 127.0.0.1, port {port}: ");
        running.IsCompleted.ShouldBeFalse();
        await ending.CancelAsync();
        await running.WaitAsync(TimeSpan.FromSeconds(20), Cancellation);
    }

    [Fact]
    public async Task Run_MoreConnectionsThanAllowed_AreClosedAndTheOthersServed()
    {
        using var ending = CancellationTokenSource.CreateLinkedTokenSource(Cancellation);
        var (port, listening) = (FreePort(), new TaskCompletionSource<string?>());
        var running = new MetricsServer(() => "up 1\n", said => listening.TrySetResult(said), TimeProvider.System).Run(new InstrumentationSettings(true, port, "127.0.0.1"), ending.Token);
        (await listening.Task.WaitAsync(TimeSpan.FromSeconds(20), Cancellation)).ShouldBeNull();
        var clients = new List<TcpClient>();
        try
        {
            for (var number = 0; number < 300; number++)
            {
                clients.Add(new TcpClient());
                await clients[^1].ConnectAsync(IPAddress.Loopback, port, Cancellation);
            }

            // Each of those beyond the limit reads the end of its connection; the last one was surely beyond it.
            (await clients[^1].GetStream().ReadAsync(new byte[1], Cancellation)).ShouldBe(0);
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
        await running.WaitAsync(TimeSpan.FromSeconds(20), Cancellation);
    }

    private static int FreePort()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }
}
