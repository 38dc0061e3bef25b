using System.CommandLine;
using PlotManager.Configuration;
using PlotManager.Core.Configuration;
using PlotManager.Core.Launching;
using PlotManager.Core.Plotting;
using PlotManager.Core.Scheduling;
using PlotManager.Core.Simulation;
using PlotManager.Core.Text;
using PlotManager.Display;
using PlotManager.Farms;
using PlotManager.Hosting;
using PlotManager.Journal;
using PlotManager.Journal.Sqlite;
using PlotManager.Logs;
using PlotManager.Snapshots;

namespace PlotManager.Commands.Looking;

/// <summary><c>simulate</c>: what this config will start and when, by the manager's own rules on a clock that runs ahead.</summary>
public sealed class SimulateCommand(CommandEnvironment environment)
{
    private const double UsualDays = 3;

    /// <summary>Later plots tell more: of a long history only so many are looked at.</summary>
    private const int LatestPlots = 1000;

    private const double MostDays = 36_500;

    private const double MostFreeGB = 1_000_000_000;

    /// <summary>The timeline shows no more than this; beyond it a bar would be narrower than a letter.</summary>
    private static readonly TimeSpan Drawn = TimeSpan.FromDays(7);

    /// <summary>Jobs whose own plots tell how long the next ones take.</summary>
    private readonly HashSet<string> _withHistory = [];

    private readonly Option<string[]> _phases = new("--phases")
    {
        Description = "Minutes of each phase, for all jobs (150,60,110,8) or for one (NAME=150,60,110,8); else from the farm's history",
        HelpName = "a,b,c,d",
        AllowMultipleArgumentsPerToken = true,
    };

    private readonly Option<double> _days = SharedOptions.Number<double>(
        "--days", "How many days to play (3)", "N", days => days is > 0 and <= MostDays, $"a number above 0 and at most {MostDays}");

    private readonly Option<bool> _polling = new("--polling") { Description = "Look only every check_interval, as the original did" };

    private readonly Option<double> _freeGB = SharedOptions.Number<double>(
        "--free-gb", "Imagine so many GB (10^9 bytes) free at each destination, every directory on a drive of its own", "N",
        free => free is >= 0 and <= MostFreeGB, $"a number from 0 to {MostFreeGB}");

    private readonly Option<double> _failures = SharedOptions.Number<double>(
        "--failures", "Let this share of all plots fail, 0 to 1, each at some instant of the plot; the same ones every time", "RATE",
        rate => rate is >= 0 and <= 1, "a number from 0 to 1");

    private readonly Option<bool> _fromNow = new("--from-now") { Description = "Begin with the farm as it is now" };

    private readonly Option<bool> _startEmpty = new("--start-empty") { Description = "Begin with an empty farm (the default)" };

    private readonly Option<bool> _csv = new("--csv") { Description = "Print the starts as CSV" };

    private readonly Option<string?> _compare = new("--compare")
    {
        Description = "Play another config too and put both side by side",
        HelpName = "FILE",
    };

    private readonly Option<bool> _json = SharedOptions.Json("one line a start, then the summary,");

    public Command Build()
    {
        var command = new Command("simulate", "Play the config through: what starts when, how full the drives get, what jobs wait for")
        {
            _phases, _days, _polling, _freeGB, _failures, _fromNow, _startEmpty, _compare, _json, _csv,
        };
        command.Validators.Add(result =>
        {
            if (result.GetValue(_fromNow) && (result.GetValue(_startEmpty) || result.GetResult(_freeGB) is not null))
            {
                result.AddError("--from-now takes the farm and its drives as they are; leave out --start-empty and --free-gb");
            }

            if (result.GetValue(_json) && result.GetValue(_csv))
            {
                result.AddError("--json and --csv cannot both be given");
            }

            if (result.GetValue(_csv) && result.GetValue(_compare) is not null)
            {
                result.AddError("--compare has no CSV; give --json for scripts");
            }
        });
        command.SetAction(parsed => Run(parsed));
        return command;
    }

    private int Run(ParseResult parsed)
    {
        var farm = Farm.Open(parsed, environment);
        if (parsed.GetValue(_compare) is { } other)
        {
            return Compare(parsed, farm, environment.FullPath(other));
        }

        var plan = Plan(parsed, farm, farm.Config);
        if (parsed.GetValue(_json))
        {
            var summary = Simulator.Run(plan, run => Started(run, SimulationOutput.JsonLine));
            environment.TellJson(SimulationOutput.JsonSummary(summary));
        }
        else if (parsed.GetValue(_csv))
        {
            environment.Out.WriteLine(SimulationOutput.CsvHeader);
            Simulator.Run(plan, run => Started(run, SimulationOutput.CsvLine));
        }
        else
        {
            var timeline = new Timeline(plan.Length < Drawn ? plan.Length : Drawn);
            SimulationPage.Write(timeline, Simulator.Run(plan, timeline.Add), Assumptions(parsed, farm, plan.Durations), environment);
        }

        return ExitCode.Done;
    }

    private int Compare(ParseResult parsed, Farm farm, string otherFile)
    {
        var other = ConfigFile.ReadGood(otherFile, environment).Config!;
        var (name, otherName) = (Shown(farm.Paths.ConfigFile), Shown(otherFile));
        var first = Simulator.Run(Plan(parsed, farm, farm.Config));
        var second = Simulator.Run(Plan(parsed, farm, other));
        if (parsed.GetValue(_json))
        {
            environment.TellJson(SimulationOutput.JsonSummary(first, name));
            environment.TellJson(SimulationOutput.JsonSummary(second, otherName));
            environment.TellJson(SimulationOutput.JsonDifference(first, second));
        }
        else
        {
            SimulationPage.WriteComparison(name, first, otherName, second, environment);
        }

        return ExitCode.Done;
    }

