using PlotManager.Core.Configuration;
using PlotManager.Core.History;
using PlotManager.Farms;
using PlotManager.Hosting;
using PlotManager.Journal;

namespace PlotManager.Logs;

/// <summary>The plots that are over by the logs of a farm's folder, each once; read through the index, once.</summary>
public sealed class LoggedPlots
{
    private volatile IReadOnlyList<PastPlot> _plots = [];

    private LoggedPlots()
    {
    }

    /// <summary>Empty until they are read.</summary>
    public IReadOnlyList<PastPlot> Plots => _plots;

    /// <summary>Why some of them are not known, in one line; null if nothing is in the way.</summary>
    public string? Trouble { get; private set; }

    /// <summary>Reads them at once.</summary>
    public static LoggedPlots Of(Farm farm, CommandEnvironment environment)
    {
        var logged = new LoggedPlots();
        logged.Read(LogFolder.Of(farm, environment), farm.Config, environment.Machine.Value.Time.LocalTimeZone);
        return logged;
    }

    /// <summary>
    /// Reads them beside whatever goes on: a folder of ten thousand logs, or a drive that does not answer, keeps nobody waiting.
    /// </summary>
    public static LoggedPlots Beside(Farm farm, CommandEnvironment environment)
    {
        var logged = new LoggedPlots();
        _ = Task.Factory.StartNew(
            () => logged.Read(LogFolder.Of(farm, environment), farm.Config, environment.Machine.Value.Time.LocalTimeZone),
            CancellationToken.None, TaskCreationOptions.LongRunning, TaskScheduler.Default);
        return logged;
    }

    private void Read(LogFolder folder, Config config, TimeZoneInfo zone)
    {
        var found = new List<PastPlot>();
        try
        {
            foreach (var log in folder.Read())
            {
                if (log is { Plotter: { } plotter, Log: { } said })
                {
                    found.AddRange(
                        LoggedPlot.Of(said, log.Path, plotter, LogName.JobOf(log.Path, said, config), log.Changed, zone).Select(AsPast));
                }
            }
        }
        catch (Exception unreadable) when (unreadable is IOException or UnauthorizedAccessException)
        {
            // A folder that is not there yet holds no logs.
            Trouble = Directory.Exists(config.LogFolder)
                ? $"the logs of {config.LogFolder} cannot be read: {unreadable.Message.ReplaceLineEndings(" ")}"
                : null;
        }

        _plots =
        [
            .. found.DistinctBy(plot => plot.Plot.PlotId ?? $"{plot.Run.RunId} {plot.Plot.Number}", StringComparer.OrdinalIgnoreCase),
        ];
    }

    private static PastPlot AsPast(LoggedPlot logged) => new(logged.Run, logged.Plot) { FromLog = true };
}
