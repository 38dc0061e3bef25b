using System.Collections.Immutable;
using System.CommandLine;
using PlotManager.Farms;
using PlotManager.Hosting;
using PlotManager.Platform;

namespace PlotManager.Commands.Service;

/// <summary>
/// <c>service</c>: the manager as a service of the system. <c>print</c> shows a unit and installs nothing; the others do it.
/// </summary>
public sealed class ServiceCommand(CommandEnvironment environment)
{
    public Command Build()
    {
        var user = new Option<bool>("--user")
        {
            Description = "A unit of this user's own service manager, for those who may not "
            + "install a system unit; it needs loginctl enable-linger"
        };
        var systemd =
            Of("systemd", "A system unit for systemd", parsed => parsed.GetValue(user) ? ServiceUnits.SystemdOfUser : ServiceUnits.Systemd);
        systemd.Options.Add(user);
        var print = new Command("print", "Print a unit that runs the manager for this config and never ends a plot")
        {
            systemd,
            Of("launchd", "A property list for launchd on macOS", _ => ServiceUnits.Launchd),
            Of("windows", "A task for the Windows Task Scheduler", _ => ServiceUnits.Windows),
        };
        var command = new Command("service", "Run the manager as a service of the system (docs/service.md)") { print };
        foreach (var deed in new ServiceDeeds(environment).Build())
        {
            command.Subcommands.Add(deed);
        }

        return command;
    }

    /// <summary>What the service of a farm must be told.</summary>
    /// <exception cref="CommandFault">There is no config.</exception>
    internal static ServiceOrder Order(ParseResult parsed, CommandEnvironment environment)
    {
        var (paths, state) = Farm.Locate(parsed, environment);
        if (!File.Exists(paths.ConfigFile))
        {
            throw new CommandFault($"there is no config at {paths.ConfigFile}; give one with --config FILE", ExitCode.Usage);
        }

        var program = OwnProgram.Current();
        ImmutableArray<string> run = state is null
            ? ["run", "--config", paths.ConfigFile]
            : ["run", "--config", paths.ConfigFile, "--state", paths.StateFolder];
        return new ServiceOrder(
            program.Executable,
            [.. program.LeadingArguments, .. run],
            Path.GetDirectoryName(paths.ConfigFile)!,
            environment.Variable("SUDO_USER") is { Length: > 0 } caller ? caller : Environment.UserName, // root would plot as root
            environment.Variable("PATH") ?? "",
            $"plotmanager-{Fingerprint.Of(paths.StateFolder)}",
            Path.Combine(paths.StateFolder, LogName));
    }

    /// <summary>In the state folder: what a manager says that no journal of the system hears.</summary>
    internal const string LogName = "service.log";

    private Command Of(string name, string description, Func<ParseResult, Func<ServiceOrder, string>> unit)
    {
        var command = new Command(name, description);
        command.SetAction(parsed =>
        {
            environment.Out.Write(unit(parsed)(Order(parsed, environment)));
            return ExitCode.Done;
        });
        return command;
    }
}
