using PlotManager.Manager;

namespace PlotManager.Commands;

/// <summary>A command cannot go on, for a reason the user can mend: one line that names the place and the remedy.</summary>
public sealed class CommandFault(string message, int exitCode = ExitCode.No) : Exception(message)
{
    public int ExitCode { get; } = exitCode;

    /// <summary>Asked of a manager where none is.</summary>
    public static CommandFault NoManager(FarmPaths paths) => File.Exists(paths.ConfigFile)
        ? new($"no manager of {paths.ConfigFile} is running; start one with plotmanager start")
        : new($"no manager of {paths.ConfigFile} is running, and there is no such config; give the farm's with --config FILE", Commands.ExitCode.Usage);
}
