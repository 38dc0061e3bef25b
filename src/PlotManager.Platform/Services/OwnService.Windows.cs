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
    private static string s_name = "";
    private static Func<CancellationToken, int>? s_work;
    private static nint s_handle;
    private static int s_exitCode;

    /// <summary>Works until the service is told to stop or the work is done.</summary>
    /// <param name="work">Gives the exit code: another than 0 is a failure, after which the system starts the service again.</param>
    /// <returns>The work's exit code; null where the service control manager has not started this process.</returns>
    /// <exception cref="IOException">The service control manager refuses it.</exception>
    public static int? Run(string name, Func<CancellationToken, int> work)
    {
        (s_name, s_work) = (name, work);
        fixed (char* text = name)
        {
            var table = stackalloc ServiceCalls.TableEntry[2];
            table[0] = new ServiceCalls.TableEntry { Name = text, Main = &Main };
            table[1] = default;
            if (ServiceCalls.StartDispatcher(table))
            {
                return s_exitCode;
            }
        }

        return Marshal.GetLastPInvokeError() == ServiceCalls.NotFromServiceManager ? null : throw new IOException(Win32.LastMessage());
    }

    /// <summary>The work has begun: commands are answered.</summary>
    public static void Ready() => Tell(ServiceCalls.Running);

    [UnmanagedCallersOnly]
    private static void Main(uint count, char** arguments)
    {
        s_handle = ServiceCalls.RegisterHandler(s_name, &Handle, 0);
        Tell(ServiceCalls.StartPending);
        s_exitCode = s_work!(Stop.Token);
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
        var failed = state == ServiceCalls.Stopped && s_exitCode != 0;
        var status = new ServiceCalls.Status
        {
            Type = ServiceCalls.OwnProcess,
            State = state,
            Accepted = state == ServiceCalls.Running ? ServiceCalls.AcceptStop | ServiceCalls.AcceptShutdown : 0,
            ExitCode = failed ? ServiceCalls.SpecificError : 0,
            SpecificCode = failed ? (uint)s_exitCode : 0,
            WaitHint = state is ServiceCalls.StartPending or ServiceCalls.StopPending ? StopHintMilliseconds : 0,
        };
        ServiceCalls.SetServiceStatus(s_handle, &status);
    }
}
