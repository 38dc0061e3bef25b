using System.Net.Sockets;

namespace PlotManager.Tests.Notifications;

/// <summary>What other tests stand on ends quietly at any moment.</summary>
public sealed class RecordingServerTests
{
    [Fact]
    public async Task DisposeAsync_WhileSomebodyConnects_EndsWithoutAFailure()
    {
        for (var round = 0; round < 300; round++)
        {
            await using var server = new RecordingServer(new Played(200));
            using var client = new TcpClient();
            await client.ConnectAsync(server.Address.Host, server.Address.Port, TestContext.Current.CancellationToken);
        }
    }
}
