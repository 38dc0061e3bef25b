using System.CommandLine;
using System.CommandLine.Completions;
using System.CommandLine.Help;
using System.CommandLine.Invocation;
using System.CommandLine.Parsing;
using PlotManager.Commands.Completion;
using PlotManager.Commands.Configuring;
using PlotManager.Commands.Demo;
using PlotManager.Commands.Looking;
using PlotManager.Commands.Running;
using PlotManager.Commands.Service;
using PlotManager.Core.Text;
using PlotManager.Hosting;

namespace PlotManager.Commands;

/// <summary>The program's way in: finds the command, runs it, and turns every outcome into a line and an exit code.</summary>
public static class Root
{
    public static async Task<int> RunAsync(string[] arguments, CommandEnvironment environment)
    {
        var parsed = Build(environment).Parse(arguments);
        if (parsed.Errors.Count > 0)
        {
            return WrongUsage(parsed, environment);
        }

        if (parsed.Action is not PrintOffers && parsed.Tokens.Any(token => token is { Type: TokenType.Argument, Value: "" }))
        {
            return WrongUsage("an argument is empty", parsed, environment); // as a path it would be the folder one stands in
        }

        try
        {
            var invocation = new InvocationConfiguration
            {
                Output = environment.Out,
                Error = environment.Error,
                EnableDefaultExceptionHandler = false,
                ProcessTerminationTimeout = null,
            };
            // A command that cannot be asked to end is ended by a signal like any program.
            using var signals = parsed.Action is AsynchronousCommandLineAction ? new StopSignals() : null;
            return await parsed.InvokeAsync(invocation, signals?.Token ?? CancellationToken.None);
        }
        catch (CommandFault fault)
        {
            environment.Complain(fault.Message);
            return fault.ExitCode;
        }
        catch (OperationCanceledException)
        {
            return ExitCode.No; // ended by a signal before it had its answer
        }
        catch (Exception refused) when (SystemRefusal.InOneLine(refused) is { } line)
        {
            environment.Complain(line);
            return ExitCode.No;
        }
        catch (Exception unforeseen)
        {
            environment.Complain($"unexpected error: {unforeseen.Message.ReplaceLineEndings(" ")}");
            environment.Error.WriteLine("This is a mistake in the program; please report it with these lines:");
            environment.Error.WriteLine(unforeseen);
            return ExitCode.Unexpected;
        }
    }

    public static RootCommand Build(CommandEnvironment environment)
    {
        var root = new RootCommand("Starts Chia plotters when the farm's rules allow, follows them, and says why it does what it does.");
        root.Options.Add(SharedOptions.Config);
        root.Options.Add(SharedOptions.State);
        foreach (var command in Commands(environment))
        {
            root.Subcommands.Add(command);
        }

        ValueOffers.AddTo(root, environment);
        var suggest = root.Directives.OfType<SuggestDirective>().Single();
        suggest.Action = new PrintOffers(suggest, environment);
        root.Options.OfType<VersionOption>().Single().Action = new PrintVersion(environment);
        root.SetAction(parsed => new HelpAction().Invoke(parsed));
        return root;
    }

    // One line a command, in the order of the help.
    private static IEnumerable<Command> Commands(CommandEnvironment environment) =>
    [
        new DemoCommand(environment).Build(),
        new InitCommand(environment).Build(),
        new CheckCommand(environment).Build(),
        new StartCommand(environment).Build(),
        new StopCommand(environment).Build(),
        new RestartCommand(environment).Build(),
        new RunCommand(environment).Build(),
        new ViewCommand(environment).Build(),
        new StatusCommand(environment).Build(),
        new JsonCommand(environment).Build(),
        new ExplainCommand(environment).Build(),
        new SimulateCommand(environment).Build(),
        new LogCommand(environment).Build(),
        new PlotsCommand(environment).Build(),
        new HistoryCommand(environment).Build(),
        new AnalyzeLogsCommand(environment).Build(),
        .. new FarmCommands(environment).Build(),
        .. new PlotCommands(environment).Build(),
        new CleanupCommand(environment).Build(),
        new ServiceCommand(environment).Build(),
        new NotifyCommand(environment).Build(),
        new CompletionCommand(environment).Build(),
    ];

    private static int WrongUsage(ParseResult parsed, CommandEnvironment environment)
    {
        var command = parsed.CommandResult.Command;
        var unknown = command is RootCommand ? parsed.UnmatchedTokens.FirstOrDefault(token => !token.StartsWith('-')) : null;
        var message = unknown is null
            ? string.Join(
                ' ', parsed.Errors[0].Message.TrimEnd('.').Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries)) // some have lines
            : $"'{unknown}' is not a command{DidYouMean(unknown, command)}";
        return WrongUsage(message, parsed, environment);
    }

    private static int WrongUsage(string message, ParseResult parsed, CommandEnvironment environment)
    {
        environment.Complain($"{message}; see {Typed(parsed.CommandResult)} --help");
        return ExitCode.Usage;
    }

    private static string Typed(CommandResult result) =>
        result.Parent is CommandResult parent ? $"{Typed(parent)} {result.Command.Name}" : "plotmanager";

    private static string DidYouMean(string unknown, Command root) =>
        Spelling.Nearest(unknown, root.Subcommands.Where(command => !command.Hidden).Select(command => command.Name)) is { } nearest
            ? $"; did you mean '{nearest}'?"
            : "";

    private sealed class PrintVersion(CommandEnvironment environment) : SynchronousCommandLineAction
    {
        public override int Invoke(ParseResult parseResult)
        {
            environment.Out.WriteLine($"plotmanager {ProgramVersion.Text}");
            return ExitCode.Done;
        }
    }
}
