using System.CommandLine;
using PlotManager.Control;
using PlotManager.Core.Control;
using PlotManager.Farms;
using PlotManager.Hosting;
using PlotManager.Platform;

namespace PlotManager.Commands.Running;

/// <summary><c>stop</c>: the manager ends, the plots go on.</summary>
public sealed class StopCommand(CommandEnvironment environment)
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    public Command Build()
    {
        var command = new Command("stop", "Stop the manager and wait until it is gone; running plots go on");
        command.SetAction(async (parsed, cancel) =>
        {
            var farm = Farm.Locate(parsed, environment);
            if (await StopAsync(farm.Paths, cancel) is { } pid)
            {
                environment.Out.WriteLine($"Plot manager stopped (pid {pid}). Running plots go on.");
                return ExitCode.Done;
            }

            throw ManagerFaults.NoManager(farm.Paths, environment.Machine.Value, maySayStart: false);
        });
        return command;
    }

    /// <summary>Its pid once it is gone, null if none was there.</summary>
    /// <exception cref="CommandFault">It does not end.</exception>
    public async Task<int?> StopAsync(FarmPaths paths, CancellationToken cancel)
    {
        var machine = environment.Machine.Value;
        if (ManagerFacts.OfLiving(paths, machine) is not { } manager)
        {
            return null;
        }

        using (var client = new ControlClient(manager, machine.Entries))
        {
            var answer = await client.AskAsync(new ControlRequest(ControlCommand.Stop), cancel);
            if (answer is { Warning: { } warning })
            {
                environment.Complain($"warning: {warning}");
            }

            if (answer is null && machine.Entries.User != 0 && manager.Owner != machine.Entries.User)
            {
                // The process that another user names may be any of ours.
                throw new CommandFault($"the manager (pid {manager.Pid}) does not answer, and {paths.Facts} is not this user's; run "
                    + "the command as the manager's user");
            }

            if (answer is null
                && machine.Signals.Send(manager.Process, ProcessSignal.Terminate) is { } refusal
                && machine.Processes.IsAlive(manager.Process))
            {
                throw new CommandFault($"the manager (pid {manager.Pid}) does not answer and cannot be told to end: {refusal}");
            }
        }

        var begun = machine.Time.GetTimestamp();
        while (machine.Processes.IsAlive(manager.Process))
        {
            if (machine.Time.GetElapsedTime(begun) > Patience)
            {
                throw new CommandFault($"the manager (pid {manager.Pid}) was told to end and has not within {Patience.TotalSeconds:0} "
                    + $"s; see {paths.DebugLog}");
            }

            await Task.Delay(TimeSpan.FromMilliseconds(20), machine.Time, cancel);
        }

        return manager.Pid;
    }
}
