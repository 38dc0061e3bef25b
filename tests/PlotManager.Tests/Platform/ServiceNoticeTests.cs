using System.Net.Sockets;
using System.Text;
using PlotManager.Platform;

namespace PlotManager.Tests.Platform;

public sealed class ServiceNoticeTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("notify-").FullName;
    private readonly Dictionary<string, string?> _variables = [];
    private readonly FakeClock _clock = new(new DateTimeOffset(2026, 11, 22, 14, 0, 0, TimeSpan.Zero));
    private readonly Socket _listener = new(AddressFamily.Unix, SocketType.Dgram, ProtocolType.Unspecified) { ReceiveTimeout = 60_000 };

    public ServiceNoticeTests()
    {
        var path = Path.Combine(_folder, "notify");
        _listener.Bind(new UnixDomainSocketEndPoint(path));
        _variables["NOTIFY_SOCKET"] = path;
    }

    public void Dispose()
    {
        _listener.Dispose();
        Directory.Delete(_folder, recursive: true);
    }

    private ServiceNotice Notice(int pid = 42) => new(name => _variables.GetValueOrDefault(name), pid, _clock);

    private string Received()
    {
        var buffer = new byte[1024];
        return Encoding.UTF8.GetString(buffer, 0, _listener.Receive(buffer));
    }

    [Fact]
    public void Ready_UnderSystemd_SaysSo()
    {
        using var notice = Notice();
        notice.Ready("looks after /farm/config.yaml");
        Received().ShouldBe("READY=1\nSTATUS=looks after /farm/config.yaml");
        notice.Stopping();
        Received().ShouldBe("STOPPING=1");
    }

    [Fact]
    public void Alive_CalledOften_SaysSoTwiceInTheWatchdogsTime()
    {
        _variables["WATCHDOG_USEC"] = "10000000";
        _variables["WATCHDOG_PID"] = "42";
        using var notice = Notice();

        for (var second = 0; second < 10; second++)
        {
            notice.Alive();
            _clock.Now += TimeSpan.FromSeconds(1);
        }

        Received().ShouldBe("WATCHDOG=1"); // at 0 s
        Received().ShouldBe("WATCHDOG=1"); // at 5 s
        _listener.Available.ShouldBe(0);
    }

    [Theory]
    [InlineData(null, null)]
    [InlineData("10000000", "43")]
    [InlineData("soon", null)]
    public void Alive_NoWatchdogOfOurs_SaysNothing(string? limit, string? pid)
    {
        _variables["WATCHDOG_USEC"] = limit;
        _variables["WATCHDOG_PID"] = pid;
        using var notice = Notice();
        notice.Alive();
        _listener.Available.ShouldBe(0);
    }

    [Theory]
    [InlineData(null)]
    [InlineData("")]
    [InlineData("not a path")]
    [InlineData("/nowhere/notify")]
    public void Ready_NobodyListens_IsNoTrouble(string? socket)
    {
        _variables["NOTIFY_SOCKET"] = socket;
        using var notice = Notice();
        Should.NotThrow(() => notice.Ready("x"));
    }
}
