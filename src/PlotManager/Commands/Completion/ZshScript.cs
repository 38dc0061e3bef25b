using System.Text;

namespace PlotManager.Commands.Completion;

/// <summary>Completion for zsh: one function a command, each with the specifications that zsh's <c>_arguments</c> takes.</summary>
internal static class ZshScript
{
    public static string Write(CommandShape program)
    {
        var script = new StringBuilder("#compdef plotmanager\n");
        script.Append("# zsh completion of plotmanager. Load it in this shell:  source <(plotmanager completion zsh)\n");
        script.Append("# or for good, into a folder of $fpath:  plotmanager completion zsh > \"${fpath[1]}/_plotmanager\"\n");
        foreach (var command in program.AndBelow())
        {
            One(script, command);
        }

        // Autoloaded, the file is the function's body; sourced, it has to say whose completion it is.
        script.Append("\nif [[ \"${funcstack[1]}\" == _plotmanager ]]; then\n    _plotmanager \"$@\"\nelse\n    compdef _plotmanager "
            + "plotmanager\nfi\n");
        return script.ToString();
    }

    private static void One(StringBuilder script, CommandShape command)
    {
        script.Append($"\n{Function(command)}() {{\n");
        var specifications = command.Options.Select(Option).ToList();
        if (command.Subcommands.IsEmpty)
        {
            specifications.AddRange(command.Arguments.Select(argument =>
                $"'{(argument.Many ? "*" : "")}:{Quoted(argument.Name)}:{Action(argument.Value)}'"));
            script.Append($"    _arguments {string.Join(" \\\n        ", specifications)}\n}}\n");
            return;
        }

        specifications.AddRange(["'1: :->command'", "'*:: :->rest'"]);
        script.Append("    local curcontext=\"$curcontext\" state line\n    typeset -A opt_args\n");
        script.Append($"    _arguments -C {string.Join(" \\\n        ", specifications)}\n    case $state in\n        command)\n       "
            + "     local -a commands=(\n");
        foreach (var sub in command.Subcommands)
        {
            script.Append($"                '{sub.Name}:{Quoted(sub.Description)}'\n");
        }

        script.Append("            )\n            _describe -t commands command commands\n            ;;\n        rest)\n            "
            + "case $line[1] in\n");
        foreach (var sub in command.Subcommands)
        {
            script.Append($"                {sub.Name}) {Function(sub)} ;;\n");
        }

        script.Append("            esac\n            ;;\n    esac\n}\n");
    }

    private static string Option(OptionShape option)
    {
        var value = option.Value.Kind == ValueKind.None ? "" : $":{Quoted(option.Metavariable)}:{Action(option.Value)}";
        var text = $"'[{Quoted(option.Description)}]{value}'";
        return option.Names is [var only]
            ? $"'{only}'{text}"
            : $"'({string.Join(' ', option.Names)})'{{{string.Join(',', option.Names)}}}{text}";
    }

    private static string Action(ValueShape value) => value.Kind switch
    {
        ValueKind.File => "_files",
        ValueKind.Directory => "_files -/",
        ValueKind.Words => $"({string.Join(' ', value.Words)})",
        _ => " ",
    };

    private static string Function(CommandShape command) =>
        command.Path.Length == 0 ? "_plotmanager" : $"_plotmanager__{command.Path.Replace(' ', '_')}";

    // Within single quotes, and with the signs that mean something to _arguments and _describe.
    private static string Quoted(string text) =>
        text.Replace("\\", "\\\\").Replace("'", "'\\''").Replace(":", "\\:").Replace("[", "\\[").Replace("]", "\\]");
}
