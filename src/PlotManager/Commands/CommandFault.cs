namespace PlotManager.Commands;

/// <summary>A command cannot go on, for a reason the user can mend: one line that names the place and the remedy.</summary>
public sealed class CommandFault(string message, int exitCode = ExitCode.No) : Exception(message)
{
    public int ExitCode { get; } = exitCode;
}
