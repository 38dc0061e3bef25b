namespace PlotManager.Commands.Completion;

/// <summary>
/// A script for each shell. It hands the line that is being typed to the program, whose definitions know what may stand there, and shows
/// the answer: one offer a line, a tab and its description behind it, or <c>@file</c> or
/// <c>@dir</c>, which the shell itself completes best.
/// </summary>
internal static class ShellScripts
{
    public static readonly IReadOnlyDictionary<string, string> ByShell = new Dictionary<string, string>
    {
        ["bash"] = Bash,
        ["zsh"] = Zsh,
        ["fish"] = Fish,
        ["powershell"] = PowerShell,
    };

    // From version 3.2 on (macOS), and without the bash-completion package. "=" is a word of its own there.
    private const string Bash = """
        # bash completion of plotmanager. Load it in this shell:  source <(plotmanager completion bash)
        # or for good:  plotmanager completion bash > ~/.local/share/bash-completion/completions/plotmanager

        _plotmanager_files() {
            local found
            while IFS= read -r found; do COMPREPLY+=("$found"); done < <(compgen "$1" -- "$2")
            compopt -o filenames 2>/dev/null
        }

        _plotmanager() {
            local line="${COMP_LINE:0:COMP_POINT}" current="${COMP_WORDS[COMP_CWORD]}" offer
            line="${line#* }"
            if [[ "$current" == "=" ]]; then current=""; fi
            COMPREPLY=()
            while IFS= read -r offer; do
                offer="${offer%%$'\t'*}"
                case "$offer" in
                    @file*) _plotmanager_files -f "$current" ;;
                    @dir*) _plotmanager_files -d "$current" ;;
                    -*) if [[ "$current" == -* && "$offer" == "$current"* ]]; then COMPREPLY+=("$offer"); fi ;;
                    "$current"*) COMPREPLY+=("$offer") ;;
                esac
            done < <("${COMP_WORDS[0]}" "[suggest:${#line}]" "$line" 2>/dev/null)
        }

        complete -F _plotmanager plotmanager

        """;

    // Autoloaded, the file is the function's body; sourced, it has to say whose completion it is.
    private const string Zsh = """
        #compdef plotmanager
        # zsh completion of plotmanager. Load it in this shell:  source <(plotmanager completion zsh)
        # or for good, into a folder of $fpath:  plotmanager completion zsh > "${fpath[1]}/_plotmanager"

        _plotmanager() {
            local line="${(j: :)words[2,CURSOR]}" offer
            local -a offers
            for offer in "${(@f)$("${words[1]}" "[suggest:${#line}]" "$line" 2>/dev/null)}"; do
                case $offer in
                    @file*) _files ;;
                    @dir*) _files -/ ;;
                    -*) if [[ $PREFIX == -* ]]; then offers+=("${${offer//:/\\:}/$'\t'/:}"); fi ;;
                    ?*) offers+=("${${offer//:/\\:}/$'\t'/:}") ;;
                esac
            done
            _describe plotmanager offers
        }

        if [[ "${funcstack[1]}" == _plotmanager ]]; then
            _plotmanager "$@"
        else
            compdef _plotmanager plotmanager
        fi

        """;

    private const string Fish = """
        # fish completion of plotmanager. Load it in this shell:  plotmanager completion fish | source
        # or for good:  plotmanager completion fish > ~/.config/fish/completions/plotmanager.fish

        function __plotmanager_offers
            set -l current (commandline -ct)
            set -l words (commandline -opc) $current
            set -l line (string join ' ' -- $words[2..-1])
            for offer in ($words[1] "[suggest:"(string length -- "$line")"]" "$line" 2>/dev/null)
                switch $offer
                    case '@file*'
                        __fish_complete_path "$current"
                    case '@dir*'
                        __fish_complete_directories "$current"
                    case '-*'
                        string match -q -- '-*' "$current"; and echo $offer
                    case '?*'
                        echo $offer
                end
            end
        end

        complete -c plotmanager -f -a '(__plotmanager_offers)'

        """;

    // From version 5 on.
    private const string PowerShell = """
        # PowerShell completion of plotmanager. Load it, or put this line into $PROFILE:
        #   plotmanager completion powershell | Out-String | Invoke-Expression
        Register-ArgumentCompleter -Native -CommandName plotmanager -ScriptBlock {
            param($wordToComplete, $commandAst, $cursorPosition)
            $program = $commandAst.CommandElements[0].Extent.Text
            $typed = $commandAst.ToString().PadRight($cursorPosition - $commandAst.Extent.StartOffset)
            $line = $typed.Substring([Math]::Min($typed.Length, $program.Length + 1))
            & $program "[suggest:$($line.Length)]" $line 2>$null | ForEach-Object {
                $offer, $description = $_.Split("`t", 2)
                if ($offer -like '@file*' -or $offer -like '@dir*') {
                    [System.Management.Automation.CompletionCompleters]::CompleteFilename($wordToComplete) |
                        Where-Object { $offer -like '@file*' -or $_.ResultType -eq 'ProviderContainer' }
                }
                elseif ($offer.StartsWith($wordToComplete) -and ($wordToComplete.StartsWith('-') -or -not $offer.StartsWith('-'))) {
                    if (-not $description) { $description = $offer }
                    [System.Management.Automation.CompletionResult]::new($offer, $offer, 'ParameterValue', $description)
                }
            }
        }

        """;
}
