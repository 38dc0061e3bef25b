using System.CommandLine;
using PlotManager.Hosting;

namespace PlotManager.Commands.Completion;

/// <summary><c>completion SHELL</c>: a script that makes a shell complete this program's commands, options, files and folders.</summary>
/// <param name="program">The whole program's definition, which this command is part of: asked for when it runs.</param>
public sealed class CompletionCommand(CommandEnvironment environment, Func<Command> program)
{
    private static readonly Dictionary<string, Func<CommandShape, string>> Shells = new()
    {
        ["bash"] = BashScript.Write,
        ["zsh"] = ZshScript.Write,
        ["fish"] = FishScript.Write,
        ["powershell"] = PowerShellScript.Write,
    };

    public Command Build()
    {
        var shell = new Argument<string>("SHELL") { Description = "The shell to write for" };
        shell.AcceptOnlyFromAmong([.. Shells.Keys]);
        var command = new Command(
            "completion",
            "Print a script with which a shell completes commands, options and files; its first lines say how to load it") { shell };
        command.SetAction(parsed =>
        {
            environment.Out.Write(Shells[parsed.GetRequiredValue(shell)](CommandShape.Of(program())));
            return ExitCode.Done;
        });
        return command;
    }
}
