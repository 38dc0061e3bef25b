using System.Collections.Immutable;
using PlotManager.Core.Farm.Checks;
using PlotManager.Core.Plotting;

namespace PlotManager.Journal;

/// <summary>What a journal's file answers, with changes that are not in it yet. Of what is in both, the change counts.</summary>
/// <param name="file">Null where there is none, or none that may be read.</param>
/// <param name="unsaved">In the order in which they came, taken before the file is asked: what is saved meanwhile is found in it.</param>
internal sealed class JournalOverlay(IJournal? file, ImmutableArray<Change> unsaved)
{
    public IReadOnlyList<EventRecord> Events(DateTimeOffset since)
    {
        var saved = file?.Events(since) ?? [];
        return
        [
            .. saved,
            .. unsaved.OfType<Change.Happened>().Select(change => change.Record).Where(happened => happened.At >= since).Except(saved),
        ];
    }

    public TrackedRun? Find(string runId)
    {
        var saved = file?.Find(runId);
        var run = unsaved.OfType<Change.Run>().LastOrDefault(change => change.Record.RunId == runId)?.Record ?? saved?.Run;
        if (run is null)
        {
            return null;
        }

        var plots = (saved?.Plots ?? []).ToDictionary(plot => plot.Number);
        foreach (var plot in unsaved.OfType<Change.Plot>().Where(change => change.Record.RunId == runId))
        {
            plots[plot.Record.Number] = plot.Record;
        }

        return new TrackedRun(run, [.. plots.Values.OrderBy(plot => plot.Number)]);
    }

    public IReadOnlyList<RunRecord> RunsEnded(DateTimeOffset since)
    {
        var runs = Runs();
        return
        [
            .. runs.Values.Where(run => run.State == RunState.Ended && run.EndedAt >= since),
            .. (file?.RunsEnded(since) ?? []).Where(run => !runs.ContainsKey(run.RunId)),
        ];
    }

    public IReadOnlyList<PastPlot> Ended(DateTimeOffset since, int most) =>
        With(file?.Ended(since, most) ?? [], plot => plot.EndedAt >= since, most);

    public IReadOnlyList<PastPlot> Lost(DateTimeOffset since) =>
        With(file?.Lost(since) ?? [], plot => plot.EndedAt >= since && IJournal.IsLost(plot), int.MaxValue);

    public IReadOnlyList<MadePlot> Made(DateTimeOffset since)
    {
        var saved = file?.Made(since) ?? [];
        return unsaved.IsEmpty
            ? saved
            :
            [
                .. saved,
                .. from plot in Plots().Values
                   where plot.State == PlotState.Completed && plot.EndedAt >= since
                       && file?.Find(plot.RunId)?.Plot(plot.Number)?.State != PlotState.Completed
                   select new MadePlot(plot.EndedAt!.Value, plot.FinalBytes ?? 0, Find(plot.RunId)?.Run.Owner ?? RunOwner.Own),
            ];
    }

    public IReadOnlyList<CheckRecord> LastChecks() => CheckRecords.Last(
        (file?.LastChecks() ?? []).Concat(unsaved.OfType<Change.Check>().Select(change => change.Record)));

    private IReadOnlyList<PastPlot> With(IReadOnlyList<PastPlot> saved, Func<PlotRecord, bool> isWanted, int most)
    {
        var (runs, plots) = (Runs(), Plots());
        if (runs.Count == 0 && plots.Count == 0)
        {
            return saved;
        }

        var found = saved.Where(past => !plots.ContainsKey((past.Plot.RunId, past.Plot.Number)))
            .Select(past => runs.TryGetValue(past.Run.RunId, out var run) ? past with { Run = run } : past)
            .Concat(
                from plot in plots.Values
                where isWanted(plot)
                let run = Find(plot.RunId)?.Run
                where run is not null
                select new PastPlot(run, plot));
        return [.. found.OrderByDescending(past => past.Plot.EndedAt).Take(most)];
    }

    private Dictionary<string, RunRecord> Runs()
    {
        var runs = new Dictionary<string, RunRecord>();
        foreach (var change in unsaved.OfType<Change.Run>())
        {
            runs[change.Record.RunId] = change.Record;
        }

        return runs;
    }

    private Dictionary<(string RunId, int Number), PlotRecord> Plots()
    {
        var plots = new Dictionary<(string, int), PlotRecord>();
        foreach (var change in unsaved.OfType<Change.Plot>())
        {
            plots[(change.Record.RunId, change.Record.Number)] = change.Record;
        }

        return plots;
    }
}
