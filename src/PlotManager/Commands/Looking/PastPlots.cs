using System.Collections.Immutable;
using PlotManager.Farms;
using PlotManager.Hosting;
using PlotManager.Journal;
using PlotManager.Journal.Sqlite;
using PlotManager.Logs;
using PlotManager.Snapshots;

namespace PlotManager.Commands.Looking;

/// <summary>The plots that are over, from the manager's journal and the logs of its folder.</summary>
internal static class PastPlots
{
    /// <summary>The newest first.</summary>
    /// <param name="trouble">Why some logs are missing; null if none are.</param>
    /// <exception cref="CommandFault">The journal cannot be read.</exception>
    public static IReadOnlyList<PastPlot> Of(Farm farm, CommandEnvironment environment, out string? trouble)
    {
        var journal = SqliteJournal.EndedIn(farm.Paths.Journal, DateTimeOffset.UnixEpoch, int.MaxValue, out var unread);
        if ((unread ?? UnreadableFarm.JournalOfAnother(farm.Paths, environment.Machine.Value)) is { } why)
        {
            throw new CommandFault(why);
        }

        var logged = LoggedPlots.Of(farm, environment);
        trouble = logged.Trouble;
        return JournalWithLogs.Joined(journal, logged.Plots);
    }

    /// <summary>Those that the farm reports as its own, the newest last.</summary>
    public static ImmutableArray<PastPlot> Reported(Farm farm, CommandEnvironment environment) =>
        [.. Of(farm, environment, out _).Where(plot => plot.Run.Owner.IsReported()).Reverse()];
}
