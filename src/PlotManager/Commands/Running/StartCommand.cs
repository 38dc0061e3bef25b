using System.CommandLine;
using PlotManager.Commands.Service;
using PlotManager.Control;
using PlotManager.Farms;
using PlotManager.Hosting;

namespace PlotManager.Commands.Running;

/// <summary><c>start</c>: the manager in the background, and back only when it is known to be up.</summary>
public sealed class StartCommand(CommandEnvironment environment)
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);
    private static readonly TimeSpan Between = TimeSpan.FromMilliseconds(50);

    public Command Build()
    {
        var command = new Command("start", "Start the manager in the background; running plots are picked up");
        command.SetAction((parsed, cancel) => StartAsync(Farm.Open(parsed, environment), cancel));
        return command;
    }

    public async Task<int> StartAsync(Farm farm, CancellationToken cancel)
    {
        var machine = environment.Machine.Value;
        if (ManagerFacts.OfLiving(farm.Paths, machine) is { } running)
        {
            environment.Complain($"the manager of {farm.Paths.ConfigFile} already runs (pid {running.Pid}); see plotmanager status, or "
                + "use plotmanager restart");
            return ExitCode.No;
        }

        if (CommandFault.TooFewFiles() is { } refusal)
        {
            throw refusal;
        }

        await new FarmRecognition(farm.Paths, environment).RefuseBesideManagerAsync(cancel);
        var paths = FarmPaths.Prepare(farm.Paths.ConfigFile, farm.StateOption, environment);
        await FarmLock.WaitForCommandsAsync(paths, environment, cancel);
        farm.Warn(environment);
        using var words = new ChildWords(paths, environment);
        return await WaitUntilUpAsync(paths, words, words.Launch(farm), cancel);
    }

    private async Task<int> WaitUntilUpAsync(FarmPaths paths, ChildWords words, ProcessIdentity child, CancellationToken cancel)
    {
        var machine = environment.Machine.Value;
        var begun = machine.Time.GetTimestamp();
        var told = false;
        var logout = LogoutWarning.On(machine);
        while (machine.Time.GetElapsedTime(begun) < Patience)
        {
            if (machine.Launcher.Reap().FirstOrDefault(exit => exit.Pid == child.Pid) is { } exit)
            {
                await words.AllAsync(Patience, cancel);
                if (!words.Any)
                {
                    var how = exit.Signal is { } signal ? $"by signal {signal}" : $"with exit code {exit.ExitCode}";
                    environment.Complain(
                        $"the manager (pid {child.Pid}) ended {how} before it was up and said nothing; see {paths.DebugLog}");
                }

                return exit.ExitCode is > ExitCode.Done ? exit.ExitCode.Value : ExitCode.No;
            }

            if (await IsLookingAsync(paths, child, cancel))
            {
                if (!await words.AllAsync(Patience - machine.Time.GetElapsedTime(begun), cancel)) // what its pre-flight look warns of
                {
                    environment.Complain($"warning: the manager (pid {child.Pid}) still starts its first plots after "
                        + $"{Patience.TotalSeconds:0} s; see plotmanager status and {paths.DebugLog}");
                }

                words.WarnOfLog();
                environment.Out.WriteLine($"Plot manager started (pid {child.Pid}). See plotmanager "
                    + $"view{(logout is null ? "; it goes on when you log out." : ".")}");
                if (logout is not null)
                {
                    environment.Complain($"warning: {logout}");
                }

                return ExitCode.Done;
            }

            if (!told && machine.Time.GetElapsedTime(begun) > TimeSpan.FromSeconds(2))
            {
                environment.Out.WriteLine(
                    "Waiting for the manager's first look at the farm (drives that sleep or do not answer take a while)...");
                told = true;
            }

            await Task.Delay(Between, machine.Time, cancel);
        }

        environment.Complain($"the manager (pid {child.Pid}) has not finished its first look after {Patience.TotalSeconds:0} s; it "
            + $"goes on trying: see plotmanager status and {paths.DebugLog}");
        return ExitCode.No;
    }

    private async Task<bool> IsLookingAsync(FarmPaths paths, ProcessIdentity child, CancellationToken cancel)
    {
        if (ManagerFacts.OfLiving(paths, environment.Machine.Value) is not { } facts || facts.Pid != child.Pid)
        {
            return false;
        }

        using var client = new ControlClient(facts, environment.Machine.Value.Entries);
        return await client.SnapshotAsync(cancel) is not null;
    }
}
