using System.CommandLine;
using PlotManager.Farms;
using PlotManager.Hosting;
using PlotManager.Loop;
using PlotManager.Snapshots;

namespace PlotManager.Commands.Running;

/// <summary>
/// <c>restart</c>: stop, then start. The config is read first, so that a broken one never leaves the farm without a manager.
/// </summary>
public sealed class RestartCommand(CommandEnvironment environment)
{
    public Command Build()
    {
        var command = new Command("restart", "Stop the manager and start it anew; plots kicked off and completed are counted from 0 again");
        command.SetAction(async (parsed, cancel) =>
        {
            var farm = Farm.Open(parsed, environment);
            using (var look = FarmLook.Once(farm, environment))
            {
                Preflight.Refuse(farm, look, environment); // before the old one goes: never leave no manager behind
            }

            if (await UnsavedChanges.OfManagerAsync(farm.Paths, environment, cancel) is { } unsaved)
            {
                throw new CommandFault($"the manager is not restarted, for a new one could not begin: {unsaved}");
            }

            await new StopCommand(environment).StopAsync(farm.Paths, cancel);
            return await new StartCommand(environment).StartAsync(farm, cancel);
        });
        return command;
    }
}
