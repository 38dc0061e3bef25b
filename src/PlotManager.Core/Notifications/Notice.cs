using PlotManager.Core.Text;

namespace PlotManager.Core.Notifications;

public enum NoticeKind
{
    ManagerStarted,
    PlotCompleted,
    PlotFailed,
    PlotSuspect,
    RunBlocked,
    JobHeldBack,
    NoDestination,
    ManagerFailed,
    AllPlotsMade,
    Test,
}

/// <summary>One event to tell about. Text from configs and logs is free of control codes.</summary>
/// <param name="Id">The same for the same event, also after a restart: an id that was queued is not queued again.</param>
/// <param name="Host">Name of the machine.</param>
public sealed record Notice(string Id, NoticeKind Kind, DateTimeOffset At, string Host, string Title, string Text)
{
    public string? Job { get; init; }
    public string? PlotId { get; init; }
}

/// <summary>The events and their words. Title and first line of the first two are the original's.</summary>
public static class Notices
{
    /// <param name="startId">Names this start, for instance by its time.</param>
    public static Notice ManagerStarted(string startId, string host, DateTimeOffset at) =>
        Make("manager-started", startId, NoticeKind.ManagerStarted, at, host, "Plot manager started", $"Plot Manager has started "
            + $"on {host}...");

    /// <param name="plot">Names the plot for good: its id, or run and place in it.</param>
    public static Notice PlotCompleted(
        string plot, string host, DateTimeOffset at, string? job, int? k, TimeSpan? took, string? destination) =>
        Make(
            "plot-completed", plot, NoticeKind.PlotCompleted, at, host, "Plot Completed", $"You completed a plot on {host}!", job, plot,
            Facts(
                job, k, took, destination));

    public static Notice PlotFailed(string plot, string host, DateTimeOffset at, string? job, int? k, string cause) =>
        Make("plot-failed", plot, NoticeKind.PlotFailed, at, host, "Plot Failed", $"A plot failed on {host}: {cause}", job, plot, Facts(
            job, k, null, null));

    public static Notice PlotSuspect(string plot, string host, DateTimeOffset at, string? job, int? k, string cause, string? destination) =>
        Make("plot-suspect", plot, NoticeKind.PlotSuspect, at, host, "Plot Suspect", $"A plot on {host} may be "
            + $"damaged: {cause}", job, plot, Facts(job, k, null, destination));

    /// <param name="check">Names the check that has found it.</param>
    public static Notice PlotBad(string check, string host, DateTimeOffset at, string? job, string? plotId, string file, string? why) =>
        Make("plot-bad", check, NoticeKind.PlotSuspect, at, host, "Plot Bad", $"A plot on {host} failed its check: {why}", job, plotId,
            Facts(job, null, null, null) is { Length: > 0 } of ? $"{of}, {file}" : file);

    /// <param name="blockade">Names this standstill: the plot and when it began.</param>
    public static Notice RunBlocked(
        string blockade, string host, DateTimeOffset at, string? job, int? k, string cause, string? plotId = null) =>
        Make(
            "run-blocked", blockade, NoticeKind.RunBlocked, at, host, "Plot Blocked", $"A plot waits on {host}: {cause}", job, plotId,
            Facts(
                job, k, null, null));

    /// <param name="pause">Names this pause: the job and when it began.</param>
    public static Notice JobHeldBack(string pause, string host, DateTimeOffset at, string job, string cause, TimeSpan pauseFor) =>
        Make("job-held-back", pause, NoticeKind.JobHeldBack, at, host, "Job Held Back", $"Job {job} on {host} starts nothing for "
            + $"{Durations.Words(pauseFor)}: {cause}", job);

    /// <param name="shortage">Names this shortage: the job and when it began.</param>
    public static Notice NoDestination(string shortage, string host, DateTimeOffset at, string job, string detail) =>
        Make("no-destination", shortage, NoticeKind.NoDestination, at, host, "No Destination", $"Job {job} on {host} starts nothing "
            + $"more: {detail}", job);

    /// <param name="startId">Names the start that ended so.</param>
    public static Notice ManagerFailed(string startId, string host, DateTimeOffset at, string error) =>
        Make("manager-failed", startId, NoticeKind.ManagerFailed, at, host, "Plot manager stopped", $"Plot Manager stopped on {host} "
            + $"on an error: {error}");

    /// <param name="startId">Names the start that ended so.</param>
    public static Notice AllPlotsMade(string startId, string host, DateTimeOffset at) =>
        Make("all-plots-made", startId, NoticeKind.AllPlotsMade, at, host, "All Plots Made", $"All jobs on {host} have made their "
            + "plots; the manager has ended.");

    public static Notice Test(string testId, string host, DateTimeOffset at) =>
        Make("test", testId, NoticeKind.Test, at, host, "Plot manager test", $"This is a test from Plot Manager on {host}.");

    private static Notice Make(
        string kind, string key, NoticeKind notice, DateTimeOffset at, string host, string title, string text, string? job =
            null, string? plot = null, string facts = "") =>
        new($"{kind}:{Printable.Strip(key)}", notice, at, Printable.Strip(host), title, Printable.Strip(text)
            + (facts.Length > 0 ? "\n" + Printable.Strip(facts) : ""))
        {
            Job = job is null ? null : Printable.Strip(job),
            PlotId = plot is { Length: 64 } && plot.All(char.IsAsciiHexDigit) ? plot : null,
        };

    private static string Facts(string? job, int? k, TimeSpan? took, string? destination) => string.Join(
        ", ",
        new[]
        {
            job is null ? null : $"job {job}",
            k is null ? null : $"k{k}",
            took is { } time ? $"took {Durations.Words(time)}" : null,
            destination is null ? null : $"in {destination}",
        }.OfType<string>());
}
