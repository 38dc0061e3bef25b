using System.Collections.Immutable;
using PlotManager.Core.Configuration;
using PlotManager.Core.Scheduling.Rules;

namespace PlotManager.Core.Scheduling;

/// <summary>The runs in flight, counted once for all rules. A start is added to it just as every run was.</summary>
internal sealed class Tally
{
    private readonly ImmutableArray<Job> _jobs;
    private readonly DateTimeOffset _now;
    private readonly JobCounts[] _counts;

    public Tally(Config config, World world)
    {
        _jobs = config.Jobs;
        _now = world.Now;
        _counts = new JobCounts[config.Jobs.Length];
        foreach (var run in world.Runs)
            Add(run);
    }

    public int Running { get; private set; }

    /// <summary>In phase 1 or before.</summary>
    public int InPhase1 { get; private set; }

    public Room Room { get; } = new();

    /// <summary>Runs of the job at this index of the config.</summary>
    public JobCounts this[int job] => _counts[job];

    public void Add(RunInFlight run)
    {
        var first = run.Phase <= 1 ? 1 : 0;
        Running++;
        InPhase1 += first;
        Room.Add(run);
        if (run.Job is not { } name)
            return;
        for (var i = 0; i < _jobs.Length; i++)
        {
            var job = _jobs[i];
            if (job.Name != name)
                continue;
            var early = EarlyRules.EarlyAfter(run, job) < _now ? 1 : 0;
            ref var counts = ref _counts[i];
            counts = new(counts.Running + 1, counts.Early + early, counts.InPhase1 + first, 0);
            return;
        }
    }
}
