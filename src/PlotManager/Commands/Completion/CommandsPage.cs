using System.Text;

namespace PlotManager.Commands.Completion;

/// <summary>docs/commands.md, made from the definitions that the program parses by.</summary>
public static class CommandsPage
{
    public static string Write(CommandShape program)
    {
        var page = new StringBuilder("""
            # Commands

            Made from the definitions that the program reads its arguments by. `plotmanager COMMAND --help` says the same.

            Exit codes: 0 done; 1 the answer is no (a check failed, a manager runs already, none runs); 2 wrong usage or no usable config;
            3 an error that nobody foresaw.

            ## Options of every command


            """.ReplaceLineEndings("\n"));
        Options(page, program.Options.OrderBy(option => !option.Everywhere), option => option.Everywhere ? "" : " (without a command)");
        page.Append("\n## The commands\n");
        foreach (var group in CommandGuides.Groups)
        {
            page.Append($"\n**{group.Title}**\n\n| command | what it does |\n|---|---|\n");
            foreach (var command in group.Commands.SelectMany(name => Typed(program).Where(command => command.Path.Split(' ')[0] == name)))
            {
                page.Append($"| [`{command.Path}`](#plotmanager-{command.Path.Replace(' ', '-')}) | {Cell(command.Description)} |\n");
            }
        }

        foreach (var command in Typed(program))
        {
            One(page, command);
        }

        return page.ToString();
    }

    // A command that only holds others is not typed by itself.
    private static IEnumerable<CommandShape> Typed(CommandShape program) =>
        program.AndBelow().Where(command => command.Path.Length > 0 && (command.Subcommands.IsEmpty || !command.Arguments.IsEmpty));

    private static void One(StringBuilder page, CommandShape command)
    {
        var own = command.Options.Where(option => !option.Everywhere && !option.Names.Contains("--help")).ToList();
        page.Append(
            $"\n## plotmanager {command.Path}\n\n{command.Description}.{(command.Details.Length > 0 ? $"\n{command.Details}." : "")}\n\n"
                + $"```text\nplotmanager {command.Path}");
        foreach (var argument in command.Arguments)
        {
            var word = argument.Name.TrimEnd('.') + (argument.Many ? "..." : "");
            page.Append(argument.Optional ? $" [{word}]" : $" {word}");
        }

        page.Append(own.Count > 0 ? " [options]\n```\n" : "\n```\n");
        if (command.Arguments.Length > 0)
        {
            page.Append("\n| argument | meaning |\n|---|---|\n");
            foreach (var argument in command.Arguments)
            {
                page.Append($"| `{argument.Name}` | {Cell(argument.Description)}{Words(argument.Value)} |\n");
            }
        }

        if (own.Count > 0)
        {
            page.Append('\n');
            Options(page, own, _ => "");
        }

        if (CommandGuides.Examples(command.Path) is { IsEmpty: false } examples)
        {
            page.Append($"\nFor example:\n\n```sh\n{string.Join('\n', examples)}\n```\n");
        }
    }

    private static void Options(StringBuilder page, IEnumerable<OptionShape> options, Func<OptionShape, string> note)
    {
        page.Append("| option | meaning |\n|---|---|\n");
        foreach (var option in options)
        {
            var names = string.Join(", ", option.Names.Select(
                name => $"`{name}{(option.Metavariable.Length > 0 ? " " + option.Metavariable.Replace("|", "\\|") : "")}`"));
            page.Append(
                $"| {names} | {Cell(option.Description)}"
                + $"{(option.Usual is { Length: > 0 } usual ? $" (default {usual})" : "")}{note(option)} |\n");
        }
    }

    private static string Words(ValueShape value) => value.Words.IsEmpty ? "" : $": {string.Join(", ", value.Words)}";

    private static string Cell(string text) => text.Replace("|", "\\|");
}
