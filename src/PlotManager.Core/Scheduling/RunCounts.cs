using System.Collections.Immutable;
using PlotManager.Core.Configuration;
using PlotManager.Core.Scheduling.Rules;

namespace PlotManager.Core.Scheduling;

/// <summary>The runs in flight, counted once for all rules. A start is added to it just as every run was.</summary>
internal sealed class RunCounts
{
    private readonly ImmutableArray<Job> _jobs;
    private readonly DateTimeOffset _now;
    private readonly JobCounts[] _counts;
    private readonly int[] _comingEarly;
    private readonly Dictionary<string, int> _indexes;

    public RunCounts(Config config, World world)
    {
        _jobs = config.Jobs;
        _now = world.Now;
        _counts = new JobCounts[config.Jobs.Length];
        _comingEarly = new int[config.Jobs.Length];
        _indexes = new(config.Jobs.Length);
        for (var i = 0; i < _jobs.Length; i++)
        {
            _indexes.TryAdd(_jobs[i].Name, i);
        }

        // Temp files' growth costs a look-up a run, and matters only to jobs that check temp space.
        Room = new(config.Jobs.Any(job => job.CheckTempSpace));
        foreach (var run in world.Runs)
        {
            Add(run);
        }
    }

    public int Running { get; private set; }

    /// <summary>In phase 1 or before.</summary>
    public int InPhase1 { get; private set; }

    /// <summary>Runs of no job, as plotters that were started by hand.</summary>
    public ForeignCounts Foreign { get; private set; }

    public Room Room { get; }

    /// <summary>Runs of the job at this index of the config.</summary>
    public JobCounts this[int job] => _counts[job];

    /// <summary>Runs of that job which have reached the phase from which they may become early, but not yet the instant.</summary>
    public int ComingEarly(int job) => _comingEarly[job];

    public void Add(RunInFlight run)
    {
        var first = run.Phase <= 1 ? 1 : 0;
        Running++;
        InPhase1 += first;
        Room.Add(run);
        if (run.Job is not { } name)
        {
            Foreign = new(Foreign.Running + 1, Foreign.InPhase1 + first);
            return;
        }

        if (!_indexes.TryGetValue(name, out var index))
        {
            return;
        }

        ref var counts = ref _counts[index];
        var early = 0;
        if (EarlyRules.EarlyAfter(run, _jobs[index]) is { } after)
        {
            early = after < _now ? 1 : 0;
            _comingEarly[index] += 1 - early;
        }
        counts = new(counts.Running + 1, counts.Early + early, counts.InPhase1 + first, 0);
    }
}
