using System.CommandLine;
using PlotManager.Acting.Checking;
using PlotManager.Commands.Looking;
using PlotManager.Configuration;
using PlotManager.Core.Checkers;
using PlotManager.Core.Farm.Checks;
using PlotManager.Core.Text;
using PlotManager.Display.Live;
using PlotManager.Farms;
using PlotManager.Hosting;
using PlotManager.Journal;
using PlotManager.Journal.Sqlite;
using PlotManager.Plots;

namespace PlotManager.Commands.Checking;

/// <summary><c>verify</c>: lets a checker that the farmer has look for proofs in plots, and keeps what it says.</summary>
public sealed class VerifyCommand(CommandEnvironment environment)
{
    private readonly Argument<string[]> _plots = new("PLOT")
    {
        Description = "Plots, folders with plots, or beginnings of plot ids (4 digits or more)",
        Arity = ArgumentArity.ZeroOrMore,
    };

    private readonly Option<bool> _all = new("--all") { Description = "All plots in the destinations of all jobs" };
    private readonly Option<int?> _sample = new("--sample")
    {
        Description = "So many of them only: those never checked first, then those whose check is the oldest",
        HelpName = "N",
    };

    private readonly Option<int?> _challenges = new("--challenges")
    {
        Description = "Challenges a plot (else verify.challenges)",
        HelpName = "N",
    };

    private readonly Option<string?> _checker = new("--checker") { Description = "The checker (else verify.checker)", HelpName = "NAME" };
    private readonly Option<int?> _atOnce = new("--at-once")
    {
        Description = "Most checks at the same time (else verify.at_once)",
        HelpName = "N",
    };

    private readonly Option<bool> _now = new("--now") { Description = "Check also on drives that a plotter writes to" };
    private readonly Option<bool> _json = SharedOptions.Json("one object a plot");

    public Command Build()
    {
        var command = new Command(
            "verify",
            "Check plots for proofs with a program that you have: chia plots check, ProofOfSpace, bladebit, xchplot2")
        {
            _plots, _all, _atOnce, _challenges, _checker, _json, _now, _sample,
        };
        command.Validators.Add(result =>
        {
            var given = result.GetValue(_plots)?.Length > 0;
            if (result.GetValue(_all) && (given || result.GetValue(_sample) is not null))
            {
                result.AddError("--all means all plots; leave it out to name plots or to take a sample");
            }
            else if (!given && !result.GetValue(_all) && result.GetValue(_sample) is null)
            {
                result.AddError("name plots, or give --all or --sample N");
            }

            foreach (var option in new[] { _sample, _challenges, _atOnce })
            {
                if (result.GetValue(option) is < 1)
                {
                    result.AddError($"{option.Name} is at least 1");
                }
            }
        });
        command.SetAction(RunAsync);
        return command;
    }

    private async Task<int> RunAsync(ParseResult parsed, CancellationToken cancel)
    {
        var farm = Farm.OpenAsItRuns(parsed, environment);
        if (parsed.GetValue(_checker) is { } name && farm.Config.Checkers.Find(name) is null)
        {
            throw new CommandFault(
                $"there is no checker '{Printable.Strip(name)}'; known are "
                    + string.Join(", ", farm.Config.Checkers.All.Select(checker => checker.Name)), ExitCode.Usage);
        }

        var checks = LastChecks(farm);
        var plots = Chosen(parsed, farm);
        plots = parsed.GetValue(_sample) is { } sample ? Sample(plots, checks, sample) : plots;
        var choice = new CheckerChoice(
            farm.Config, new ExecutableSearch(environment.Machine.Value.Files, environment.Variable), parsed.GetValue(_checker));
        var terms = new VerifyTerms(
            parsed.GetValue(_challenges) ?? farm.Config.Verify.Challenges, parsed.GetValue(_atOnce) ?? farm.Config.Verify.AtOnce,
            parsed.GetValue(_now));
        var report = new VerifyReport(environment, plots.Count, parsed.GetValue(_json));
        await new VerifyRun(farm, environment, choice, terms, report).AllAsync(plots, cancel);
        return report.Finish();
    }

    private List<PlotOnDisk> Chosen(ParseResult parsed, Farm farm)
    {
        var given = parsed.GetValue(_plots)!;
        var paths = given.Select(environment.FullPath).Where(Path.Exists).ToList();
        var ids = given.Where(one => !Path.Exists(environment.FullPath(one))).ToList();
        if (ids.Find(id => !RunChoice.IsOfId(id)) is { } wrong)
        {
            throw new CommandFault($"{Printable.Strip(wrong)}: there is no such file or folder, and it is no plot id (4 to 64 hex digits)");
        }

        var chosen = paths.Count > 0 ? Scan(farm, paths) : [];
        if (ids.Count > 0 || given.Length == 0)
        {
            var all = Scan(farm, farm.Config.Jobs.SelectMany(job => job.Destination));
            chosen.AddRange(given.Length == 0 ? all : ids.SelectMany(id => OfId(all, id)));
        }

        return [.. chosen.DistinctBy(plot => plot.Path)];
    }

    private static List<PlotOnDisk> OfId(List<PlotOnDisk> all, string id)
    {
        var meant = all.FindAll(plot => plot.File.Id?.StartsWith(id, StringComparison.OrdinalIgnoreCase) == true);
        return meant.Count > 0
            ? meant
            : throw new CommandFault($"no plot in the farm's destinations has an id that begins with {id}; plotmanager plots lists them");
    }

    private List<PlotOnDisk> Scan(Farm farm, IEnumerable<string> paths)
    {
        var memory = PlotMemory.Open(farm.Paths.PlotIndexes(environment));
        var scan = new PlotScan(environment.Machine.Value, farm.Config.Profiles, memory, deep: false);
        var inventory = ScanProgress.While(scan, () => scan.Of(paths), environment);
        memory.Save(isWhole: false);
        foreach (var trouble in inventory.Troubles)
        {
            environment.Complain(trouble);
        }

        return [.. inventory.Plots.Where(plot => plot.IsFarmed)];
    }

    private static List<PlotOnDisk> Sample(List<PlotOnDisk> plots, IReadOnlyDictionary<string, CheckRecord> checks, int sample)
    {
        var shuffled = plots.ToArray();
        Random.Shared.Shuffle(shuffled);
        return
        [
            .. shuffled.OrderBy(plot => checks.TryGetValue(plot.Path, out var last) && last.Verdict != CheckVerdict.NotJudged
                ? last.EndedAt
                : DateTimeOffset.MinValue).Take(sample),
        ];
    }

    private Dictionary<string, CheckRecord> LastChecks(Farm farm)
    {
        using var journal = SqliteJournal.OpenToLook(farm.Paths.Journal, out _);
        try
        {
            return (journal?.LastChecks() ?? []).ToDictionary(check => check.File);
        }
        catch (JournalException unreadable)
        {
            environment.Complain($"warning: earlier checks are not known: {unreadable.Message}");
            return [];
        }
    }
}
