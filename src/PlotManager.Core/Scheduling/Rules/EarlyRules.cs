namespace PlotManager.Core.Scheduling.Rules;

/// <summary>The job's own limits on runs, and which of its runs have gone far enough to make place early.</summary>
internal static class EarlyRules
{
    /// <summary>No when the job's runs, the early ones left out, have reached its <c>max_concurrent</c>.</summary>
    public static Verdict JobMaxConcurrent(in RuleInput input)
    {
        var counted = input.Counts.Running - input.Counts.Early;
        return counted < input.Job.MaxConcurrent
            ? Verdict.Yes(Rule.JobMaxConcurrent, counted, input.Job.MaxConcurrent)
            : Verdict.No(Rule.JobMaxConcurrent, counted, input.Job.MaxConcurrent, until: EnoughEarlyAt(input, counted));
    }

    /// <summary>No when all of the job's runs have reached <c>max_concurrent_with_start_early</c>.</summary>
    public static Verdict WithStartEarly(in RuleInput input) =>
        Verdict.Below(Rule.WithStartEarly, input.Counts.Running, input.Job.MaxConcurrentWithStartEarly);

    /// <summary>
    /// The instant after which a run is early: it has reached phase P, and the end of phase P-1 lies more than the delay back (for
    /// P = 1, or if that end is unknown: its start). Null if it has not got there, or the job starts none early.
    /// </summary>
    public static DateTimeOffset? EarlyAfter(RunInFlight run, Configuration.Job job)
    {
        // A phase that is not known counts as phase 1.
        if (job.StartEarlyPhase is not { } phase || Math.Max(run.Phase, 1) < phase)
        {
            return null;
        }

        var ended = phase >= 2 && run.PhaseEnds.Length >= phase - 1 ? run.PhaseEnds[phase - 2] : null;
        return (ended ?? run.Started) + job.StartEarlyDelay;
    }

    /// <summary>
    /// The first instant at which so many runs are early that one more may start, if those that have reached the phase suffice.
    /// </summary>
    private static DateTimeOffset? EnoughEarlyAt(in RuleInput input, int counted)
    {
        var missing = counted - input.Job.MaxConcurrent + 1;
        if (input.ComingEarly < missing)
        {
            return null;
        }

        var coming = new List<DateTimeOffset>(input.ComingEarly);
        foreach (var run in input.World.Runs)
        {
            if (run.Job == input.Job.Name && EarlyAfter(run, input.Job) is { } after && after >= input.World.Now)
            {
                coming.Add(after);
            }
        }

        coming.Sort();
        return coming[missing - 1].AddTicks(1);
    }
}
