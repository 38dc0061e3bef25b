using System.Diagnostics;
using System.Net;
using System.Net.Sockets;
using System.Runtime.Versioning;
using PlotManager.EndToEnd.Tests.Farm;

namespace PlotManager.EndToEnd.Tests;

/// <summary>A manager that has few descriptors, and clients that want them all.</summary>
[SupportedOSPlatform("linux")]
[Trait("Category", "Unix")]
public sealed class DescriptorTests
{
    private const int Connections = 300;

    [Fact]
    public async Task Three_hundred_connections_to_the_metrics_do_not_disturb_the_manager()
    {
        Assert.SkipUnless(OperatingSystem.IsLinux(), "a limit of descriptors is set by a shell of Linux");
        await using var farm = TestFarm.Make();
        var port = FreePort();
        farm.Configure(farm.Job("a", maxPlots: 2), checkInterval: 1);
        await File.AppendAllTextAsync(
            farm.Config,
            $"instrumentation:\n  prometheus_enabled: true\n  prometheus_address: 127.0.0.1\n  prometheus_port: {port}\n",
            TestContext.Current.CancellationToken);
        using var manager = Process.Start(new ProcessStartInfo("sh", ["-c", "ulimit -n 250; exec \"$0\" run", BuiltProgram.File])
        {
            WorkingDirectory = farm.Folder,
            UseShellExecute = false,
            RedirectStandardError = true,
            RedirectStandardOutput = true,
        })!;
        var clients = new List<TcpClient>();
        try
        {
            await farm.Until(() => Connects(clients, port), "the metrics are served");
            for (var number = clients.Count; number < Connections; number++)
            {
                await farm.Until(() => Connects(clients, port), "a connection is accepted, be it to be closed");
            }

            await farm.Until(() => manager.HasExited, "the manager ends by itself, as all is made");
            manager.ExitCode.ShouldBe(0, await manager.StandardError.ReadToEndAsync(TestContext.Current.CancellationToken));
            farm.Plots("plots").Count.ShouldBe(2);
        }
        finally
        {
            clients.ForEach(client => client.Dispose());
        }
    }

    private static bool Connects(List<TcpClient> clients, int port)
    {
        var client = new TcpClient();
        try
        {
            client.Connect(IPAddress.Loopback, port);
            clients.Add(client);
            return true;
        }
        catch (SocketException)
        {
            client.Dispose();
            return clients.Count > 0; // all is made already, and nobody listens any more
        }
    }

    // Below those that Linux hands out for connections and for port 0: none of the machine's other tests gets it by chance meanwhile.
    internal static int FreePort()
    {
        while (true)
        {
            var port = Random.Shared.Next(20_000, 32_000);
            try
            {
                using var listener = new TcpListener(IPAddress.Loopback, port);
                listener.Start();
                return port;
            }
            catch (SocketException)
            {
                // It is taken; the next one.
            }
        }
    }
}
