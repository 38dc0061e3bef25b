using System.Runtime.InteropServices;
using System.Runtime.Versioning;

namespace PlotManager.Platform;

/// <summary>
/// This process as a service of Windows: the service control manager starts it, tells it to stop, and is told how it is. One to a process,
/// as the system has it.
/// </summary>
[SupportedOSPlatform("windows")]
public static unsafe class OwnService
{
    private const uint StopHintMilliseconds = 60_000;

    private static readonly CancellationTokenSource Stop = new();
    private static string _name = "";
    private static Func<CancellationToken, int>? _work;
    private static nint _handle;
    private static int _exitCode;

    /// <summary>Works until the service is told to stop or the work is done.</summary>
    /// <param name="work">Gives the exit code: another than 0 is a failure, after which the system starts the service again.</param>
    /// <returns>The work's exit code; null where the service control manager has not started this process.</returns>
    /// <exception cref="IOException">The service control manager refuses it.</exception>
    public static int? Run(string name, Func<CancellationToken, int> work)
    {
        (_name, _work) = (name, work);
        fixed (char* text = name)
        {
            var table = stackalloc ServiceCalls.TableEntry[2];
            table[0] = new ServiceCalls.TableEntry { Name = text, Main = &Main };
            table[1] = default;
            if (ServiceCalls.StartDispatcher(table))
            {
                return _exitCode;
            }
        }

        return Marshal.GetLastPInvokeError() == ServiceCalls.NotFromServiceManager ? null : throw new IOException(Win32.LastMessage());
    }

    /// <summary>The work has begun: commands are answered.</summary>
    public static void Ready() => Tell(ServiceCalls.Running);

    [UnmanagedCallersOnly]
    private static void Main(uint count, char** arguments)
    {
        _handle = ServiceCalls.RegisterHandler(_name, &Handle, 0);
        Tell(ServiceCalls.StartPending);
        _exitCode = _work!(Stop.Token);
        Tell(ServiceCalls.Stopped);
    }

    [UnmanagedCallersOnly]
    private static uint Handle(uint control, uint kind, nint data, nint context)
    {
        if (control is ServiceCalls.ControlStop or ServiceCalls.ControlShutdown)
        {
            Tell(ServiceCalls.StopPending);
            Stop.Cancel();
        }

        return control is ServiceCalls.ControlStop or ServiceCalls.ControlShutdown or ServiceCalls.ControlInterrogate ? 0u : NotImplemented;
    }

    private const uint NotImplemented = 120;

    private static void Tell(uint state)
    {
        var failed = state == ServiceCalls.Stopped && _exitCode != 0;
        var status = new ServiceCalls.Status
        {
            Type = ServiceCalls.OwnProcess,
            State = state,
            Accepted = state == ServiceCalls.Running ? ServiceCalls.AcceptStop | ServiceCalls.AcceptShutdown : 0,
            ExitCode = failed ? ServiceCalls.SpecificError : 0,
            SpecificCode = failed ? (uint)_exitCode : 0,
            WaitHint = state is ServiceCalls.StartPending or ServiceCalls.StopPending ? StopHintMilliseconds : 0,
        };
        ServiceCalls.SetServiceStatus(_handle, &status);
    }
}
