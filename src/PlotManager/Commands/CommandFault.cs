using PlotManager.Farms;
using PlotManager.Platform;
using PlotManager.Snapshots;

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

    /// <summary>Asked of a manager where none is, or none that this user may ask.</summary>
    public static CommandFault NoManager(FarmPaths paths, Machine machine) =>
        UnreadBooks.Of(paths, null, machine) is { AreAnothers: true } books ? OfAnother(paths, books, machine)
        : ManagerProcess.Others(machine.Processes).FirstOrDefault(other => other.ConfigFile == paths.ConfigFile) is { } other
            ? new($"a manager of {paths.ConfigFile} runs as {other.Process.User ?? "another user"} (pid {other.Process.Identity.Pid}), and "
                + $"not with the state folder {paths.StateFolder}; run the command as its user, or with its --state DIR")
            : NoManager(paths);

    private static CommandFault OfAnother(FarmPaths paths, UnreadBooks books, Machine machine)
    {
        var owner = machine.Entries.Find(paths.StateFolder) is { } folder ? machine.Entries.UserName(folder.Owner) : "its user";
        return books.Manager is { User: var user, Identity.Pid: var pid }
            ? new($"a manager of {paths.ConfigFile} runs as {user ?? owner} (pid {pid}), and this user may not ask it: {paths.StateFolder} "
                + $"cannot be read by this user; run the command as {user ?? owner}")
            : new($"whether a manager of {paths.ConfigFile} runs is not known here, for {paths.StateFolder} cannot be read by this user; "
                + $"run the command as {owner}");
    }

    private static CommandFault NoManager(FarmPaths paths) => File.Exists(paths.ConfigFile)
        ? new($"no manager of {paths.ConfigFile} is running; start one with plotmanager start")
        : new(
            $"no manager of {paths.ConfigFile} is running, and there is no such config; give the farm's with --config FILE",
            Commands.ExitCode.Usage);
}
