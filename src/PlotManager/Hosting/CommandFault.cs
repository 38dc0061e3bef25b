using PlotManager.Platform;

namespace PlotManager.Hosting;

/// <summary>A command cannot go on, for a reason the user can mend: one line that names the place and the remedy.</summary>
public sealed class CommandFault(string message, int exitCode = ExitCode.No) : Exception(message)
{
    public int ExitCode { get; } = exitCode;

    /// <summary>Where a manager could not open the files that it needs.</summary>
    public static CommandFault? TooFewFiles() => OpenFileLimit.Refusal(OpenFileLimit.OfAManager) is { } refusal ? new(refusal) : null;
}
