using System.Text;

namespace PlotManager.Commands.Completion;

/// <summary>Completion for PowerShell, from version 5 on.</summary>
internal static class PowerShellScript
{
    private const string Rest = """
            $path = ''
            $expects = ''
            $typed = @($commandAst.CommandElements | Select-Object -Skip 1 | Where-Object { $_.Extent.EndOffset -lt $cursorPosition } | ForEach-Object { $_.Extent.Text })
            foreach ($word in $typed) {
                if ($expects) { $expects = ''; continue }
                if ($word.StartsWith('-')) {
                    if ($values.ContainsKey("$path $word")) { $expects = $values["$path $word"] }
                    continue
                }
                $longer = "$path $word".Trim()
                if ($commands.ContainsKey($longer)) { $path = $longer }
            }
            if (-not $expects -and -not $wordToComplete.StartsWith('-') -and $arguments.ContainsKey($path)) { $expects = $arguments[$path] }
            if ($expects -eq '@file' -or $expects -eq '@dir') {
                [System.Management.Automation.CompletionCompleters]::CompleteFilename($wordToComplete) |
                    Where-Object { $expects -eq '@file' -or $_.ResultType -eq 'ProviderContainer' }
            }
            elseif ($expects -and $expects -ne '@any') {
                $expects.Split(' ') | Where-Object { $_.StartsWith($wordToComplete) } |
                    ForEach-Object { [System.Management.Automation.CompletionResult]::new($_, $_, 'ParameterValue', $_) }
            }
            elseif (-not $expects) {
                $commands[$path].GetEnumerator() | Where-Object { $_.Key.StartsWith($wordToComplete) -and ($wordToComplete.StartsWith('-') -or -not $_.Key.StartsWith('-')) } |
                    ForEach-Object { [System.Management.Automation.CompletionResult]::new($_.Key, $_.Key, 'ParameterName', $_.Value) }
            }
        }

        """;

    public static string Write(CommandShape program)
    {
        var script = new StringBuilder();
        script.Append("# PowerShell completion of plotmanager. Load it, or put this line into $PROFILE:\n");
        script.Append("#   plotmanager completion powershell | Out-String | Invoke-Expression\n");
        script.Append("Register-ArgumentCompleter -Native -CommandName plotmanager -ScriptBlock {\n    param($wordToComplete, "
            + "$commandAst, $cursorPosition)\n");
        script.Append("    $commands = @{\n");
        foreach (var command in program.AndBelow())
        {
            var words = command.Subcommands.Select(sub => (sub.Name, sub.Description))
                .Concat(command.Options.SelectMany(option => option.Names.Where(name => name.StartsWith("--", StringComparison.Ordinal))
                    .Select(name => (name, option.Description))));
            script.Append($"        '{command.Path}' = [ordered]@{{ "
                + $"{string.Join("; ", words.Select(word => $"'{word.Item1}' = '{Quoted(word.Item2)}'"))} }}\n");
        }

        script.Append("    }\n    $arguments = @{\n");
        foreach (var command in program.AndBelow().Where(command => command.Arguments.Length > 0))
        {
            script.Append($"        '{command.Path}' = '{Sign(command.Arguments[0].Value)}'\n");
        }

        // Options tell by case (-c is not -C), which @{} does not.
        script.Append("    }\n    $values = [System.Collections.Hashtable]::new([System.StringComparer]::Ordinal)\n");
        foreach (var command in program.AndBelow())
        {
            foreach (var option in command.Options.Where(option => option.Value.Kind != ValueKind.None))
            {
                foreach (var name in option.Names)
                {
                    script.Append($"    $values['{command.Path} {name}'] = '{Sign(option.Value)}'\n");
                }
            }
        }

        return script.Append(Rest.ReplaceLineEndings("\n")).ToString();
    }

    private static string Sign(ValueShape value) => value.Kind switch
    {
        ValueKind.File => "@file",
        ValueKind.Directory => "@dir",
        ValueKind.Words => string.Join(' ', value.Words),
        _ => "@any",
    };

    private static string Quoted(string text) => text.Replace("'", "''");
}
