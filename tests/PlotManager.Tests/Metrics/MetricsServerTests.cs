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

    private static int FreePort()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }
}
