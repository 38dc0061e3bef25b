using PlotManager.Core.Scheduling;
using PlotManager.Core.Text;

namespace PlotManager.Core.Simulation;

/// <summary>A simulation's summary in words, alone or beside another.</summary>
public static class SimulationText
{
    /// <summary>A few lines: what is made a day, how the temp drives fare, what the jobs wait for, when destinations are full.</summary>
    public static IEnumerable<string> Summary(SimulationSummary summary)
    {
        yield return $"{summary.PlotsPerDay:0.0} plots a day ({summary.TiBPerDay:0.00} TiB) · {summary.Started} started and "
            + $"{summary.Completed} "
                + $"completed{(summary.Failed > 0 ? $", {summary.Failed} failed" : "")}"
                + $"{(summary.WithoutRoom > 0 ? $", {summary.WithoutRoom} without room" : "")} in {Days(summary.Length.TotalDays)}"
                + (summary.AllMadeAfter is { } made ? $"; all plots of all jobs are made after {Days(made.TotalDays)}" : "");
        foreach (var job in summary.Jobs)
        {
            var failed = job.Failed > 0 ? $", {job.Failed} failed" : "";
            yield return $"job {job.Job}: {job.Started} started, {job.Completed} completed{failed}";
        }

        foreach (var temp in summary.Temps)
        {
            yield return $"temp {temp.Drive} {Peak(temp)}, idle "
                + $"{Percent(temp.Idle)}{(temp.OverflowAtMinute is { } minute ? $": TOO LITTLE, it may overflow {From(minute)}" : "")}";
        }

        yield return summary.Waiting.IsEmpty
            ? "waiting: nothing ever waited"
            : $"waiting: {string.Join(", ", summary.Waiting.Select(share => $"{share.Rule.Name()} {Percent(share.Share)}"))}";
        foreach (var drive in summary.Destinations)
        {
            if (Full(drive) is { } full)
            {
                yield return $"{drive.Drive} {full}";
            }
        }
    }

    /// <summary>Two configs side by side: name, first, second, difference where it is a number.</summary>
    public static IEnumerable<ComparedFigure> Compare(SimulationSummary first, SimulationSummary second)
    {
        yield return Figure("plots a day", first.PlotsPerDay, second.PlotsPerDay, "0.00");
        yield return Figure("TiB a day", first.TiBPerDay, second.TiBPerDay, "0.000");
        yield return Figure("plots started", first.Started, second.Started, "0");
        yield return Figure("plots completed", first.Completed, second.Completed, "0");
        if (first.Failed + second.Failed > 0)
        {
            yield return Figure("plots failed", first.Failed, second.Failed, "0");
        }

        foreach (var drive in first.Temps.Select(temp => temp.Drive).Union(second.Temps.Select(temp => temp.Drive)))
        {
            var (one, two) =
                (first.Temps.FirstOrDefault(temp => temp.Drive == drive), second.Temps.FirstOrDefault(temp => temp.Drive == drive));
            yield return new($"temp {drive}: at a time", Runs(one), Runs(two), Signed((two?.PeakRuns ?? 0) - (one?.PeakRuns ?? 0), "0"));
            yield return new(
                $"temp {drive}: idle", one is null ? "-" : Percent(one.Idle), two is null ? "-" : Percent(two.Idle),
                one is null || two is null ? "" : Signed((two.Idle - one.Idle) * 100, "0") + " %");
        }
        foreach (var rule in first.Waiting.Select(share => share.Rule).Union(second.Waiting.Select(share => share.Rule)))
        {
            var (one, two) = (ShareOf(first, rule), ShareOf(second, rule));
            yield return new($"waiting: {rule.Name()}", Percent(one), Percent(two), Signed((two - one) * 100, "0") + " %");
        }
        foreach (var drive in first.Destinations.Select(drive => drive.Drive).Union(second.Destinations.Select(drive => drive.Drive)))
        {
            var (one, two) =
                (first.Destinations.FirstOrDefault(d => d.Drive == drive), second.Destinations.FirstOrDefault(d => d.Drive == drive));
            if (one?.FullInDays is not null || two?.FullInDays is not null)
            {
                yield return new(drive, Full(one) ?? "-", Full(two) ?? "-", "");
            }
        }
    }

    private static ComparedFigure Figure(string name, double first, double second, string format) =>
        new(name, first.ToString(format), second.ToString(format), Signed(second - first, format));

    private static string Signed(double value, string format) => value.ToString($"+{format};-{format};{format}");

    private static string Runs(TempForecast? temp) => temp is null ? "-" : $"{temp.PeakRuns}";

    private static double ShareOf(SimulationSummary summary, Rule rule) =>
        summary.Waiting.FirstOrDefault(share => share.Rule == rule)?.Share ?? 0;

    private static string Peak(TempForecast temp)
    {
        var runs = $"holds {temp.PeakRuns} at a time";
        if (temp.PeakBytes == 0)
        {
            return runs;
        }

        return temp.TotalBytes is { } total
            ? $"peaks at {Figures.Size(temp.PeakBytes)} of {Figures.Size(total)}, {runs}"
            : $"peaks at {Figures.Size(temp.PeakBytes)}, {runs}";
    }

    private static string? Full(DestinationForecast? drive) => drive switch
    {
        { OverflowAtMinute: { } minute, WaitingPlots: var waiting } =>
            $"OVERFLOWS {From(minute)}: {waiting} {(waiting == 1 ? "plot waits" : "plots wait")} there for room",
        { FullAtMinute: { } minute } => $"full after {Days(minute / 1440)}",
        { FullInDays: { } days } => $"full in {Days(days)}",
        _ => null,
    };

    private static string From(double minute) => minute == 0 ? "from the beginning" : $"after {Days(minute / 1440)}";

    private static string Days(double days) =>
        days < 1.95 && Math.Abs(days - 1) > 0.05 ? $"{days * 24:0.#} hours" : days < 1.95 ? "1 day" : $"{days:0.#} days";

    private static string Percent(double share) => $"{share * 100:0} %";
}

/// <param name="Difference">Second less first, with its sign; empty where there is none.</param>
public sealed record ComparedFigure(string Name, string First, string Second, string Difference);
