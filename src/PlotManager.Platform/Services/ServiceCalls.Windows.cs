using System.Runtime.InteropServices;
using System.Runtime.Versioning;
using Microsoft.Win32.SafeHandles;

namespace PlotManager.Platform;

/// <summary>A handle of the service control manager, or of a service.</summary>
[SupportedOSPlatform("windows")]
internal sealed partial class ServiceHandle() : SafeHandleZeroOrMinusOneIsInvalid(ownsHandle: true)
{
    protected override bool ReleaseHandle() => CloseServiceHandle(handle);

    [LibraryImport("advapi32", SetLastError = true)]
    [return: MarshalAs(UnmanagedType.Bool)]
    private static partial bool CloseServiceHandle(nint handle);
}

/// <summary>The calls of advapi32 about services, with their documented names and constants.</summary>
[SupportedOSPlatform("windows")]
internal static unsafe partial class ServiceCalls
{
    internal const uint MayConnect = 0x1, MayCreate = 0x2;
    internal const uint MayQuery = 0x4, MayChange = 0x2, MayStart = 0x10, MayStop = 0x20, MayDelete = 0x1_0000, MayRead = 0x1;
    internal const uint OwnProcess = 0x10, AutoStart = 2, NormalError = 1;
    internal const uint ControlStop = 1, ControlInterrogate = 4, ControlShutdown = 5;
    internal const uint AcceptStop = 1, AcceptShutdown = 4;
    internal const uint Stopped = 1, StartPending = 2, StopPending = 3, Running = 4;
    internal const int DoesNotExist = 1060, Exists = 1073, AlreadyRunning = 1056, NotActive = 1062, NotFromServiceManager = 1063;
    internal const uint SpecificError = 1066, NeverStarted = 1077;
    internal const int UnknownSetting = 124; // of systems that do not have it, as Wine
    internal const uint Description = 1, FailureActions = 2, DelayedStart = 3, FailureFlag = 4;

    [StructLayout(LayoutKind.Sequential)]
    internal struct Status
    {
        internal uint Type, State, Accepted, ExitCode, SpecificCode, CheckPoint, WaitHint, ProcessId, Flags;
    }

    [StructLayout(LayoutKind.Sequential)]
    internal struct TableEntry
    {
        internal char* Name;
        internal delegate* unmanaged<uint, char**, void> Main;
    }

    [StructLayout(LayoutKind.Sequential)]
    internal struct Action
    {
        internal uint Kind, DelayMilliseconds;
    }

    [StructLayout(LayoutKind.Sequential)]
    internal struct Failure
    {
        internal uint ResetSeconds;
        internal char* RebootMessage, Command;
        internal uint Count;
        internal Action* Actions;
    }

    [LibraryImport("advapi32", EntryPoint = "OpenSCManagerW", SetLastError = true)]
    internal static partial ServiceHandle OpenManager(char* machine, char* database, uint access);

    [LibraryImport("advapi32", EntryPoint = "OpenServiceW", SetLastError = true, StringMarshalling = StringMarshalling.Utf16)]
    internal static partial ServiceHandle OpenService(ServiceHandle manager, string name, uint access);

    [LibraryImport("advapi32", EntryPoint = "CreateServiceW", SetLastError = true, StringMarshalling = StringMarshalling.Utf16)]
    internal static partial ServiceHandle CreateService(
        ServiceHandle manager, string name, string display, uint access, uint type, uint start, uint error, string commandLine,
        string? group, uint* tag, string? dependencies, string? account, string? password);

    [LibraryImport("advapi32", EntryPoint = "ChangeServiceConfig2W", SetLastError = true)]
    [return: MarshalAs(UnmanagedType.Bool)]
    internal static partial bool ChangeConfig(ServiceHandle service, uint kind, void* value);

    [LibraryImport("advapi32", SetLastError = true)]
    [return: MarshalAs(UnmanagedType.Bool)]
    internal static partial bool DeleteService(ServiceHandle service);

    [LibraryImport("advapi32", EntryPoint = "StartServiceW", SetLastError = true)]
    [return: MarshalAs(UnmanagedType.Bool)]
    internal static partial bool StartService(ServiceHandle service, uint count, char** arguments);

    [LibraryImport("advapi32", SetLastError = true)]
    [return: MarshalAs(UnmanagedType.Bool)]
    internal static partial bool ControlService(ServiceHandle service, uint control, Status* status);

    [LibraryImport("advapi32", SetLastError = true)]
    [return: MarshalAs(UnmanagedType.Bool)]
    internal static partial bool QueryServiceStatusEx(ServiceHandle service, int level, Status* status, uint size, out uint needed);

    [LibraryImport("advapi32", EntryPoint = "StartServiceCtrlDispatcherW", SetLastError = true)]
    [return: MarshalAs(UnmanagedType.Bool)]
    internal static partial bool StartDispatcher(TableEntry* table);

    [LibraryImport(
        "advapi32", EntryPoint = "RegisterServiceCtrlHandlerExW", SetLastError = true, StringMarshalling = StringMarshalling.Utf16)]
    internal static partial nint RegisterHandler(string name, delegate* unmanaged<uint, uint, nint, nint, uint> handler, nint context);

    [LibraryImport("advapi32", SetLastError = true)]
    [return: MarshalAs(UnmanagedType.Bool)]
    internal static partial bool SetServiceStatus(nint handle, Status* status);
}
