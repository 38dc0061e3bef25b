using System.CommandLine;
using System.Globalization;
using PlotManager.Core.Farm.Checks;
using PlotManager.Core.Plotting;
using PlotManager.Core.Text;
using PlotManager.Display;
using PlotManager.Display.Terminal;
using PlotManager.Farms;
using PlotManager.Hosting;
using PlotManager.Journal;
using PlotManager.Journal.Sqlite;

namespace PlotManager.Commands.Looking;

/// <summary><c>history</c>: the plots that are over, from the manager's journal and the logs of its folder.</summary>
public sealed class HistoryCommand(CommandEnvironment environment)
{
    private readonly Option<string?> _job = new("--job", "-j") { Description = "Only plots of this job", HelpName = "JOB" };
    private readonly Option<string?> _since = new("--since")
    {
        Description = "Only plots that ended on this day or later (2026-11-22, or with a time)",
        HelpName = "DATE",
    };
    private readonly Option<bool> _csv = new("--csv") { Description = "Print the plots as CSV" };
    private readonly Option<bool> _json = SharedOptions.Json("one object a plot");

    public Command Build()
    {
        var command = new Command(
            "history",
            "List the plots that are over, the newest last: job, plotter, k, times of the phases, size, destination, outcome")
        {
            _csv, _json, _job, _since,
        };
        command.Validators.Add(result =>
        {
            if (result.GetValue(_csv) && result.GetValue(_json))
            {
                result.AddError("--csv and --json cannot both be given");
            }

            if (result.GetValue(_since) is { } text && !TryDate(text, out _))
            {
                result.AddError($"--since {text} is no date; write it as 2026-11-22 or 2026-11-22T18:00");
            }
        });
        command.SetAction(Run);
        return command;
    }

    private int Run(ParseResult parsed)
    {
        var farm = Farm.OpenAsItRuns(parsed, environment, looks: true);
        var zone = environment.Machine.Value.Time.LocalTimeZone;
        var from = parsed.GetValue(_since) is { } text && TryDate(text, out var day)
            ? zone.In(day) ?? DateTimeOffset.UnixEpoch
            : DateTimeOffset.UnixEpoch;
        var all = PastPlots.Of(farm, environment, out var trouble);
        if (trouble is not null)
        {
            environment.Complain($"warning: {trouble}");
        }

        var wanted = parsed.GetValue(_job);
        if (wanted is not null && farm.Config.FindJob(wanted) is null && !all.Any(plot => plot.Run.Job == wanted))
        {
            throw new CommandFault($"there is no job '{Printable.Strip(wanted)}' in {farm.Paths.ConfigFile}, and none was", ExitCode.Usage);
        }

        var ended = all.Where(plot => plot.Plot.EndedAt >= from && (wanted is null || plot.Run.Job == wanted))
            .Reverse()
            .ToLookup(plot => plot.Run.Owner.IsReported());
        var checks = Checks(farm);
        var plots = ended[true]
            .Select(past => past.Plot.PlotId is { } id && checks.TryGetValue(id, out var check) ? past with { Check = check } : past)
            .ToList();
        if (parsed.GetValue(_csv))
        {
            HistoryPage.WriteCsv(plots, zone, environment.Out);
        }
        else if (parsed.GetValue(_json))
        {
            plots.ForEach(plot => environment.TellJson(HistoryPage.Json(plot, zone)));
        }
        else if (plots.Count == 0)
        {
            var ofJob = wanted is null ? "" : $" of job '{Printable.Strip(wanted)}'";
            environment.Out.WriteLine(
                parsed.GetValue(_since) is { } since
                    ? $"No plots{ofJob} have finished since {since}."
                    : $"No plots{ofJob} have finished yet.");
        }
        else
        {
            Page.Write((width, ellipsis) => HistoryPage.Lines(plots, zone, width, ellipsis), environment);
        }

        if (!parsed.GetValue(_csv)
            && !parsed.GetValue(_json)
            && ended[false].Count(plot => plot.Plot.State == PlotState.Completed) is > 0 and var others)
        {
            environment.Out.WriteLine($"and {others} by others");
        }

        return ExitCode.Done;
    }

    private Dictionary<string, CheckRecord> Checks(Farm farm)
    {
        using var journal = SqliteJournal.OpenToLook(farm.Paths.Journal, out _);
        try
        {
            return (journal?.LastChecks() ?? []).Where(check => check.PlotId is not null)
                .DistinctBy(check => check.PlotId, StringComparer.OrdinalIgnoreCase)
                .ToDictionary(check => check.PlotId!, StringComparer.OrdinalIgnoreCase);
        }
        catch (JournalException unreadable)
        {
            environment.Complain($"warning: what checks have found is not known: {unreadable.Message}");
            return [];
        }
    }

    private static bool TryDate(string text, out DateTime date) =>
        DateTime.TryParseExact(
            text, ["yyyy-MM-dd", "yyyy-MM-dd HH:mm", "yyyy-MM-ddTHH:mm", "yyyy-MM-dd HH:mm:ss", "yyyy-MM-ddTHH:mm:ss"],
            CultureInfo.InvariantCulture, DateTimeStyles.None, out date);
}
