using System.CommandLine;
using PlotManager.Control;
using PlotManager.Core.Control;
using PlotManager.Farms;
using PlotManager.Hosting;

namespace PlotManager.Commands.Running;

/// <summary>Commands that ask the running manager for one thing and print its answer: reload, pause, unpause, drain.</summary>
public sealed class FarmCommands(CommandEnvironment environment)
{
    public IEnumerable<Command> Build() =>
    [
        Of("reload", ControlCommand.Reload, "Read the config again now; an invalid one is refused with its problems and the old one stays"),
        Of("pause", ControlCommand.Pause, "Start no new plots until unpause; running plots go on, also over a restart"),
        Of("unpause", ControlCommand.Unpause, "Start new plots again"),
        Of("drain", ControlCommand.Drain, "Start no new plots, and end the manager when the running ones are done"),
    ];

    private Command Of(string name, ControlCommand wish, string description)
    {
        var command = new Command(name, description);
        command.SetAction(async (parsed, cancel) =>
            environment.Tell(await AskAsync(Farm.Locate(parsed, environment).Paths, new ControlRequest(wish), cancel)));
        return command;
    }

    /// <exception cref="CommandFault">No manager runs, or it does not answer.</exception>
    public async Task<ControlAnswer> AskAsync(FarmPaths paths, ControlRequest request, CancellationToken cancel)
    {
        if (ManagerFacts.OfLiving(paths, environment.Machine.Value) is not { } manager)
        {
            throw ManagerFaults.NoManager(paths, environment.Machine.Value);
        }

        using var client = new ControlClient(manager, environment.Machine.Value.Entries);
        return await client.AskAsync(request, cancel)
            ?? throw new CommandFault(client.Distrusted is { } reason
                ? ManagerFaults.Distrusted(manager, reason)
                : $"the manager (pid {manager.Pid}) does not answer on {manager.Socket}; it may belong to another user");
    }
}
