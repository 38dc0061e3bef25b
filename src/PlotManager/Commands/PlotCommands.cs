using System.CommandLine;
using PlotManager.Core.Plotters;
using PlotManager.Core.Plotting;
using PlotManager.Display;
using PlotManager.Http;
using PlotManager.Manager;
using PlotManager.Manager.Ending;

namespace PlotManager.Commands;

/// <summary><c>suspend</c>, <c>resume</c> and <c>kill</c>: one running plot, through the manager where one runs.</summary>
public sealed class PlotCommands(CommandEnvironment environment)
{
    private readonly Argument<string> _plot = new("PLOT") { Description = "The beginning of its plot id (4 digits or more), its pid, its row in status, or its run id" };

    public IEnumerable<Command> Build() =>
    [
        Of("suspend", Wish.Suspend, "Suspend a running plot: it keeps its memory and files and uses no CPU"),
        Of("resume", Wish.Resume, "Let a suspended plot go on"),
        Kill(),
    ];

    /// <summary>Asks the running manager, or does it where none runs.</summary>
    /// <exception cref="CommandFault">The manager does not answer.</exception>
    public async Task<ControlAnswer> AskAsync(FarmPaths paths, Func<Farm> farm, ControlRequest request, CancellationToken cancel) =>
        ManagerFacts.OfLiving(paths, environment.Machine.Value.Processes) is not null
            ? await new WishCommands(environment).AskAsync(paths, request, cancel)
            : await new WithoutManager(farm(), environment).AskAsync(request, cancel);

    private Command Of(string name, Wish wish, string description)
    {
        var command = new Command(name, description) { _plot };
        command.SetAction(async (parsed, cancel) =>
        {
            using var source = SnapshotSource.Open(parsed, environment);
            var run = await ChooseAsync(source, parsed, cancel);
            return Tell(await AskAsync(Farm.Locate(parsed, environment).Paths, () => Farm.Open(parsed, environment), new ControlRequest(wish, run.RunId), cancel));
        });
        return command;
    }

    private Command Kill()
    {
        var force = new Option<bool>("--force", "-f") { Description = "Do not ask" };
        var deleteFinished = new Option<bool>("--delete-finished") { Description = "Delete also a finished plot that waits in temp or temp2; it is kept otherwise" };
        var command = new Command("kill", "End a running plot and delete its temp files; asks first, and lists them") { _plot, force, deleteFinished };
        command.SetAction(async (parsed, cancel) =>
        {
            using var source = SnapshotSource.Open(parsed, environment);
            var run = await ChooseAsync(source, parsed, cancel);
            var delete = parsed.GetValue(deleteFinished);
            if (!parsed.GetValue(force) && environment.Answers is null)
            {
                throw new CommandFault("kill asks first and there is nobody to answer; give --force where there is no terminal", ExitCode.Usage);
            }

            Preview(run, source.Profiles, delete);
            if (!parsed.GetValue(force) && !Confirmed(run))
            {
                environment.Out.WriteLine("Nothing was killed.");
                return ExitCode.No;
            }

            var request = new ControlRequest(Wish.Kill, run.RunId, delete);
            return Tell(await AskAsync(Farm.Locate(parsed, environment).Paths, () => Farm.Open(parsed, environment), request, cancel));
        });
        return command;
    }

    private async Task<RunPart> ChooseAsync(SnapshotSource source, ParseResult parsed, CancellationToken cancel)
    {
        var (run, problem) = RunChoice.Find(await source.LookAsync(cancel), parsed.GetRequiredValue(_plot));
        return run ?? throw new CommandFault(problem!);
    }

    // As far as can be told before it has ended: what counts is what its log says when it is gone.
    private void Preview(RunPart run, ProfileCatalog profiles, bool deleteFinished)
    {
        environment.Out.WriteLine($"This ends {RunChoice.Describe(run)}.");
        if (run.PlotId is not { } id || profiles.Find(run.Plotter) is not { } profile)
        {
            environment.Out.WriteLine("Its plot id is not known yet, so no temp file can be told to be its own.");
            return;
        }

        var plot = new LostPlot(id, run.Phase > profile.Phases.Length, run.K is { } k ? profile.FinalBytes(k) : 0, run.Log is not null);
        var remains = PlotRemains.Find(
            environment.Machine.Value, [plot], new PlotDirectories(run.Temp, run.Temp2, run.Destination), profile, deleteFinished);
        environment.Out.WriteLine(remains.Temp.IsEmpty
            ? "It has no temp files now."
            : $"It deletes {RunEndings.Count(remains.Temp.Length)}, {Figures.Size(remains.Temp.Sum(file => file.Allocated))} now:");
        foreach (var line in remains.Lines())
        {
            environment.Out.WriteLine(line);
        }
    }

    private bool Confirmed(RunPart run)
    {
        environment.Out.Write($"Kill {RunChoice.Describe(run)}? [y/N] ");
        environment.Out.Flush();
        return environment.Answers!.ReadLine()?.Trim() is "y" or "Y" or "yes" or "Yes";
    }

    private int Tell(ControlAnswer answer)
    {
        (answer.Done ? environment.Out : environment.Error).WriteLine(answer.Text);
        return answer.Done ? ExitCode.Done : ExitCode.No;
    }
}
