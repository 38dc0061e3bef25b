using System.Collections.Immutable;
using PlotManager.Core.Configuration;
using PlotManager.Core.Scheduling;
using PlotManager.Hosting;
using PlotManager.Journal;
using PlotManager.Logs;
using PlotManager.Observing;
using PlotManager.Platform;
using PlotManager.Plots;
using PlotManager.Remains;
using PlotManager.Store;

namespace PlotManager.Snapshots;

/// <summary>Builds the one picture that everything shows, from what was seen, what was decided and the farm's state.</summary>
/// <param name="manager">Of the running manager; null where a command looks by itself.</param>
/// <param name="appeared">Called with each problem once, when it appears.</param>
/// <param name="plots">What the last scan of plots has found; null where nobody knows.</param>
/// <param name="logged">Plots that only the farm's logs tell of: part of its counts of days and of what plots usually take.</param>
public sealed class SnapshotBuilder(
    Machine machine, IJournal journal, FarmStore store, FarmName farm, ProcessIdentity? manager,
    Action<ProblemPart>? appeared = null, LoggedPlots? logged = null, KnownPlots? plots = null)
{
    private readonly PlotCounts _counts = new(Past(journal, logged));
    private readonly FarmProblems _problems = new(new LostPlots(journal, FarmProblems.Pinned), appeared);
    private readonly RunParts _runs = new(new TimesLeft(Past(journal, logged)));
    private readonly FailedChecks _checks = new(machine, journal);
    private readonly LostPlotFiles _leftovers = new(machine, store);

    /// <summary>Problems that are not seen by a pass: a config that was refused, a port that is taken. Null removes.</summary>
    public void Report(ProblemKind kind, ProblemPart? problem) => _problems.Report(new ProblemKey(kind), problem);

    /// <param name="waits">What has held the jobs today; null where a command looks by itself: one pass holds nothing.</param>
    /// <param name="world">As it is after the decision, where it was observed later than that; null: the decision's own.</param>
    public Snapshot Build(Config config, Observation seen, Decision decision, WaitTimes? waits, World? world = null)
    {
        var now = seen.At;
        var ended = store.PlotsEnded + (logged?.Plots.Count ?? 0);
        var runs = _runs.Of(config, seen, ended);
        var stats = _counts.At(now, ended, machine.Load.Read());
        Report(ProblemKind.Counts, _counts.Trouble is { } trouble ? new ProblemPart("warning", trouble, null, null, null) : null);
        var left = _leftovers.At(config, now);
        Report(ProblemKind.Leftovers, LeftWords.Of(left));
        _problems.ReportAll(ProblemKind.KeptPlot, left.Finished.ToDictionary(plot => plot.Path, LeftWords.Of));
        _problems.ReportPlots(plots?.Found.Bad ?? []);
        _problems.ReportChecks(_checks.At(store.ChecksEnded));
        return new Snapshot
        {
            Manager = new ManagerPart(
                manager is not null, manager?.Pid, manager is null ? null : store.State.Session?.StartedAt, manager is null ? null : now,
                ProgramVersion.Text, farm.Host, farm.ConfigFile, Starts(store.State.Starts))
            {
                Unsaved = manager is null ? null : store.Unsaved,
                UnsavedReason = store.Trouble,
            },
            Now = now,
            Jobs = [.. decision.Jobs.Select(job => Job(job, store.State.Job(job.Job.Name), waits, left))],
            Runs = runs,
            Drives = DriveParts.Of(config, seen, world ?? (manager is null ? decision.World : decision.After)),
            Stats = stats,
            Checks = CheckParts.Of(store.State, seen.Checks),
            Problems = _problems.At(now, config, store, seen, decision, left),
            Plots = [.. (plots?.Found.Counts ?? []).Select(count => new PlotsPart(count.Drive, PlotWords.State(count.State), count.Plots))],
        };
    }

    private static IJournal Past(IJournal journal, LoggedPlots? logged) => logged is null ? journal : new JournalWithLogs(journal, logged);

    private JobPart Job(JobDecision decision, JobRecord record, WaitTimes? waits, LeftFiles left) => new()
    {
        Name = decision.Job.Name,
        Running = decision.Counts.Running,
        Completed = record.Completed,
        KickedOff = decision.Counts.KickedOff,
        MaxPlots = decision.Job.MaxPlots,
        Failed = record.Failed,
        Verdict = WouldStart(decision) ? "wait" : Reasons.Word(decision),
        Rule = decision.Reason?.Name(),
        Headline = WouldStart(decision) ? Reasons.WouldStart(decision) : Reasons.Headline(decision),
        Figures = Figures(decision, left),
        Until = decision.Until,
        Next = decision.Next,
        Verdicts = Verdicts(decision),
        Held = [.. (waits?.Today(decision.Job.Name, decision.Now)
            ?? []).Select(time => new HeldPart(time.Rule.Name(), time.Time.TotalSeconds, time.PlotsLost))],
    };

    // Nothing starts while no manager runs.
    private bool WouldStart(JobDecision decision) => manager is null && decision.Reason is null;

    // Dead plots in its temp may be why its runs fail.
    private static string Figures(JobDecision decision, LeftFiles left)
    {
        var counts = Reasons.Figures(decision);
        return decision.Reason == Rule.HeldBack && LeftWords.InTheWay(left, decision.Job) is { } inTheWay
            ? $"{counts}; {inTheWay}"
            : counts;
    }

    private static ImmutableArray<VerdictPart> Verdicts(JobDecision decision)
    {
        var verdicts = ImmutableArray.CreateBuilder<VerdictPart>(decision.Verdicts.Length);
        foreach (var verdict in decision.Verdicts)
        {
            verdicts.Add(new VerdictPart(
                verdict.Rule.Name(), verdict.Allows, Reasons.Of(decision, verdict.Rule), verdict.Until?.ToOffset(decision.Now.Offset)));
        }

        return verdicts.MoveToImmutable();
    }

    private static string Starts(StartMode mode) => mode switch
    {
        StartMode.Paused => "paused",
        StartMode.Draining => "draining",
        _ => "allowed",
    };
}
