using System.CommandLine;
using PlotManager.Acting.Ending;
using PlotManager.Commands.Looking;
using PlotManager.Core.Control;
using PlotManager.Core.Plotting;
using PlotManager.Core.Text;
using PlotManager.Display;
using PlotManager.Display.Live;
using PlotManager.Farms;
using PlotManager.Hosting;
using PlotManager.Platform;
using PlotManager.Remains;
using PlotManager.Snapshots;

namespace PlotManager.Commands.Running;

/// <summary><c>suspend</c>, <c>resume</c> and <c>kill</c>: one running plot, through the manager where one runs.</summary>
public sealed class PlotCommands(CommandEnvironment environment)
{
    private readonly Argument<string> _plot = new("PLOT")
    {
        Description = "The beginning of its plot id (4 digits or more), its pid, "
        + "its row in status, or its run id; pid:12 and row:12 where 12 may be both"
    };

    public IEnumerable<Command> Build() =>
    [
        Of("suspend", ControlCommand.Suspend, "Suspend a running plot: it keeps its memory and files and uses no CPU"),
        Of("resume", ControlCommand.Resume, "Let a suspended plot go on"),
        Kill(),
    ];

    /// <summary>Asks the running manager, or does it where none runs.</summary>
    /// <exception cref="CommandFault">The manager does not answer.</exception>
    public async Task<ControlAnswer> AskAsync(FarmPaths paths, Func<Farm> farm, ControlRequest request, CancellationToken cancel) =>
        ManagerFacts.OfLiving(paths, environment.Machine.Value) is not null
            ? await new FarmCommands(environment).AskAsync(paths, request, cancel)
            : await new WithoutManager(farm(), environment).AskAsync(request, cancel);

    private Command Of(string name, ControlCommand wish, string description)
    {
        var command = new Command(name, description) { _plot };
        command.SetAction(async (parsed, cancel) =>
        {
            using var source = SnapshotSource.Open(parsed, environment);
            var (run, _) = await ChooseAsync(source, parsed, mayAsk: true, cancel);
            RefuseOtherFarms(run, name);
            return environment.Tell(await AskAsync(
                Farm.Locate(parsed, environment).Paths, () => Farm.Open(parsed, environment), new ControlRequest(wish, run.RunId), cancel));
        });
        return command;
    }

    private Command Kill()
    {
        var force = new Option<bool>("--force", "-f") { Description = "Do not ask" };
        var deleteFinished = new Option<bool>(
            "--delete-finished")
        { Description = "Delete also a finished plot that waits in temp or temp2; it is kept otherwise" };
        var verbose = SharedOptions.Verbose();
        var command = new Command(
            "kill", "End a running plot and delete its temp files; asks first, and says what it deletes")
        {
            _plot, force, deleteFinished, verbose,
        };
        command.SetAction(async (parsed, cancel) =>
        {
            using var source = SnapshotSource.Open(parsed, environment);
            var (run, snapshot) = await ChooseAsync(source, parsed, mayAsk: !parsed.GetValue(force), cancel);
            RefuseOtherFarms(run, "kill");
            var delete = parsed.GetValue(deleteFinished);
            if (!parsed.GetValue(force) && environment.Answers is null)
            {
                throw new CommandFault(
                    "kill asks first and there is nobody to answer; give --force where there is no terminal", ExitCode.Usage);
            }

            Preview(run, snapshot, source, delete, parsed.GetValue(verbose));
            if (!parsed.GetValue(force) && !Confirmed(run))
            {
                environment.Out.WriteLine("Nothing was killed.");
                return ExitCode.No;
            }

            var request = new ControlRequest(ControlCommand.Kill, run.RunId, delete);
            return environment.Tell(
                await AskAsync(Farm.Locate(parsed, environment).Paths, () => Farm.Open(parsed, environment), request, cancel));
        });
        return command;
    }

    private async Task<(RunPart Run, Snapshot Seen)> ChooseAsync(
        SnapshotSource source, ParseResult parsed, bool mayAsk, CancellationToken cancel)
    {
        var seen = await source.LookAsync(cancel);
        return (Chosen(seen, parsed.GetRequiredValue(_plot), mayAsk), seen);
    }

