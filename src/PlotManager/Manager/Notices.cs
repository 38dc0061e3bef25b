using PlotManager.Core.Plotting;
using PlotManager.Journal;

namespace PlotManager.Manager;

/// <summary>What the ledger must be told beside the run itself to word a notice and judge an end.</summary>
/// <param name="Host">Name of this machine.</param>
/// <param name="DiedBeforeWork">The log never reached its first milestone.</param>
public sealed record NoticeFacts(string Host, bool DiedBeforeWork);

/// <summary>The words of every notice. The id is made of the event itself, so that the same event is queued once, whoever sees it again.</summary>
public static class Notices
{
    public static IEnumerable<Change> Of(NoticeRecord? notice) => notice is null ? [] : [new Change.Notice(notice)];

    public static NoticeRecord ManagerStarted(string session, string host, DateTimeOffset now) =>
        new($"manager-started:{session}", now, "manager started", null, "Plot manager started", $"Plot Manager has started on {host}...");

    public static NoticeRecord ManagerStoppedOnError(string session, string host, string error, DateTimeOffset now) =>
        new($"manager-stopped:{session}", now, "manager stopped on an error", null, "Plot manager stopped", $"Plot Manager on {host} has stopped: {error}");

    public static NoticeRecord NoDestinationHasRoom(string job, string host, string text, DateTimeOffset now) =>
        new($"no-room:{job}:{now.ToUnixTimeSeconds()}", now, "no destination has room", job, "No destination has room", $"Job {job} on {host} {text}");

    public static NoticeRecord HeldBack(JobRecord job, string runId, TimeSpan pause, DateTimeOffset now) =>
        new($"held-back:{runId}", now, "job held back", job.Name, "Job held back",
            $"Job {job.Name} is held back for {pause.TotalMinutes:0} min after {job.FailuresInARow} failed in a row: {job.HeldBackCause}");

    /// <summary>The notice that a plot's new state is worth; null for most.</summary>
    public static NoticeRecord? About(PlotRecord plot, RunRecord run, NoticeFacts facts, DateTimeOffset now)
    {
        var (kind, title, text) = (plot.State, plot.Suspect) switch
        {
            (PlotState.Completed, null) => ("plot completed", "Plot Completed", $"You completed a plot on {facts.Host}!"),
            (PlotState.Completed, { } why) => ("plot suspect", "Plot suspect", $"A plot on {facts.Host} may be damaged: {why}"),
            (PlotState.Failed, _) => ("plot failed", "Plot failed", $"A plot failed on {facts.Host}: {plot.Detail}"),
            (PlotState.Killed, _) when !run.KilledByUser => ("plot failed", "Plot failed", $"A plot was ended on {facts.Host}: {plot.Detail}"),
            (PlotState.Blocked, _) => ("run blocked", "Plotter blocked", $"A plotter on {facts.Host} waits: {plot.Detail}"),
            _ => default,
        };
        return kind is null
            ? null
            : new NoticeRecord($"{kind.Replace(' ', '-')}:{run.RunId}:{plot.Number}", now, kind, run.Job, title, text + Details(plot, run, now));
    }

    private static string Details(PlotRecord plot, RunRecord run, DateTimeOffset now)
    {
        var took = plot.TotalSeconds is { } seconds ? TimeSpan.FromSeconds(seconds) : now - (plot.StartedAt ?? run.LaunchedAt);
        return $" Job {run.Job ?? "?"}, k{run.K?.ToString() ?? "?"}, {(int)took.TotalHours} h {took.Minutes:00} min, {run.Directories.Destination ?? "destination unknown"}"
            + (plot.PlotId is { Length: >= 7 } id ? $", plot {id[..7]}" : "");
    }
}
