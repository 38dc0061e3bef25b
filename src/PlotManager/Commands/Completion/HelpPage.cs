using PlotManager.Display.Terminal;

namespace PlotManager.Commands.Completion;

/// <summary>What <c>--help</c> prints: of the program its commands in groups, of a command what it takes; no line over the width.</summary>
public static class HelpPage
{
    public const int Width = 100;

    private const string Indent = "  ";

    public static IEnumerable<string> Lines(CommandShape command)
    {
        IEnumerable<string> text = command.Details.Length > 0
            ? [$"{command.Description}.", $"{command.Details}."]
            : [$"{command.Description}."];
        return Wrapped(text, 0)
            .Append("")
            .Append(Usage(command))
            .Concat(command.Path.Length == 0 ? Commands(command) : Table("Commands", command.Subcommands.Select(Row)))
            .Concat(Table("Arguments", command.Arguments.Select(Row)))
            .Concat(Table("Options", command.Options.OrderBy(option => option.Everywhere).Select(Row)))
            .Concat(Examples(command));
    }

    private static string Usage(CommandShape command)
    {
        var words = $"plotmanager {command.Path}".TrimEnd();
        var arguments = command.Arguments.Select(argument => argument.Optional ? $" [{argument.Name}]" : $" {argument.Name}");
        return $"Usage: {words}{(command.Subcommands.IsEmpty ? string.Concat(arguments) : " COMMAND")} [options]";
    }

    // A command that no group names stands at the end: it is missed otherwise.
    private static IEnumerable<string> Commands(CommandShape program)
    {
        var width = program.Subcommands.Max(command => command.Name.Length);
        var named = CommandGuides.Groups.SelectMany(group => group.Commands).ToHashSet();
        var others = program.Subcommands.Where(command => !named.Contains(command.Name)).Select(command => command.Name).ToList();
        return CommandGuides.Groups.Append(new CommandGroup("Other", [.. others]))
            .SelectMany(group => Table(
                group.Title,
                group.Commands.SelectMany(name => program.Subcommands.Where(command => command.Name == name)).Select(Row),
                width));
    }

    private static IEnumerable<string> Examples(CommandShape command)
    {
        var examples = command.Path.Length == 0 ? CommandGuides.First : CommandGuides.Examples(command.Path);
        var words = $"plotmanager {command.Path}".TrimEnd();
        string[] more = command.Subcommands.IsEmpty ? [] : ["", $"{words} COMMAND --help tells about one of them."];
        return examples.IsEmpty ? more : ["", "Examples", .. examples.Select(example => Indent + example), .. more];
    }

    private static (string Name, string Text) Row(CommandShape command) => (command.Name, command.Description);

    private static (string Name, string Text) Row(OptionShape option) => (
        string.Join(", ", option.Names.Order(StringComparer.Ordinal).Reverse().OrderBy(name => name.Length))
            + (option.Metavariable.Length > 0 ? $" {option.Metavariable}" : ""),
        option.Description + (option.Usual is { Length: > 0 } usual ? $" (default {usual})" : ""));

    private static (string Name, string Text) Row(ArgumentShape argument) => (
        argument.Name,
        argument.Value.Words.IsEmpty ? argument.Description : $"{argument.Description}: {string.Join(", ", argument.Value.Words)}");

    private static IEnumerable<string> Table(string title, IEnumerable<(string Name, string Text)> rows, int least = 0)
    {
        var all = rows.ToList();
        if (all.Count == 0)
        {
            return [];
        }

        var width = Math.Max(least, all.Max(row => row.Name.Length));
        return new[] { "", title }.Concat(all.SelectMany(row =>
            Wrapped([$"{Indent}{row.Name.PadRight(width)}{Indent}{row.Text}"], width + (2 * Indent.Length))));
    }

    private static IEnumerable<string> Wrapped(IEnumerable<string> lines, int indent) =>
        lines.SelectMany(line => Line.Of(line).Wrap(Width, indent)).Select(line => line.ToString());
}
