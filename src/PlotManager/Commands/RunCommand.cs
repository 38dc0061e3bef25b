using System.CommandLine;
using PlotManager.Farms;
using PlotManager.Journal;
using PlotManager.Manager;

namespace PlotManager.Commands;

/// <summary><c>run</c>: the manager in the foreground, for service managers and containers; <c>start</c> is this in the background.</summary>
public sealed class RunCommand(CommandEnvironment environment)
{
    public Command Build()
    {
        var command = new Command("run", "Run the manager in the foreground until it is told to stop (for systemd, launchd, containers)");
        command.SetAction((parsed, cancel) => RunAsync(Farm.Open(parsed, environment), cancel));
        return command;
    }

    public async Task<int> RunAsync(Farm farm, CancellationToken cancel)
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
        Preflight.Refuse(farm, FarmLook.Once(farm, environment), environment);

        var place = new JournalPlace(machine.Entries, held.Keep);
        using var journal = SqliteJournal.Open(paths.Journal, machine.Time, environment.Complain, place);
        recognition.RefuseAfterOlder();
        var recognised = recognition.Recognise(journal.Load().Farm);
        if (recognised.News is { } news)
        {
            environment.Complain(news);
        }

        await using var session = new ManagerSession(farm with { Paths = paths }, recognised, held, journal, environment);
        var said = await session.RunAsync(cancel) switch
        {
            LoopEnd.Finished => "All jobs have made their plots; the manager ends.",
            LoopEnd.Drained => "Drained: the running plots are done; the manager ends.",
            _ => null,
        };
        if (said is not null)
        {
            environment.Out.WriteLine(said);
        }

        return ExitCode.Done;
    }
}
