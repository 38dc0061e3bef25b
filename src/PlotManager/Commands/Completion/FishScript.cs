using System.Text;

namespace PlotManager.Commands.Completion;

/// <summary>Completion for fish, from version 3.0 on.</summary>
internal static class FishScript
{
    private const string End = """
                    case '-*'
                    case '*'
                        set -l longer (string join ' ' -- $path $word)
                        contains -- "$longer" $commands; and set path $longer
                end
            end
            echo "$path"
        end

        complete -c plotmanager -f

        """;

    public static string Write(CommandShape program)
    {
        var script = new StringBuilder();
        script.Append("# fish completion of plotmanager. Load it in this shell:  plotmanager completion fish | source\n");
        script.Append("# or for good:  plotmanager completion fish > ~/.config/fish/completions/plotmanager.fish\n\n");
        script.Append("# The command that has been typed so far, without options and their values.\nfunction __plotmanager_path\n");
        script.Append($"    set -l commands {string.Join(' ', program.AndBelow().Skip(1).Select(command => $"'{command.Path}'"))}\n");
        script.Append("    set -l words (commandline -opc)\n    set -l path\n    set -l skip 0\n    for word in $words[2..-1]\n");
        script.Append(
            "        if test $skip = 1\n            set skip 0\n            continue\n        end\n        switch \"$path $word\"\n");
        var taking = program.AndBelow().SelectMany(command => command.Options
            .Where(option => option.Value.Kind != ValueKind.None)
                .SelectMany(option => option.Names)
                .Select(name => $"'{command.Path} {name}'"));
        script.Append($"            case {string.Join(' ', taking)}\n                set skip 1\n                continue\n        "
            + "end\n        switch $word\n");
        script.Append(End.ReplaceLineEndings("\n"));
        foreach (var command in program.AndBelow())
        {
            var at = $"complete -c plotmanager -n 'test (__plotmanager_path) = \"{command.Path}\"'";
            script.Append('\n');
            foreach (var sub in command.Subcommands)
            {
                script.Append($"{at} -a {sub.Name} -d '{Quoted(sub.Description)}'\n");
            }

            foreach (var option in command.Options)
            {
                var names = string.Join(
                    ' ',
                    option.Names.Select(name => name.StartsWith("--", StringComparison.Ordinal) ? $"-l {name[2..]}" : $"-s {name[1..]}"));
                script.Append($"{at} {names}{Value(option.Value)} -d '{Quoted(option.Description)}'\n");
            }

            if (command.Arguments is [var argument, ..])
            {
                script.Append(argument.Value.Kind switch
                {
                    ValueKind.File => $"{at} -F\n",
                    ValueKind.Directory => $"{at} -a '(__fish_complete_directories)'\n",
                    ValueKind.Words => $"{at} -a '{string.Join(' ', argument.Value.Words)}'\n",
                    _ => "",
                });
            }
        }

        return script.ToString();
    }

    private static string Value(ValueShape value) => value.Kind switch
    {
        ValueKind.None => "",
        ValueKind.File => " -r -F",
        ValueKind.Directory => " -x -a '(__fish_complete_directories)'",
        ValueKind.Words => $" -x -a '{string.Join(' ', value.Words)}'",
        _ => " -x",
    };

    private static string Quoted(string text) => text.Replace("\\", "\\\\").Replace("'", "\\'");
}
