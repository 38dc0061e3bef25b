using System.Collections.Immutable;
using System.CommandLine;
using PlotManager.Farms;
using PlotManager.Hosting;
using PlotManager.Journal.Sqlite;
using PlotManager.Logging;
using PlotManager.Loop;
using PlotManager.Platform;
using PlotManager.Snapshots;

namespace PlotManager.Commands.Running;

/// <summary>
/// <c>run</c>: the manager in the foreground, for service managers and containers; <c>start</c> is this in the background.
/// </summary>
public sealed class RunCommand(CommandEnvironment environment)
{
    private const string Name = "run";

    /// <summary>
    /// The arguments of a manager in the background: what it says goes to its standard outputs until it is up, then to this file.
    /// </summary>
    public static ImmutableArray<string> InBackground(ImmutableArray<string> runArguments, string startLog) =>
        OperatingSystem.IsWindows()
            ? [.. runArguments, SharedOptions.QuietName]
            : [runArguments[0], SharedOptions.StartLogName, startLog, .. runArguments[1..], SharedOptions.QuietName];

    public static bool IsInBackground(string[] arguments) => arguments is [Name, SharedOptions.StartLogName, ..];

    public Command Build()
    {
        var command = new Command(Name, "Run the manager in the foreground until it is told to stop (for systemd, launchd, containers)")
        {
            SharedOptions.StartLog, SharedOptions.Quiet, SharedOptions.LogFormat,
        };
        command.SetAction(async (parsed, cancel) =>
        {
            var farm = Farm.Open(parsed, environment);
            await using var output = parsed.GetValue(SharedOptions.Quiet) ? null : new OutputLog(
                environment.Out,
                parsed.GetValue(SharedOptions.LogFormat) == "json" ? EventFormat.Json : EventFormat.Text,
                SecretMask.Of(farm.Config.Notifications),
                environment.Machine.Value.Time);
            return await RunAsync(farm, () => MoveOutput(parsed.GetValue(SharedOptions.StartLog)), output, cancel);
        });
        return command;
    }

    /// <param name="whenUp">Called when the first look is over and commands are answered.</param>
    /// <param name="output">Where events are written beside the debug log; null: nowhere.</param>
    public async Task<int> RunAsync(Farm farm, Action whenUp, OutputLog? output, CancellationToken cancel)
    {
        if (CommandFault.TooFewFiles() is { } refusal)
        {
            throw refusal;
        }

        var machine = environment.Machine.Value;
        await new FarmRecognition(farm.Paths, environment).RefuseBesideManagerAsync(cancel);
        var paths = FarmPaths.Prepare(farm.Paths.ConfigFile, farm.StateOption, environment);
        using var held = await FarmLock.TakeAsync(paths, LockHolder.Manager, environment, cancel);
        if (paths.OpenToOthers(machine.Entries) is { } open)
        {
            environment.Complain($"warning: {open}");
        }

        var recognition = new FarmRecognition(paths, environment);
        recognition.RefuseCopy();
        using (var look = FarmLook.Once(farm, environment))
        {
            Preflight.Refuse(farm, look, environment);
        }

        var place = new JournalPlace(machine.Entries, held.Keep);
        using var journal = SqliteJournal.Open(paths.Journal, machine.Time, environment.Complain, place);
        await recognition.RefuseSecondAsync(cancel);
        var recognised = recognition.Recognise(journal.Load().Farm);
        if (recognised.News is { } news)
        {
            environment.Complain(news);
        }

        await using var session = new ManagerSession(
            farm with { Paths = paths }, recognised, held, journal, environment, whenUp, output);
        var said = await session.RunAsync(cancel) switch
        {
            LoopEnd.Finished => "All jobs have made their plots; the manager ends.",
            LoopEnd.Drained => "Drained: the running plots are done; the manager ends.",
            _ => null,
        };
        if (said is not null && output is null)
        {
            environment.Out.WriteLine(said);
        }

        return ExitCode.Done;
    }

    private static void MoveOutput(string? startLog)
    {
        if (startLog is not null)
        {
            OwnOutput.MoveTo(startLog);
        }
    }
}
