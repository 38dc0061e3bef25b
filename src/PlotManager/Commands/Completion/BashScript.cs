using System.Text;

namespace PlotManager.Commands.Completion;

/// <summary>Completion for bash, from version 3.2 on (macOS) and without the bash-completion package.</summary>
internal static class BashScript
{
    // _plotmanager_is sets what may stand at a command; _plotmanager_value what an option takes: "-" nothing, "@file", "@dir", "@any", or
    // words.
    private const string Rest = """
        _plotmanager_files() {
            local found
            while IFS= read -r found; do COMPREPLY+=("$found"); done < <(compgen "$1" -- "$2")
            compopt -o filenames 2>/dev/null
        }

        _plotmanager_take() {
            case "$1" in
                @file) _plotmanager_files -f "$2" ;;
                @dir) _plotmanager_files -d "$2" ;;
                @any | -) ;;
                *) COMPREPLY=($(compgen -W "$1" -- "$2")) ;;
            esac
        }

        _plotmanager() {
            local current="${COMP_WORDS[COMP_CWORD]}" command="" expects="-" i word
            local subcommands options arguments value
            COMPREPLY=()
            for ((i = 1; i < COMP_CWORD; i++)); do
                word="${COMP_WORDS[i]}"
                if [[ "$word" == "=" ]]; then continue; fi
                if [[ "$expects" != "-" ]]; then expects="-"; continue; fi
                _plotmanager_is "$command"
                if [[ "$word" == -* ]]; then
                    _plotmanager_value "$command" "$word"
                    expects="$value"
                elif [[ " $subcommands " == *" $word "* ]]; then
                    command="${command:+$command }$word"
                fi
            done
            if [[ "$current" == "=" ]]; then current=""; fi
            _plotmanager_is "$command"
            if [[ "$expects" != "-" ]]; then
                _plotmanager_take "$expects" "$current"
            elif [[ "$current" == -* ]]; then
                COMPREPLY=($(compgen -W "$options" -- "$current"))
            elif [[ -n "$subcommands" ]]; then
                COMPREPLY=($(compgen -W "$subcommands" -- "$current"))
            else
                _plotmanager_take "$arguments" "$current"
            fi
        }

        complete -F _plotmanager plotmanager

        """;

    public static string Write(CommandShape program)
    {
        var script = new StringBuilder();
        script.Append("# bash completion of plotmanager. Load it in this shell:  source <(plotmanager completion bash)\n");
        script.Append("# or for good:  plotmanager completion bash > ~/.local/share/bash-completion/completions/plotmanager\n\n");
        script.Append("_plotmanager_is() {\n    case \"$1\" in\n");
        foreach (var command in program.AndBelow())
        {
            var names = string.Join(' ', command.Subcommands.Select(sub => sub.Name));
            var options = string.Join(' ', command.Options.SelectMany(option => option.Names));
            var argument = command.Arguments.FirstOrDefault() is { } first ? Sign(first.Value) : "-";
            script.Append($"        '{command.Path}') subcommands='{names}' options='{options}' arguments='{argument}' ;;\n");
        }

        script.Append("    esac\n}\n\n_plotmanager_value() {\n    value=-\n    case \"$1 $2\" in\n");
        foreach (var command in program.AndBelow())
        {
            foreach (var option in command.Options.Where(option => option.Value.Kind != ValueKind.None))
            {
                script.Append($"        {string.Join(" | ", option.Names.Select(name => $"'{command.Path} {name}'"))}) "
                    + $"value='{Sign(option.Value)}' ;;\n");
            }
        }

        return script.Append("    esac\n}\n\n").Append(Rest.ReplaceLineEndings("\n")).ToString();
    }

    private static string Sign(ValueShape value) => value.Kind switch
    {
        ValueKind.None => "-",
        ValueKind.File => "@file",
        ValueKind.Directory => "@dir",
        ValueKind.Words => string.Join(' ', value.Words),
        _ => "@any",
    };
}
