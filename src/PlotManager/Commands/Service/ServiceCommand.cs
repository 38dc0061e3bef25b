using System.Collections.Immutable;
using System.CommandLine;
using PlotManager.Farms;
using PlotManager.Hosting;
using PlotManager.Platform;

namespace PlotManager.Commands.Service;

/// <summary><c>service print</c>: a unit for the system's own service manager around <c>plotmanager run</c>. Installs nothing.</summary>
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
        return new Command("service", "Run the manager as a service: print the unit (docs/service.md)") { print };
    }

    private Command Of(string name, string description, Func<ParseResult, Func<ServiceOrder, string>> unit)
    {
        var command = new Command(name, description);
        command.SetAction(parsed =>
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
            environment.Out.Write(unit(parsed)(new ServiceOrder(
                program.Executable,
                [.. program.LeadingArguments, .. run],
                Path.GetDirectoryName(paths.ConfigFile)!,
                Environment.UserName,
                environment.Variable("PATH") ?? "",
                $"plotmanager-{Fingerprint.Of(paths.StateFolder)}",
                Path.Combine(paths.StateFolder, "service.log"))));
            return ExitCode.Done;
        });
        return command;
    }
}
