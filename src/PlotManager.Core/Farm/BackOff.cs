namespace PlotManager.Core.Farm;

/// <summary>
/// A job whose plotter dies early, or three times running, backs off with growing pauses instead of starting again and again.
/// </summary>
public static class BackOff
{
    public const int FailuresUntilPause = 3;

    private static readonly TimeSpan[] Pauses = [.. new[] { 1, 2, 5, 15, 60 }.Select(minutes => TimeSpan.FromMinutes(minutes))];

    /// <summary>The back-off that a failed run brings; null if its job may start the next one.</summary>
    /// <param name="job">With this failure counted.</param>
    public static FarmEvent.BackOffBegun? After(JobRecord job, FarmEvent.RunFailed failure)
    {
        // A run that was started before the pause fails for the same reason, and is no news.
        if (job.HeldBackUntil > failure.At || (!failure.BeforeWork && job.FailuresInARow < FailuresUntilPause))
        {
            return null;
        }

        var pause = Pauses[Math.Min(job.PausesInARow, Pauses.Length - 1)];
        return new FarmEvent.BackOffBegun(job.Name, failure.RunId, failure.At, failure.At + pause, failure.Cause);
    }
}
