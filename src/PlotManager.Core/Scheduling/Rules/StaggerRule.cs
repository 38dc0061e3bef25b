namespace PlotManager.Core.Scheduling.Rules;

/// <summary>
/// No before the latest of: last start of the job + <c>stagger_minutes</c>; last start of any job + <c>minimum_minutes_between_jobs</c>;
/// start of the manager + <c>initial_delay_minutes</c>. Only what has started moves it.
/// </summary>
internal static class StaggerRule
{
    public static Verdict Stagger(in RuleInput input)
    {
        var next = input.World.ManagerStarted + input.Job.InitialDelay;
        var cause = Cause.InitialDelay;
        if (input.History.LastStart + input.Job.Stagger is { } ofJob && ofJob >= next)
        {
            (next, cause) = (ofJob, Cause.StaggerOfJob);
        }

        var between = input.Config.Global.MinimumBetweenJobs;
        if (between > TimeSpan.Zero && input.World.LastStart + between is { } ofAny && ofAny > next)
        {
            (next, cause) = (ofAny, Cause.MinimumBetweenJobs);
        }

        // The very instant starts: a look at exactly that minute must not wait for another.
        return input.World.Now < next ? Verdict.No(Rule.Stagger, cause: cause, until: next) : Verdict.Yes(Rule.Stagger);
    }
}
