using PlotManager.Core.Notifications;

namespace PlotManager.Store;

/// <summary>Puts facts into words for people, with the name of the machine on which they are told.</summary>
/// <param name="services">Names of the services that notices go to now.</param>
public sealed class NoticeWriter(string host, Func<IReadOnlyCollection<string>> services)
{
    /// <summary>Names of the services that a notice goes to.</summary>
    public IReadOnlyCollection<string> Services => services();

    public Notice Write(News news) => news switch
    {
        News.ManagerStarted => Notices.ManagerStarted(news.Key, host, news.At),
        News.AllPlotsMade => Notices.AllPlotsMade(news.Key, host, news.At),
        News.ManagerFailed failed => Notices.ManagerFailed(news.Key, host, news.At, failed.Error),
        News.PlotCompleted { Run: var run } made =>
            Notices.PlotCompleted(news.Key, host, news.At, run.Job, run.K, made.Took, run.Directories.Destination),
        News.PlotSuspect { Run: var run, Plot: var plot } =>
            Notices.PlotSuspect(news.Key, host, news.At, run.Job, run.K, plot.Suspect ?? "", run.Directories.Destination),
        News.PlotFoundBad { Check: var check } =>
            Notices.PlotBad(news.Key, host, news.At, check.Job, check.PlotId, check.File, check.Detail),
        News.PlotFailed { Run: var run, Plot: var plot } => Notices.PlotFailed(news.Key, host, news.At, run.Job, run.K, plot.Detail ?? ""),
        News.RunBlocked { Run: var run, Plot: var plot } =>
            Notices.RunBlocked(news.Key, host, news.At, run.Job, run.K, plot.Detail ?? "", plot.PlotId),
        News.JobBacksOff paused => Notices.JobHeldBack(news.Key, host, news.At, paused.Job, paused.Cause, paused.Pause),
        News.NoDestination shortage => Notices.NoDestination(news.Key, host, news.At, shortage.Job, shortage.Detail),
        _ => throw new ArgumentOutOfRangeException(nameof(news), news, "news without words"),
    };
}
