using PlotManager.Farms;
using PlotManager.Hosting;
using PlotManager.Platform;
using PlotManager.Snapshots;

namespace PlotManager.Commands.Running;

/// <summary>Why a command cannot reach the farm's manager, for people.</summary>
public static class ManagerFaults
{
    /// <summary>What listens where the manager should may be somebody else.</summary>
    public static string Distrusted(ManagerFacts manager, string reason) =>
        $"the manager (pid {manager.Pid}) is not asked, for another user could answer in its place: {reason}; run the command as the "
            + "manager's user, or end that manager and start it anew";

    /// <summary>Asked of a manager where none is, or none that this user may ask.</summary>
    /// <param name="maySayStart">Whether starting one would be of use; nobody who stops it wants that.</param>
    public static CommandFault NoManager(FarmPaths paths, Machine machine, bool maySayStart = true) =>
        UnreadableFarm.Of(paths, null, machine) is { AreAnothers: true } books ? OfAnother(paths, books, machine)
        : ManagerProcess.Others(machine.Processes).FirstOrDefault(other => other.ConfigFile == paths.ConfigFile) is { } other
            ? Elsewhere(paths, other.Process, machine.Processes)
            : NoManager(paths, maySayStart);

    private static CommandFault Elsewhere(FarmPaths paths, ProcessSighting manager, IProcessInspector processes)
    {
        var pid = manager.Identity.Pid;
        return manager.User is { } user && processes.Find(processes.Self.Pid)?.User is { } own && user != own
            ? new CommandFault($"a manager of {paths.ConfigFile} runs as {user} (pid {pid}), and not with the state folder "
                + $"{paths.StateFolder}; run the command as its user, or with its --state DIR")
            : new CommandFault($"the manager of {paths.ConfigFile} (pid {pid}) does not answer here: it is starting or ending, or its "
                + $"files are not in {paths.StateFolder}; try again, or give its folder with --state DIR");
    }

    private static CommandFault OfAnother(FarmPaths paths, UnreadableFarm books, Machine machine)
    {
        var owner = machine.Entries.Find(paths.StateFolder) is { } folder ? machine.Entries.UserName(folder.Owner) : "its user";
        var (user, unreadable) = (books.Manager?.User ?? owner, $"{paths.StateFolder} cannot be read by this user; run the command as");
        return books.Manager is { Identity.Pid: var pid }
            ? new CommandFault(
                $"a manager of {paths.ConfigFile} runs as {user} (pid {pid}), and this user may not ask it: {unreadable} {user}")
            : new CommandFault($"whether a manager of {paths.ConfigFile} runs is not known here, for {unreadable} {owner}");
    }

    private static CommandFault NoManager(FarmPaths paths, bool maySayStart) => File.Exists(paths.ConfigFile)
        ? new CommandFault(
            $"no manager of {paths.ConfigFile} is running{(maySayStart ? "; start one with plotmanager start" : "")}")
        : new CommandFault(
            $"no manager of {paths.ConfigFile} is running, and there is no such config; give the farm's with --config FILE",
            ExitCode.Usage);
}
