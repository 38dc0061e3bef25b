using System.Collections.Concurrent;
using System.Collections.Immutable;
using PlotManager.Core.Configuration;
using PlotManager.Core.Farm.Checks;
using PlotManager.Core.Plotting;
using PlotManager.Core.Scheduling;
using PlotManager.Observing;
using PlotManager.Plots;
using PlotManager.Remains;
using PlotManager.Store;

namespace PlotManager.Snapshots;

/// <summary>What is wrong with the farm, each with the time since when; a problem that is over is gone.</summary>
/// <param name="appeared">Called with each problem once, when it appears; not with what becomes of plots, which debug.log has
/// already.</param>
public sealed class FarmProblems(LostPlots lost, Action<ProblemPart>? appeared)
{
    /// <summary>How long a lost or suspect plot stays pinned: a farmer who looks once a day sees it.</summary>
    public static readonly TimeSpan Pinned = TimeSpan.FromHours(24);

    /// <summary>A drive whose plots are all bad would leave no room for other problems.</summary>
    private const int MostPlots = 20;

    private readonly ConcurrentDictionary<ProblemKey, ProblemPart> _reported = new();
    private Dictionary<ProblemKey, DateTimeOffset> _since = [];
    private ImmutableArray<RememberedPlot> _bad = [];

    public void Report(ProblemKey key, ProblemPart? problem)
    {
        if (problem is null)
        {
            _reported.TryRemove(key, out _);
        }
        else
        {
            var before = _reported.GetValueOrDefault(key);
            _reported[key] = problem;
            if (before?.Text != problem.Text)
            {
                appeared?.Invoke(problem);
            }
        }
    }

    /// <summary>The bad plots that a scan has found, each a problem of its own.</summary>
    public void ReportPlots(ImmutableArray<RememberedPlot> bad)
    {
        if (bad == _bad)
        {
            return;
        }

        _bad = bad;
        var now = bad.Take(MostPlots).ToDictionary(plot => plot.Path, plot => Warning(
            $"{plot.Path} is no good plot: {PlotWords.State(plot.File.State)}"
            + $"{(PlotWords.Detail(plot.File) is { } why ? $", {why}" : "")}; plotmanager plots --bad lists all"));
        if (bad.Length > MostPlots)
        {
            now[""] = Warning($"{bad.Length - MostPlots} more plots are no good; plotmanager plots --bad lists all");
        }

        ReportAll(ProblemKind.BadPlot, now);
    }

    /// <summary>The plots that have failed their last check, each a problem of its own.</summary>
    public void ReportChecks(IReadOnlyList<CheckRecord> failed)
    {
        var now = failed.Take(MostPlots).ToDictionary(check => check.File, check => Error(
            $"{check.File} has failed its check by {check.Checker}: {check.Detail}; plotmanager verify checks it again", check.Job,
            since: check.EndedAt));
        if (failed.Count > MostPlots)
        {
            now[""] = Error($"{failed.Count - MostPlots} more plots have failed their checks; plotmanager plots --bad lists all");
        }

        ReportAll(ProblemKind.FailedCheck, now);
    }

    /// <summary>All problems of one kind; those of it that were reported earlier are over.</summary>
    /// <param name="problems">By what they are about, such as a path.</param>
    public void ReportAll(ProblemKind kind, IReadOnlyDictionary<string, ProblemPart> problems)
    {
        foreach (var gone in _reported.Keys.Where(key => key.Kind == kind && !problems.ContainsKey(key.About)))
        {
            Report(gone, null);
        }

        foreach (var (about, problem) in problems)
        {
            Report(new ProblemKey(kind, about), problem);
        }
    }

    public ImmutableArray<ProblemPart> At(
        DateTimeOffset now, Config config, FarmStore store, Observation seen, Decision decision, LeftFiles left)
    {
        var looked = Of(config, store, seen, decision, now, left).ToList();
        var entries = looked.Concat(_reported.Select(pair => new Entry(pair.Key, pair.Value))).DistinctBy(entry => entry.Key).ToList();
        foreach (var entry in looked.Where(entry => !_since.ContainsKey(entry.Key) && !IsOfAPlot(entry.Key)))
        {
            appeared?.Invoke(entry.Problem);
        }

        _since = entries.ToDictionary(entry => entry.Key, entry => entry.Problem.Since ?? _since.GetValueOrDefault(entry.Key, now));
        return [.. entries.Select(entry => entry.Problem with { Since = _since[entry.Key] })
            .OrderBy(problem => problem.Severity, StringComparer.Ordinal)];
    }

