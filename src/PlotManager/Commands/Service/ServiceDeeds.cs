using System.CommandLine;
using System.ComponentModel;
using PlotManager.Core.Control;
using PlotManager.Hosting;

namespace PlotManager.Commands.Service;

/// <summary><c>service install</c>, <c>uninstall</c>, <c>start</c>, <c>stop</c> and <c>status</c>.</summary>
internal sealed class ServiceDeeds(CommandEnvironment environment)
{
    private readonly Option<string> _name = new("--name")
    {
        Description = "What the service is called, where there are several farms",
        HelpName = "NAME",
        DefaultValueFactory = _ => ServiceOrder.UsualName,
    };
    private readonly Option<bool> _user = new("--user")
    {
        Description = "systemd: a unit of this user's own service manager; it needs loginctl enable-linger",
    };
    private readonly Option<string?> _account = new("--account")
    {
        Description = "Windows: the account that the manager and its plotters run as (else yours): LocalService, LocalSystem, a user's",
        HelpName = "NAME",
    };

    public IEnumerable<Command> Build()
    {
        var install = Deed("install", "Install the manager of this config as a service that starts with the machine", (system, parsed) =>
            system.Install(ServiceCommand.Order(parsed, environment) with { Name = Name(parsed) }));
        install.Options.Add(_account);
        yield return install;
        yield return Deed("uninstall", "Remove the service; running plots go on", (system, parsed) => system.Uninstall(Name(parsed)));
        yield return Deed("start", "Start the service", (system, parsed) => system.Start(Name(parsed)));
        yield return Deed("stop", "Stop the service; running plots go on", (system, parsed) => system.Stop(Name(parsed)));
        yield return Deed("status", "Say whether the service is installed and runs", (system, parsed) => system.Status(Name(parsed)));
        if (OperatingSystem.IsWindows())
        {
            yield return new WindowsServiceRun(environment).Build();
        }
    }

    private Command Deed(string name, string description, Func<IServiceSystem, ParseResult, ControlAnswer> deed)
    {
        var command = new Command(name, description) { _name, _user };
        command.SetAction(parsed =>
        {
            try
            {
                return environment.Tell(deed(SystemHere(parsed), parsed));
            }
            catch (Exception refused) when (refused is UnauthorizedAccessException or Win32Exception { NativeErrorCode: AccessDenied })
            {
                throw new CommandFault(
                    OperatingSystem.IsWindows()
                        ? "only an administrator may do that: run it in a prompt that was opened with \"Run as administrator\""
                        : $"{refused.Message.TrimEnd('.')}: run it with sudo, or as a service of your own with --user");
            }
        });
        return command;
    }

    private const int AccessDenied = 5;

    private string Name(ParseResult parsed) =>
        parsed.GetValue(_name) is { Length: > 0 } name
        && name.All(letter => char.IsAsciiLetterOrDigit(letter) || letter is '-' or '_' or '.')
            ? name
            : throw new CommandFault("--name takes letters, digits, '-', '_' and '.'", ExitCode.Usage);

    private IServiceSystem SystemHere(ParseResult parsed)
    {
        if (OperatingSystem.IsWindows())
        {
            var account = parsed.CommandResult.Command.Options.Contains(_account) ? parsed.GetValue(_account) : null;
            return new WindowsServiceSystem(environment, account);
        }

        var home = environment.Config.Home;
        if (OperatingSystem.IsMacOS())
        {
            return new LaunchdService(
                Path.Combine(home, "Library", "LaunchAgents"), environment.Machine.Value.Entries.User, new ServiceTool());
        }

        if (!Directory.Exists("/run/systemd/system"))
        {
            throw new CommandFault("this machine does not run systemd; run the manager with plotmanager start, or see docs/service.md");
        }

        var user = parsed.GetValue(_user);
        var settings = environment.Variable("XDG_CONFIG_HOME") is { Length: > 0 } set ? set : Path.Combine(home, ".config");
        return new SystemdService(user ? Path.Combine(settings, "systemd", "user") : SystemdService.SystemFolder, user, new ServiceTool());
    }
}
