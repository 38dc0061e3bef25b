using PlotManager.Farms;
using PlotManager.Platform;

namespace PlotManager.Commands;

/// <summary>A command cannot go on, for a reason the user can mend: one line that names the place and the remedy.</summary>
public sealed class CommandFault(string message, int exitCode = ExitCode.No) : Exception(message)
{
    public int ExitCode { get; } = exitCode;

    /// <summary>Where a manager could not open the files that it needs.</summary>
    public static CommandFault? TooFewFiles() => OpenFileLimit.Refusal(OpenFileLimit.OfAManager) is { } refusal ? new(refusal) : null;

    /// <summary>What listens where the manager should may be somebody else.</summary>
    public static string Distrusted(ManagerFacts manager, string reason) =>
        $"the manager (pid {manager.Pid}) is not asked, for another user could answer in its place: {reason}; run the command as the "
            + "manager's user, or end that manager and start it anew";

    /// <summary>Asked of a manager where none is.</summary>
    public static CommandFault NoManager(FarmPaths paths) => File.Exists(paths.ConfigFile)
        ? new($"no manager of {paths.ConfigFile} is running; start one with plotmanager start")
        : new(
            $"no manager of {paths.ConfigFile} is running, and there is no such config; give the farm's with --config FILE",
            Commands.ExitCode.Usage);
}
