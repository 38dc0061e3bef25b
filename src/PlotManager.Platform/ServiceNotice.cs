using System.Globalization;
using System.Net.Sockets;
using System.Text;

namespace PlotManager.Platform;

/// <summary>
/// Tells systemd that the manager is up, alive and ending (sd_notify(3)): datagrams to the socket that NOTIFY_SOCKET names. Where there is
/// no such socket, as outside systemd, nothing is done.
/// </summary>
public sealed class ServiceNotice : IDisposable
{
    private readonly TimeProvider _time;
    private readonly Socket? _socket;
    private readonly UnixDomainSocketEndPoint? _address;
    private readonly TimeSpan? _interval;
    private long? _lastSign;

    /// <param name="variable">Of the manager's own environment: NOTIFY_SOCKET, WATCHDOG_USEC, WATCHDOG_PID.</param>
    /// <param name="pid">Of the manager: a watchdog that is meant for another process is not ours.</param>
    public ServiceNotice(Func<string, string?> variable, int pid, TimeProvider time)
    {
        _time = time;
        if (variable("NOTIFY_SOCKET") is not { Length: > 1 } path || path[0] is not ('/' or '@') || OperatingSystem.IsWindows())
        {
            return;
        }

        try
        {
            // An @ at the beginning stands for the NUL of an abstract name.
            _address = new UnixDomainSocketEndPoint(path[0] == '@' ? "\0" + path[1..] : path);
            _socket = new Socket(AddressFamily.Unix, SocketType.Dgram, ProtocolType.Unspecified) { Blocking = false };
        }
        catch (Exception unusable) when (unusable is SocketException or ArgumentException)
        {
            return; // an address that is no socket's: nobody listens for us
        }

        var own = variable("WATCHDOG_PID") is not { Length: > 0 } meant || meant == pid.ToString(CultureInfo.InvariantCulture);
        if (own
            && long.TryParse(variable("WATCHDOG_USEC"), NumberStyles.None, CultureInfo.InvariantCulture, out var microseconds)
            && microseconds > 0)
        {
            _interval = TimeSpan.FromMicroseconds(microseconds / 2.0); // half of the limit, as sd_watchdog_enabled(3) advises
        }
    }

    /// <summary>The first look is over and the control socket answers.</summary>
    public void Ready(string status) => Send($"READY=1\nSTATUS={status}");

    public void Stopping() => Send("STOPPING=1");

    /// <summary>A sign of life, at most as often as the watchdog needs it. Cheap: call it whenever the loop gets on.</summary>
    public void Alive()
    {
        if (_interval is not { } interval || (_lastSign is { } last && _time.GetElapsedTime(last) < interval))
        {
            return;
        }

        _lastSign = _time.GetTimestamp();
        Send("WATCHDOG=1");
    }

    public void Dispose() => _socket?.Dispose();

    private void Send(string state)
    {
        try
        {
            _socket?.SendTo(Encoding.UTF8.GetBytes(state), _address!);
        }
        catch (SocketException)
        {
            // A service manager that does not listen is no reason to stop plotting; what it misses, its own time-out tells it.
        }
    }
}
