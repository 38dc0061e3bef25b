using System.Collections.Immutable;
using PlotManager.Core.Configuration;
using PlotManager.Core.Plotting;

namespace PlotManager.Core.Scheduling;

/// <summary>What one look came to: for every job, in file order, a start or a reason.</summary>
public sealed class Decision
{
    private World? _after;

    internal Decision(World world, ImmutableArray<JobDecision> jobs, bool startsAny) => (World, Jobs, StartsAny) = (world, jobs, startsAny);

    /// <summary>What was looked at.</summary>
    public World World { get; }

    public ImmutableArray<JobDecision> Jobs { get; }

    /// <summary>The world once all starts have succeeded; <see cref="World"/> itself if there is none.</summary>
    public World After => _after ??= StartsAny ? AfterStarts() : World;

    public bool StartsAny { get; }

    /// <summary>What is to be done, in this order.</summary>
    public IEnumerable<FarmAction> Actions => Checks.IsEmpty ? Starts : Starts.Concat<FarmAction>(Checks);

    /// <summary>The plots to check for proofs. None while a run starts, which may change what is written to.</summary>
    public ImmutableArray<StartCheck> Checks { get; init; } = [];

    /// <summary>The runs to start, in file order, at most one a job.</summary>
    public IEnumerable<StartRun> Starts
    {
        get
        {
            foreach (var job in Jobs)
            {
                if (job.Start is { } start)
                {
                    yield return start;
                }
            }
        }
    }

    /// <summary>The same decision, told at another instant.</summary>
    public Decision At(DateTimeOffset instant) =>
        new(World.At(instant), [.. Jobs.Select(job => job.At(instant))], StartsAny) { Checks = Checks };

    private World AfterStarts()
    {
        var (state, seen) = WorldView.TakeUp(World);
        var runs = new Dictionary<string, RunFigures>(seen.Runs);
        foreach (var start in Starts)
        {
            var runId = $"{start.Job.Name}#{state.Job(start.Job.Name).DirectoryOffset}";
            state = state.ApplyAll(WorldView.Launch(start, runId, World.Now));
            runs[runId] = WorldView.FiguresOf(start);
        }

        return WorldView.Of(state.Jobs.Select(job => job.Name), state, seen with { Runs = runs });
    }
}

/// <summary>One job's part of a decision: every rule's verdict with its figures, as seen after the starts of the jobs before it.</summary>
public sealed class JobDecision
{
    private readonly Verdict[] _verdicts;
    private readonly DirectoryChoice _choice;
    private readonly JobHistory _history;

    internal JobDecision(
        Job job, JobHistory history, DateTimeOffset now, Verdict[] verdicts, in DirectoryChoice choice, Rule? reason, StartRun? start,
        in JobCounts counts)
    {
        (Job, _history, Now, _verdicts, _choice) = (job, history, now, verdicts, choice);
        (Reason, Start, Counts) = (reason, start, counts);
    }

    public Job Job { get; }

    /// <summary>The instant that it is told of, usually that of the look; its offset is the local one, in which times are told.</summary>
    public DateTimeOffset Now { get; }

    /// <summary>One per rule, in the order of the rules.</summary>
    public ReadOnlySpan<Verdict> Verdicts => _verdicts;

    /// <summary>What was found of each directory of the job's lists.</summary>
    public ReadOnlySpan<DirectoryFigures> Directories => _choice.Figures;

    /// <summary>The rule that said the first no; null for a start.</summary>
    public Rule? Reason { get; }

    /// <summary>
    /// The rule that keeps the job waiting; null for a start, and for a job that has started all its plots: it waits for nothing.
    /// </summary>
    public Rule? HeldBy => this[Rule.MaxPlots].Allows ? Reason : null;

    /// <summary>
    /// The latest end among all noes: the job can start then at the earliest. Null for a start, and if one of them is unknown.
    /// </summary>
    public DateTimeOffset? Until
    {
        get
        {
            DateTimeOffset? latest = null;
            foreach (ref readonly var verdict in Verdicts)
            {
                if (verdict.Allows)
                {
                    continue;
                }

                if (verdict.Until is not { } until)
                {
                    return null;
                }

                latest = latest > until ? latest : until;
            }
            return latest?.ToOffset(Now.Offset);
        }
    }

    /// <summary>The earliest known end of any no: before it, time alone changes none of the verdicts.</summary>
    public DateTimeOffset? NextChange
    {
        get
        {
            DateTimeOffset? earliest = null;
            foreach (ref readonly var verdict in Verdicts)
            {
                if (!verdict.Allows && verdict.Until is { } until)
                {
                    earliest = earliest < until ? earliest : until;
                }
            }

            return earliest;
        }
    }

    /// <summary>Where the next plot would go, null while no usable directories are found.</summary>
    public PlotDirectories? Next => _choice.Directories();

    public StartRun? Start { get; }
    public JobCounts Counts { get; }

    /// <summary>Runs of no job, which count against the limits of the whole farm.</summary>
    public ForeignCounts Foreign { get; internal init; }
    public string? PlotterProblem => _history.PlotterProblem;
    public string? HeldBackCause => _history.HeldBackCause;

    public Verdict this[Rule rule] => _verdicts[(int)rule];

    internal JobDecision At(DateTimeOffset instant) =>
        new(Job, _history, instant, _verdicts, _choice, Reason, Start, Counts) { Foreign = Foreign };
}

/// <summary>A job's runs and plots at one look.</summary>
/// <param name="Running">Runs in flight.</param>
/// <param name="Early">Of these, how many have gone far enough not to count against <c>max_concurrent</c>.</param>
/// <param name="InPhase1">Of these, how many are in phase 1 or before.</param>
/// <param name="KickedOff">Plots.</param>
public readonly record struct JobCounts(int Running, int Early, int InPhase1, int KickedOff);

/// <summary>Runs of no job at one look.</summary>
public readonly record struct ForeignCounts(int Running, int InPhase1);

/// <summary>Something to be done now.</summary>
public abstract record FarmAction;

/// <summary>A run to be started now.</summary>
/// <param name="Plots">How many plots it is to make: <c>plots_per_run</c>, cut to what <c>max_plots</c> leaves.</param>
/// <param name="Needs">What it will take of its drives.</param>
public sealed record StartRun(Job Job, PlotDirectories Directories, int Plots, PlotNeeds Needs) : FarmAction
{
    /// <summary>Names of the drives of the three directories.</summary>
    public string? TempDrive { get; init; }
    public string? Temp2Drive { get; init; }
    public string? DestinationDrive { get; init; }
}
