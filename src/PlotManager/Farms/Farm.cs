using System.Collections.Immutable;
using System.CommandLine;
using PlotManager.Configuration;
using PlotManager.Core.Configuration;
using PlotManager.Core.Yaml;
using PlotManager.Hosting;

namespace PlotManager.Farms;

/// <summary>One config and where its files are: what every command begins with.</summary>
public sealed record Farm(FarmPaths Paths, string? StateOption, Config Config, ImmutableArray<ConfigProblem> Warnings)
{
    /// <summary>Where the farm's files are, whether or not its config can be read.</summary>
    public static (FarmPaths Paths, string? StateOption) Locate(ParseResult parsed, CommandEnvironment environment)
    {
        var state = parsed.GetValue(SharedOptions.State);
        return (FarmPaths.Find(FarmPaths.ChooseConfig(parsed.GetValue(SharedOptions.Config), environment), state, environment), state);
    }

    /// <summary>
    /// The same for a command that only looks: without a config of its own it takes the farm of the only manager of this user, and says
    /// so. A command that changes something never does.
    /// </summary>
    public static (FarmPaths Paths, string? StateOption) LocateToLook(ParseResult parsed, CommandEnvironment environment)
    {
        if (!FarmPaths.IsMissing(parsed.GetValue(SharedOptions.Config), environment)
            || parsed.GetValue(SharedOptions.State) is not null
            || ManagerProcess.OnlyOfUser(environment.Machine.Value.Processes) is not { } manager)
        {
            return Locate(parsed, environment);
        }

        environment.Complain($"no config here; this is the farm of {manager.ConfigFile} (manager {manager.Process.Identity.Pid})");
        return (FarmPaths.Find(manager.ConfigFile, manager.StateFolder, environment), manager.StateFolder);
    }

    /// <summary>The farm with its config read and found good.</summary>
    /// <exception cref="CommandFault">It is not; all problems are in the message, one a line.</exception>
    public static Farm Open(ParseResult parsed, CommandEnvironment environment, bool looks = false)
    {
        var (paths, state) = looks ? LocateToLook(parsed, environment) : Locate(parsed, environment);
        if (!looks
            && FarmPaths.IsMissing(parsed.GetValue(SharedOptions.Config), environment)
            && ManagerProcess.OnlyOfUser(environment.Machine.Value.Processes) is { } manager)
        {
            throw new CommandFault(
                $"there is no config at {paths.ConfigFile}; the manager that runs (pid {manager.Process.Identity.Pid}) is that of "
                    + $"{manager.ConfigFile}: give it with --config {manager.ConfigFile}",
                ExitCode.Usage);
        }

        var reading = ConfigFile.ReadGood(paths.ConfigFile, environment);
        return new Farm(paths, state, reading.Config!, reading.Problems);
    }

    /// <summary>The same; where the config on the disk has errors and a manager runs, with the one that this manager has.</summary>
    /// <exception cref="CommandFault">The config is not good, and no manager runs with another.</exception>
    public static Farm OpenAsItRuns(ParseResult parsed, CommandEnvironment environment, bool looks = false)
    {
        try
        {
            return Open(parsed, environment, looks);
        }
        catch (CommandFault)
        {
            var (paths, state) = looks ? LocateToLook(parsed, environment) : Locate(parsed, environment);
            if (ManagerFacts.OfLiving(paths, environment.Machine.Value) is null
                || ConfigInForce.Read(paths, environment) is not { Config: { } config } reading)
            {
                throw;
            }

            environment.Complain($"warning: {ConfigFile.Shown(paths.ConfigFile, environment.WorkingDirectory)} cannot be used (plotmanager "
                + "check says why); this is the farm with the config that its manager has");
            return new Farm(paths, state, config, reading.Problems);
        }
    }

    public void Warn(CommandEnvironment environment)
    {
        foreach (var warning in Warnings)
        {
            environment.Error.WriteLine(warning);
        }
    }

    /// <summary>The arguments of <c>run</c> for this very farm.</summary>
    public ImmutableArray<string> RunArguments() =>
        StateOption is null
            ? ["run", "--config", Paths.ConfigFile]
            : ["run", "--config", Paths.ConfigFile, "--state", Paths.StateFolder];
}
