using System.ComponentModel;
using System.Runtime.InteropServices;
using System.Runtime.Versioning;

namespace PlotManager.Platform;

/// <summary>What the service control manager must know of a service.</summary>
/// <param name="Name">One word, by which commands call it.</param>
/// <param name="Display">For people, in lists of services.</param>
/// <param name="CommandLine">Quoted for Windows.</param>
/// <param name="Account">Null: the system's own.</param>
/// <param name="Password">Null: the account needs none, as those of services.</param>
public sealed record WindowsServiceOrder(
    string Name, string Display, string Description, string CommandLine, string? Account, string? Password);

/// <param name="Pid">Null while it does not run.</param>
public sealed record WindowsServiceState(bool Running, bool Pending, int? Pid, uint ExitCode);

/// <summary>Services of Windows, by the calls that sc.exe makes. What is refused is a <see cref="Win32Exception"/>.</summary>
[SupportedOSPlatform("windows")]
public static unsafe class WindowsServices
{
    // After a crash or a failure: soon, later, then every five minutes. A day without one, and it begins anew.
    private static readonly uint[] AgainAfterSeconds = [15, 60, 300];

    private const uint ForgottenAfterSeconds = 24 * 60 * 60;

    /// <summary>Makes it, to start with the machine and again after a failure. False: there is one of this name.</summary>
    public static bool Install(WindowsServiceOrder order)
    {
        using var manager = Manager(ServiceCalls.MayConnect | ServiceCalls.MayCreate);
        using var service = ServiceCalls.CreateService(
            manager, order.Name, order.Display, ServiceCalls.MayChange | ServiceCalls.MayStart | ServiceCalls.MayDelete,
            ServiceCalls.OwnProcess, ServiceCalls.AutoStart, ServiceCalls.NormalError, order.CommandLine, null, null, null, order.Account,
            order.Password);
        if (service.IsInvalid)
        {
            return Marshal.GetLastPInvokeError() == ServiceCalls.Exists ? false : throw Refused();
        }

        try
        {
            Describe(service, order.Description);
            return true;
        }
        catch (Win32Exception)
        {
            ServiceCalls.DeleteService(service);
            throw;
        }
    }

    /// <summary>Takes it away; where it runs, once it has ended. False: there is none.</summary>
    public static bool Uninstall(string name)
    {
        using var service = Find(name, ServiceCalls.MayDelete);
        return service is not null && (ServiceCalls.DeleteService(service) ? true : throw Refused());
    }

    /// <summary>Asks for its start. False: it runs already.</summary>
    public static bool Start(string name)
    {
        using var service = Demand(name, ServiceCalls.MayStart);
        return ServiceCalls.StartService(service, 0, null)
            || (Marshal.GetLastPInvokeError() == ServiceCalls.AlreadyRunning ? false : throw Refused());
    }

    /// <summary>Asks for its end. False: it does not run.</summary>
    public static bool Stop(string name)
    {
        using var service = Demand(name, ServiceCalls.MayStop);
        ServiceCalls.Status status;
        return ServiceCalls.ControlService(service, ServiceCalls.ControlStop, &status)
            || (Marshal.GetLastPInvokeError() == ServiceCalls.NotActive ? false : throw Refused());
    }

    /// <summary>Null: there is none of this name.</summary>
    public static WindowsServiceState? State(string name)
    {
        using var service = Find(name, ServiceCalls.MayQuery);
        if (service is null)
        {
            return null;
        }

        ServiceCalls.Status status;
        if (!ServiceCalls.QueryServiceStatusEx(service, 0, &status, (uint)sizeof(ServiceCalls.Status), out _))
        {
            throw Refused();
        }

        return new WindowsServiceState(
            status.State == ServiceCalls.Running, status.State is ServiceCalls.StartPending or ServiceCalls.StopPending,
            status.ProcessId == 0 ? null : (int)status.ProcessId,
            status.ExitCode switch
            {
                ServiceCalls.SpecificError => status.SpecificCode,
                ServiceCalls.NeverStarted => 0,
                var code => code,
            });
    }

    private static void Describe(ServiceHandle service, string description)
    {
        fixed (char* text = description)
        {
            var words = text;
            Change(service, ServiceCalls.Description, &words);
        }

        var actions = stackalloc ServiceCalls.Action[AgainAfterSeconds.Length];
        for (var number = 0; number < AgainAfterSeconds.Length; number++)
        {
            actions[number] = new ServiceCalls.Action { Kind = 1, DelayMilliseconds = AgainAfterSeconds[number] * 1000 };
        }

        var failure = new ServiceCalls.Failure
        {
            ResetSeconds = ForgottenAfterSeconds,
            Count = (uint)AgainAfterSeconds.Length,
            Actions = actions,
        };
        Change(service, ServiceCalls.FailureActions, &failure);
        var yes = 1;
        Change(service, ServiceCalls.FailureFlag, &yes); // also after an end with an exit code, which is no crash
        Change(service, ServiceCalls.DelayedStart, &yes); // drives and network first
    }

    private static void Change(ServiceHandle service, uint kind, void* value)
    {
        if (!ServiceCalls.ChangeConfig(service, kind, value) && Marshal.GetLastPInvokeError() != ServiceCalls.UnknownSetting)
        {
            throw Refused();
        }
    }

    private static ServiceHandle Demand(string name, uint rights) =>
        Find(name, rights) ?? throw new Win32Exception(ServiceCalls.DoesNotExist, $"there is no service {name}");

    private static ServiceHandle? Find(string name, uint rights)
    {
        using var manager = Manager(ServiceCalls.MayConnect);
        var service = ServiceCalls.OpenService(manager, name, rights);
        if (!service.IsInvalid)
        {
            return service;
        }

        var error = Marshal.GetLastPInvokeError();
        service.Dispose();
        return error == ServiceCalls.DoesNotExist ? null : throw new Win32Exception(error);
    }

    private static ServiceHandle Manager(uint rights)
    {
        var manager = ServiceCalls.OpenManager(null, null, rights);
        return manager.IsInvalid ? throw Refused() : manager;
    }

    private static Win32Exception Refused() => new(Marshal.GetLastPInvokeError());
}
