using System.Runtime.Versioning;
using System.Security.Principal;
using System.Text;
using PlotManager.Core.Control;
using PlotManager.Hosting;
using PlotManager.Platform;

namespace PlotManager.Commands.Service;

/// <summary>
/// A true service of Windows: it starts with the machine, before anybody logs on, and again after a failure. By itself it runs as who
/// installs it, so that plots and logs are that user's; an account of services needs no password.
/// </summary>
[SupportedOSPlatform("windows")]
internal sealed class WindowsServiceSystem(CommandEnvironment environment, string? account) : IServiceSystem
{
    /// <summary>The password of the account, where nobody can be asked.</summary>
    private const string PasswordVariable = "PLOTMANAGER_SERVICE_PASSWORD";

    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);
    private static readonly TimeSpan Between = TimeSpan.FromMilliseconds(100);

    public ControlAnswer Install(ServiceOrder order)
    {
        using var self = WindowsIdentity.GetCurrent(TokenAccessLevels.Query);
        var (name, isPerson) = Account(self);
        var password = isPerson ? Password(name!) : null;
        var command = WindowsServiceRun.Arguments(order, self.User!.Value);
        var service = new WindowsServiceOrder(
            order.Name, order.Name == ServiceOrder.UsualName ? "Chia Plot Manager" : $"Chia Plot Manager ({order.Name})",
            $"Makes the plots of {order.Folder}. Stopping it ends no plot.", WindowsCommandLine.Build(order.Executable, command), name,
            password);
        if (!WindowsServices.Install(service))
        {
            return new ControlAnswer(
                false, $"there is a service {order.Name} already; remove it with plotmanager service uninstall, or give another name with "
                    + "--name NAME");
        }

        var right = isPerson ? LogonRight.Give(name!) : null;
        return new ControlAnswer(
            true, $"Installed the service {order.Name}; it runs as {name ?? "LocalSystem"} and starts with the machine. Start it now with "
                + "plotmanager service start.")
        {
            Warning = right is null ? null
                : $"{name} has no right to log on as a service ({right}); give it in secpol.msc, Local Policies, User Rights Assignment",
        };
    }

    public ControlAnswer Uninstall(string name)
    {
        if (WindowsServices.State(name) is null)
        {
            return Missing(name);
        }

        var stopped = Stop(name);
        return WindowsServices.State(name) is { Running: true } ? stopped
            : WindowsServices.Uninstall(name) ? new ControlAnswer(true, $"Removed the service {name}. Running plots go on.")
            : Missing(name);
    }

    public ControlAnswer Start(string name)
    {
        if (WindowsServices.State(name) is null)
        {
            return Missing(name);
        }

        if (!WindowsServices.Start(name))
        {
            return new ControlAnswer(false, $"the service {name} runs already");
        }

        return Await(name, state => state.Running || !state.Pending) is { Running: true, Pid: var pid }
            ? new ControlAnswer(true, $"The service {name} runs (pid {pid}). See plotmanager view.")
            : new ControlAnswer(
                false, $"the service {name} ended with exit code {WindowsServices.State(name)?.ExitCode}; {ServiceCommand.LogName} in the "
                    + "farm's state folder says why");
    }

    public ControlAnswer Stop(string name)
    {
        if (WindowsServices.State(name) is null)
        {
            return Missing(name);
        }

        if (!WindowsServices.Stop(name))
        {
            return new ControlAnswer(false, $"the service {name} does not run");
        }

        return Await(name, state => state is { Running: false, Pending: false }) is { Running: false, Pending: false }
            ? new ControlAnswer(true, $"The service {name} has ended. Running plots go on.")
            : new ControlAnswer(false, $"the service {name} has not ended within {Patience.TotalSeconds:0} s; see plotmanager status");
    }

    public ControlAnswer Status(string name) => WindowsServices.State(name) switch
    {
        null => Missing(name),
        { Running: true, Pid: var pid } => new ControlAnswer(true, $"the service {name} runs (pid {pid})"),
        { Pending: true } => new ControlAnswer(false, $"the service {name} is starting or ending"),
        { ExitCode: > 0 and var code } => new ControlAnswer(false, $"the service {name} does not run; it ended with exit code {code}"),
        _ => new ControlAnswer(false, $"the service {name} does not run"),
    };

    private static ControlAnswer Missing(string name) =>
        new(false, $"there is no service {name}; make it with plotmanager service install");

    private WindowsServiceState? Await(string name, Func<WindowsServiceState, bool> done)
    {
        var time = environment.Machine.Value.Time;
        var begun = time.GetTimestamp();
        while (WindowsServices.State(name) is { } state)
        {
            if (done(state) || time.GetElapsedTime(begun) > Patience)
            {
                return state;
            }

            Thread.Sleep(Between);
        }

        return null;
    }

    // Accounts of services have no password; .\NAME is one of this computer.
    private (string? Name, bool IsPerson) Account(WindowsIdentity self) => account switch
    {
        null => (self.Name, true),
        _ when Is("LocalSystem") => (null, false),
        _ when Is("LocalService") || Is("NetworkService") => ($@"NT AUTHORITY\{account}", false),
        _ when account.StartsWith(@"NT ", StringComparison.OrdinalIgnoreCase) || account.EndsWith('$') => (account, false),
        _ => (account.Contains('\\', StringComparison.Ordinal) || account.Contains('@', StringComparison.Ordinal) ? account
            : $@".\{account}", true),
    };

    private bool Is(string name) => string.Equals(account, name, StringComparison.OrdinalIgnoreCase);

    private string Password(string name)
    {
        if (environment.Variable(PasswordVariable) is { Length: > 0 } given)
        {
            return given;
        }

        if (environment.Answers is null)
        {
            throw new CommandFault(
                $"the password of {name} is needed, and nobody can be asked here; set {PasswordVariable}, or give an account that needs "
                    + "none, such as --account LocalService", ExitCode.Usage);
        }

        environment.Out.Write($"Password of {name} (Windows asks for it to start the service): ");
        environment.Out.Flush();
        var password = new StringBuilder();
        while (Console.ReadKey(intercept: true) is { Key: not ConsoleKey.Enter } key)
        {
            _ = key.Key == ConsoleKey.Backspace
                ? password.Remove(Math.Max(0, password.Length - 1), Math.Min(1, password.Length))
                : password.Append(key.KeyChar);
        }

        environment.Out.WriteLine();
        return password.ToString();
    }
}
