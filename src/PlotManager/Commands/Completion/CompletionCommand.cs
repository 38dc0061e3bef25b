using System.CommandLine;
using PlotManager.Hosting;

namespace PlotManager.Commands.Completion;

/// <summary>
/// <c>completion SHELL</c>: a script that makes a shell complete this program's commands, options, jobs, plots, files and folders.
/// </summary>
public sealed class CompletionCommand(CommandEnvironment environment)
{
    public Command Build()
    {
        var shell = new Argument<string>("SHELL") { Description = "The shell to write for" };
        shell.AcceptOnlyFromAmong([.. ShellScripts.ByShell.Keys]);
        var command = new Command(
            "completion",
            "Print a script with which a shell completes commands, options, jobs, plots and files; its first lines say how to load it")
        {
            shell,
        };
        command.SetAction(parsed =>
        {
            environment.Out.Write(ShellScripts.ByShell[parsed.GetRequiredValue(shell)].ReplaceLineEndings("\n"));
            return ExitCode.Done;
        });
        return command;
    }
}