    private IEnumerable<Entry> Of(
        Config config, FarmStore store, Observation seen, Decision decision, DateTimeOffset now, LeftFiles left)
    {
        if (store.Trouble is { } trouble)
        {
            yield return new(
                new(ProblemKind.Journal), Error($"nothing is started, deleted or moved, and {NotSaved.Count(store.Unsaved)}: {trouble}"));
        }

        foreach (var run in seen.Runs)
        {
            var record = run.Tracked.Run;
            foreach (var plot in run.Tracked.Plots.Where(plot => plot.State == PlotState.Blocked && record.Owner.IsReported()))
            {
                yield return new(
                    new(ProblemKind.BlockedPlot, $"{run.Tracked.RunId} {plot.Number}"),
                    Error(BlockedWords.Of(plot), record.Job, run.Tracked.RunId));
            }

            if (record is { Foreign: true, K: { } k } && !run.Profile.AllowsK(k))
            {
                yield return new(new(ProblemKind.Size, run.Tracked.RunId), Warning(
                    $"pid {record.Process?.Pid} plots k{k}, which {run.Profile.Name} does not make (only {run.Profile.K}): "
                    + "it counts in the limits, and no room is kept for it",
                    record.Job, run.Tracked.RunId));
            }

            if (run.LogTrouble is { } log && run.Process is not null && now - record.LaunchedAt > TimeSpan.FromMinutes(1))
            {
                yield return new(new(ProblemKind.Log, run.Tracked.RunId), Warning(log, record.Job, run.Tracked.RunId));
            }
        }

        foreach (var (run, plot) in lost.At(now, store.PlotsEnded))
        {
            yield return new(new(ProblemKind.LostPlot, $"{plot.RunId} {plot.Number}"), Error(
                plot.IsNotSeen ? NotSeen(plot)
                : plot.State == PlotState.Completed
                    ? $"suspect: {plot.Suspect} ({plot.FinalFile})"
                    : $"{plot.State.ToString().ToLowerInvariant()}: {plot.Detail}",
                run.Job, plot.RunId, plot.EndedAt));
        }

        foreach (var job in decision.Jobs)
        {
            foreach (var rule in new[] { Rule.HeldBack, Rule.Plotter })
            {
                if (!job[rule].Allows)
                {
                    var inTheWay = rule == Rule.HeldBack && LeftWords.InTheWay(left, job.Job) is { } dead ? $"; {dead}" : "";
                    yield return new(
                        new(rule == Rule.Plotter ? ProblemKind.Plotter : ProblemKind.BackOff, job.Job.Name),
                        Error(Reasons.Of(job, rule) + inTheWay, job.Job.Name));
                }
            }
        }

        // Where no destination is usable, each directory says why below.
        foreach (var job in decision.Jobs.Where(Shortages.IsShort)
            .Where(job => job.Job.Destination.Any(path => seen.Directories[path].IsUsable)))
        {
            yield return new(
                new(ProblemKind.NoRoom, job.Job.Name),
                Error(Reasons.Of(job, Rule.Destination), job.Job.Name, since: store.State.Job(job.Job.Name).NoDestinationSince));
        }

        foreach (var (path, finding) in seen.Directories.Where(pair => !pair.Value.IsUsable)
            .OrderBy(pair => pair.Key, StringComparer.Ordinal))
        {
            var user = config.Jobs.First(job => job.Temp.Contains(path) || job.Temp2.Contains(path) || job.Destination.Contains(path));
            yield return new(new(ProblemKind.Directory, path), Error($"{path}: {finding.Detail}", user.Name));
        }
    }

    private sealed record Entry(ProblemKey Key, ProblemPart Problem);

    private static string NotSeen(PlotRecord plot)
    {
        var told = $"not seen: {plot.Suspect} ({plot.FinalFile})";
        if (plot.PlotId is not { Length: > 0 })
        {
            return told;
        }

        var id = PlotWords.Short(plot.PlotId);
        return $"{told}; if it was made: plotmanager plots accept {id}, if not: plotmanager plots lost {id}";
    }

    private static bool IsOfAPlot(ProblemKey key) => key.Kind is ProblemKind.BlockedPlot or ProblemKind.LostPlot;

    private static ProblemPart Error(string text, string? job = null, string? run = null, DateTimeOffset? since = null) =>
        new("error", text, job, run, since);

    private static ProblemPart Warning(string text, string? job = null, string? run = null) => new("warning", text, job, run, null);
}
