namespace PlotManager.Core.Scheduling.Rules;

/// <summary>
/// No before the latest of: last start of the job + <c>stagger_minutes</c>; last start of any job + <c>minimum_minutes_between_jobs</c>;
/// start of the manager + <c>initial_delay_minutes</c>. Only what has started moves it.
/// </summary>
internal static class StaggerRule
{
    public static Verdict Stagger(in Standing standing)
    {
        var next = standing.World.ManagerStarted + standing.Job.InitialDelay;
        var cause = Cause.InitialDelay;
        if (standing.History.LastStart + standing.Job.Stagger is { } ofJob && ofJob >= next)
        {
            (next, cause) = (ofJob, Cause.StaggerOfJob);
        }

        var between = standing.Config.Global.MinimumBetweenJobs;
        if (between > TimeSpan.Zero && standing.World.LastStart + between is { } ofAny && ofAny > next)
        {
            (next, cause) = (ofAny, Cause.MinimumBetweenJobs);
        }

        // The very instant starts: a look at exactly that minute must not wait for another.
        return standing.World.Now < next ? Verdict.No(Rule.Stagger, cause: cause, until: next) : Verdict.Yes(Rule.Stagger);
    }
}