    /// <exception cref="CommandFault">Nothing or too much is called so, or the answer is none of what it may mean.</exception>
    internal RunPart Chosen(Snapshot seen, string plot, bool mayAsk)
    {
        var choice = RunChoice.Find(seen, plot);
        if (choice.Run is { } run)
        {
            return run;
        }

        if (choice.Problem is { } problem)
        {
            throw new CommandFault(problem);
        }

        var ways = string.Join(" or ", choice.Meanings.Select(meaning => meaning.Written));
        if (!mayAsk || environment.Answers is null)
        {
            throw new CommandFault($"{choice.Question(plot)}; say {ways}", ExitCode.Usage);
        }

        environment.Out.Write($"{choice.Question(plot)}.\nWhich? [{ways}] ");
        environment.Out.Flush();
        var answer = environment.Answers.ReadLine()?.Trim();
        return choice.Meanings.FirstOrDefault(meaning => string.Equals(meaning.Written, answer, StringComparison.OrdinalIgnoreCase)).Run
            ?? throw new CommandFault($"nothing was done: the answer is not {ways}");
    }

    /// <exception cref="CommandFault">The plot is another farm's.</exception>
    private static void RefuseOtherFarms(RunPart run, string command)
    {
        if (OtherFarms.Refusal(RunsTable.ShortId(run) is { Length: > 0 } id ? id : run.RunId, run.OtherFarm, command) is { } refusal)
        {
            throw new CommandFault(refusal);
        }
    }

    // As far as can be told before it has ended: what counts is what its log says when it is gone.
    private void Preview(RunPart run, Snapshot seen, SnapshotSource source, bool deleteFinished, bool verbose)
    {
        environment.Out.WriteLine($"This ends {RunChoice.Describe(run)}.");
        if (run.InContainer)
        {
            environment.Out.WriteLine("It is in a container: no file of it is deleted.");
            return;
        }

        if (run.PlotId is not { } id || source.Profiles.Find(run.Plotter) is not { } profile)
        {
            environment.Out.WriteLine("Its plot id is not known yet, so no temp file can be told to be its own.");
            return;
        }

        var machine = environment.Machine.Value;
        HashSet<int> pids = run.Pid is { } pid ? [pid, .. machine.Processes.Descendants(pid)] : [];
        var record = Record(run, machine.Processes);
        var proof = IdProof.Ask(machine, record, pids);
        var plot = new LostPlot(id, run.Phase > profile.Phases.Length, run.K is { } k ? profile.FinalBytes(k) : 0, run.Log is not null)
        {
            Begun = proof.Begun,
            Doubt = proof.Doubt(id, record, profile),
        };
        var terms =
            new DeletionTerms(PlotsInUse.Of(source.Config, seen, run.RunId), seen.Now) { DeleteFinished = deleteFinished, Ended = pids };
        var remains = PlotRemains.Judge(machine, [plot], record.Directories, profile, terms);
        foreach (var line in verbose ? remains.Lines() : remains.Sums())
        {
            environment.Out.WriteLine(line);
        }

        environment.Out.WriteLine(
            !remains.Files.IsEmpty ? $"It deletes {Figures.Count(remains.Files.Length, "file")}, {Figures.Size(remains.Bytes)} now."
            : remains.Kept.IsEmpty ? "It has no temp files now."
            : "It deletes no file.");
    }

    // As much as is to be known of a run to tell which plot ids are its own.
    private static RunRecord Record(RunPart run, IProcessInspector processes) => new()
    {
        RunId = run.RunId,
        Plotter = run.Plotter,
        K = run.K,
        Process = run.Pid is { } pid ? processes.Find(pid)?.Identity : null,
        LaunchedAt = run.StartedAt ?? default,
        Directories = new PlotDirectories(run.Temp, run.Temp2, run.Destination),
        LogFile = run.Log,
        Owner = run.Foreign ? RunOwner.Stranger : RunOwner.Own,
    };

    private bool Confirmed(RunPart run)
    {
        environment.Out.Write($"Kill {RunChoice.Describe(run)}? [y/N] ");
        environment.Out.Flush();
        return environment.Answers!.ReadLine()?.Trim() is "y" or "Y" or "yes" or "Yes";
    }
}
