using System.Collections.Immutable;
using System.CommandLine;
using System.Runtime.Versioning;
using System.Text;
using PlotManager.Commands.Running;
using PlotManager.Control;
using PlotManager.Farms;
using PlotManager.Hosting;
using PlotManager.Platform;

namespace PlotManager.Commands.Service;

/// <summary>
/// <c>service run</c>, which the service control manager calls: the manager as this process' service. No command for people.
/// </summary>
[SupportedOSPlatform("windows")]
internal sealed class WindowsServiceRun(CommandEnvironment environment)
{
    private const string Name = "run", NameOption = "--name", InstallerOption = "--installer";

    /// <summary>The arguments of a service that runs the manager of this order.</summary>
    /// <param name="installer">Who installs it, by security identifier: it may command the manager.</param>
    public static ImmutableArray<string> Arguments(ServiceOrder order, string installer)
    {
        var run = order.Arguments.IndexOf(Name);
        return
        [
            .. order.Arguments[..run], "service", Name, NameOption, order.Name, InstallerOption, installer, .. order.Arguments[(run + 1)..],
        ];
    }

    public Command Build()
    {
        var name = new Option<string>(NameOption) { Description = "The service's name", HelpName = "NAME", Required = true };
        var installer = new Option<string>(InstallerOption) { Description = "Who installed it", HelpName = "SID", Required = true };
        var command = new Command(Name, "Given to the system by install: the manager as this process' service") { name, installer };
        command.Hidden = true;
        command.SetAction(parsed =>
            OwnService.Run(parsed.GetValue(name)!, stop => Work(parsed, parsed.GetValue(installer)!, stop)) ?? throw new CommandFault(
                "service run is for the system alone; start the service with plotmanager service start, or run plotmanager run"));
        return command;
    }

    // There is no output that anybody reads: what the manager says goes to a file beside its journal.
    private int Work(ParseResult parsed, string installer, CancellationToken stop)
    {
        var (paths, _) = Farm.Locate(parsed, environment);
        using var log = OpenLog(Path.Combine(paths.StateFolder, ServiceCommand.LogName));
        var service = environment with
        {
            Out = log,
            Error = log,
            Interactive = false,
            Answers = null,
            Config = environment.Config with
            {
                Variable = name => name == ControlEndpoint.Installer ? installer : environment.Variable(name),
            },
        };
        try
        {
            var running = new RunCommand(service).RunAsync(Farm.Open(parsed, service), OwnService.Ready, output: null, stop);
            return running.GetAwaiter().GetResult();
        }
        catch (CommandFault fault)
        {
            service.Complain(fault.Message);
            return fault.ExitCode;
        }
        catch (Exception failed)
        {
            service.Complain(SystemRefusal.InOneLine(failed) ?? failed.ToString());
            return SystemRefusal.Is(failed) ? ExitCode.No : ExitCode.Unexpected;
        }
    }

    private static TextWriter OpenLog(string file)
    {
        try
        {
            Directory.CreateDirectory(Path.GetDirectoryName(file)!);
            return TextWriter.Synchronized(new StreamWriter(SharedFile.Append(file), new UTF8Encoding(false)) { AutoFlush = true });
        }
        catch (Exception refused) when (refused is IOException or UnauthorizedAccessException)
        {
            return TextWriter.Null; // debug.log has the rest, and the service its exit code
        }
    }
}
