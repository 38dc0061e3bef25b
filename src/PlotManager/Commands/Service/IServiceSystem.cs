using PlotManager.Core.Control;

namespace PlotManager.Commands.Service;

/// <summary>
/// The service manager of a system: systemd, launchd, or that of Windows. Each deed answers with a line for people; what the system refuses
/// is thrown as the system's own exception.
/// </summary>
internal interface IServiceSystem
{
    /// <summary>Makes the service and lets it start with the machine. It is not started.</summary>
    ControlAnswer Install(ServiceOrder order);

    /// <summary>Takes the service away. Its plots go on.</summary>
    ControlAnswer Uninstall(string name);

    ControlAnswer Start(string name);

    /// <summary>Ends the manager. Its plots go on.</summary>
    ControlAnswer Stop(string name);

    /// <summary>Whether it runs; done: it does.</summary>
    ControlAnswer Status(string name);
}
