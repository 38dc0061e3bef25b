using System.CommandLine;
using System.CommandLine.Completions;
using System.CommandLine.Help;
using System.CommandLine.Invocation;
using System.CommandLine.Parsing;
using PlotManager.Commands.Checking;
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
    private const int MostMeant = 3;

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
        var root = new RootCommand("Starts Chia plotters when the farm's rules allow, follows them, and says why it does what it does");
        root.Options.Add(SharedOptions.Config);
        root.Options.Add(SharedOptions.State);
        foreach (var command in Commands(environment))
        {
            root.Subcommands.Add(command);
        }

        var suggest = root.Directives.OfType<SuggestDirective>().Single();
        suggest.Action = new PrintOffers(suggest, environment);
        root.Options.OfType<VersionOption>().Single().Action = new PrintVersion(environment);
        root.Options.OfType<HelpOption>().Single().Action = new PrintHelp(environment);
        root.SetAction(_ => PrintHelp.Of(root, root, environment));
        return root;
    }

    // As other programs have them; not in the help, which says the same otherwise.
    private static IEnumerable<Command> Words(CommandEnvironment environment)
    {
        var version = new Command("version", "Print the version") { Hidden = true };
        version.SetAction(_ => PrintVersion.Of(environment));
        var names = new Argument<string[]>("COMMAND") { Description = "The command to explain", Arity = ArgumentArity.ZeroOrMore };
        var help = new Command("help", "Print the help of a command") { names };
        help.Hidden = true;
        help.SetAction(parsed =>
        {
            var root = (RootCommand)parsed.RootCommandResult.Command;
            Command command = root;
            foreach (var name in parsed.GetValue(names) ?? [])
            {
                command = command.Subcommands.FirstOrDefault(sub => sub.Name == name || sub.Aliases.Contains(name))
                    ?? throw new CommandFault($"{Unknown(name, command)}; see plotmanager --help", ExitCode.Usage);
            }

            return PrintHelp.Of(root, command, environment);
        });
        return [version, help];
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
        new VerifyCommand(environment).Build(),
        new HistoryCommand(environment).Build(),
        new AnalyzeLogsCommand(environment).Build(),
        new EventsCommand(environment).Build(),
        new DetailsCommand(environment).Build(),
        new ConfigCommand(environment).Build(),
        .. new FarmCommands(environment).Build(),
        .. new PlotCommands(environment).Build(),
        new CleanupCommand(environment).Build(),
        new ServiceCommand(environment).Build(),
        new NotifyCommand(environment).Build(),
        new CompletionCommand(environment).Build(),
        .. Words(environment),
    ];

    private static int WrongUsage(ParseResult parsed, CommandEnvironment environment)
    {
        var command = parsed.CommandResult.Command;
        var unknown = command is RootCommand ? parsed.UnmatchedTokens.FirstOrDefault(token => !token.StartsWith('-')) : null;
        var message = unknown is null
            ? string.Join(
                ' ', parsed.Errors[0].Message.TrimEnd('.').Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries)) // some have lines
            : Unknown(unknown, command);
        return WrongUsage(message, parsed, environment);
    }

    private static int WrongUsage(string message, ParseResult parsed, CommandEnvironment environment)
    {
        environment.Complain($"{message}; see {Typed(parsed.CommandResult)} --help");
        return ExitCode.Usage;
    }

    private static string Typed(CommandResult result) =>
        result.Parent is CommandResult parent ? $"{Typed(parent)} {result.Command.Name}" : "plotmanager";

    // Who has typed the beginning of a command meant that one; else the one that is spelt most alike.
    private static string Unknown(string word, Command parent)
    {
        var names = parent.Subcommands.Where(command => !command.Hidden).Select(command => command.Name).ToList();
        var begun = names.Where(name => name.StartsWith(word, StringComparison.OrdinalIgnoreCase)).ToList();
        var meant = begun.Count is > 0 and <= MostMeant ? begun : new[] { Spelling.Nearest(word, names) }.OfType<string>().ToList();
        return $"'{Printable.Strip(word)}' is not a command"
            + (meant.Count > 0 ? $"; did you mean {string.Join(" or ", meant.Select(name => $"'{name}'"))}?" : "");
    }

    private sealed class PrintVersion(CommandEnvironment environment) : SynchronousCommandLineAction
    {
        public override int Invoke(ParseResult parseResult) => Of(environment);

        public static int Of(CommandEnvironment environment)
        {
            environment.Out.WriteLine($"plotmanager {ProgramVersion.Text}");
            return ExitCode.Done;
        }
    }

    private sealed class PrintHelp(CommandEnvironment environment) : SynchronousCommandLineAction
    {
        public override bool ClearsParseErrors => true;

        public override int Invoke(ParseResult parseResult) =>
            Of((RootCommand)parseResult.RootCommandResult.Command, parseResult.CommandResult.Command, environment);

        public static int Of(RootCommand program, Command command, CommandEnvironment environment)
        {
            foreach (var line in HelpPage.Lines(CommandShape.Within(program, command)))
            {
                environment.Out.WriteLine(line);
            }

            return ExitCode.Done;
        }
    }
}