    // What a reader would take for facts of this farm otherwise.
    private List<string> Assumptions(ParseResult parsed, Farm farm, PhaseDurations durations)
    {
        var told = parsed.GetValue(_phases) is { Length: > 0 };
        var lines = new List<string>();
        foreach (var job in farm.Config.Jobs.Where(job => !told && !_withHistory.Contains(job.Name)))
        {
            var hours = durations.For(job.Name).Aggregate(TimeSpan.Zero, (sum, phase) => sum + phase);
            lines.Add($"job {job.Name}: no history, so {Durations.Words(hours)} a plot are assumed; give yours with --phases");
        }

        if (parsed.GetResult(_freeGB) is not null)
        {
            return lines; // a farm that is imagined asks nothing of the machine
        }

        var search = new ExecutableSearch(environment.Machine.Value.Files, environment.Variable);
        foreach (var program in farm.Config.Jobs.Select(job => CommandLine.Executable(job.Plotter, job)).Distinct())
        {
            if (search.Find(program).Path is null)
            {
                lines.Add($"the plotter {program} does not exist yet");
            }
        }

        var imagined = farm.Config.Jobs.SelectMany(job => job.Temp.Concat(job.Temp2).Concat(job.Destination))
            .Distinct()
            .Where(folder => Found(folder) is null);
        lines.AddRange(imagined.Select(folder => $"{folder} does not exist yet; it is imagined with room for everything"));
        return lines;
    }

    private void Started(SimulatedRun run, Func<SimulatedRun, string> line)
    {
        if (!run.WasThere)
        {
            environment.Out.WriteLine(line(run));
        }
    }

    private SimulationPlan Plan(ParseResult parsed, Farm farm, Config config)
    {
        var texts = parsed.GetValue(_phases) ?? [];
        var durations = PhaseDurationText.Read(texts, config, PhaseDurationText.OfProfiles(config), out var problem)
            ?? throw new CommandFault(problem!, ExitCode.Usage);
        if (!texts.Any(text => !text.Contains('='))
            && !config.Jobs.All(job => texts.Any(text => text.StartsWith($"{job.Name}=", StringComparison.Ordinal))))
        {
            durations = PhaseDurationText.Read(texts, config, Known(farm, config), out _)!;
        }

        return new(config, Start(parsed, farm, config), durations, TimeSpan.FromDays(
            parsed.GetResult(_days) is null ? UsualDays : parsed.GetValue(_days)), parsed.GetValue(_polling))
        {
            Failures = parsed.GetValue(_failures),
        };
    }

    private World Start(ParseResult parsed, Farm farm, Config config)
    {
        if (parsed.GetValue(_fromNow))
        {
            using var look = FarmLook.Once(farm with { Config = config }, environment);
            if (look.Unread is { } unread)
            {
                environment.Complain($"warning: {unread}");
            }

            return look.Decision.World with { Starts = StartMode.Allowed };
        }

        return parsed.GetResult(_freeGB) is not null
            ? EmptyFarm.Of(config, EmptyFarm.Midnight, freeAtDestinations: (long)(parsed.GetValue(_freeGB) * 1e9))
            : EmptyFarm.Of(config, EmptyFarm.Midnight, Found);
    }

    /// <summary>A directory that is not there (yet) is imagined.</summary>
    private DirectoryFinding? Found(string path) =>
        environment.Machine.Value.Drives.Look(path) is { IsUsable: true } finding ? finding : null;

    /// <summary>What the farm's own plots took, in the middle; for jobs that have made none, a usual plot of their plotter.</summary>
    private PhaseDurations Known(Farm farm, Config config)
    {
        var durations = PhaseDurationText.OfProfiles(config);
        var ended = SqliteJournal.EndedIn(farm.Paths.Journal, DateTimeOffset.UnixEpoch, int.MaxValue, out var unread);
        if (unread is not null)
        {
            environment.Complain($"warning: usual times are taken, for those of this farm's own plots are not known: {unread}");
        }

        var all = JournalWithLogs.Joined(ended, LoggedPlots.Of(farm, environment).Plots);
        foreach (var plots in all.Where(IsUsual).Take(LatestPlots).GroupBy(plot => plot.Run.Job!))
        {
            if (config.FindJob(plots.Key) is not { } job)
            {
                continue;
            }

            var phases = plots.Select(plot => plot.Plot.PhaseSeconds)
                .Where(seconds => seconds.Length == job.Plotter.Phases.Length)
                .ToList();
            if (phases.Count > 0)
            {
                _withHistory.Add(job.Name);
                durations = durations.With(
                    job.Name, [.. Enumerable.Range(0, job.Plotter.Phases.Length)
                        .Select(i => Median([.. phases.Select(seconds => seconds[i])]) / 60)]);
            }
        }

        return durations;
    }

    // What waited for space, was stopped for a while or is somebody else's tells nothing of the next.
    private static bool IsUsual(PastPlot plot) =>
        plot is { Run.Job: not null, Plot: { State: PlotState.Completed, Suspect: null, SuspendedSeconds: 0 } }
            && plot.Run.Owner.IsReported();

    private static double Median(List<double> values)
    {
        values.Sort();
        return (values[(values.Count - 1) / 2] + values[values.Count / 2]) / 2;
    }

    private string Shown(string file) => ConfigFile.Shown(file, environment.WorkingDirectory);
}
