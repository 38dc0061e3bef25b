using PlotManager.Notifications;

namespace PlotManager.Store;

/// <summary>A job whose plotter dies early, or three times running, is held back with growing pauses instead of being started again and again.</summary>
public static class HoldingBack
{
    public const int FailuresUntilPause = 3;

    private static readonly TimeSpan[] Pauses = [.. new[] { 1, 2, 5, 15, 60 }.Select(minutes => TimeSpan.FromMinutes(minutes))];

    /// <summary>The job after one more run that made no plot, with the notice if it is held back from now on.</summary>
    /// <param name="beforeFirstMilestone">The plotter died before it got to work.</param>
    public static (JobRecord Job, Notice? Notice) AfterFailure(JobRecord job, bool beforeFirstMilestone, string cause, string host, DateTimeOffset now)
    {
        var failed = job with { FailuresInARow = job.FailuresInARow + 1 };
        if (job.HeldBackUntil > now)
        {
            return (failed, null); // it was started before the pause: the same trouble, and no news
        }

        if (!beforeFirstMilestone && failed.FailuresInARow < FailuresUntilPause)
        {
            return (failed, null);
        }

        var pause = Pauses[Math.Min(failed.PausesInARow, Pauses.Length - 1)];
        var held = failed with { PausesInARow = failed.PausesInARow + 1, HeldBackUntil = now + pause, HeldBackCause = cause };
        return (held, Notices.JobHeldBack($"{job.Name}:{now.ToUnixTimeSeconds()}", host, now, job.Name, cause, pause));
    }

    public static JobRecord AfterSuccess(JobRecord job) =>
        job with { FailuresInARow = 0, PausesInARow = 0, HeldBackUntil = null, HeldBackCause = null };
}
