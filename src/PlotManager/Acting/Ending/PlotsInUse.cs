using System.Collections.Immutable;
using PlotManager.Core.Configuration;
using PlotManager.Journal;
using PlotManager.Snapshots;
using PlotManager.Store;

namespace PlotManager.Acting.Ending;

/// <summary>What of a farm no deletion may touch: the plots of other runs, and finished plots in anybody's destination.</summary>
/// <param name="Plots">By id, lower case: the process that it belongs to, in words.</param>
public sealed record PlotsInUse(ImmutableDictionary<string, string> Plots, ImmutableArray<string> Destinations)
{
    /// <summary>The destinations of runs that ended earlier are no longer asked after: what lies there is as old.</summary>
    private static readonly TimeSpan Lately = TimeSpan.FromDays(3);

    /// <param name="ended">Run id of the run that the user has ended; null if there is none.</param>
    /// <exception cref="JournalException">The journal cannot be read.</exception>
    public static PlotsInUse Of(Config config, FarmStore store, string? ended, DateTimeOffset now) => Of(
        config.Jobs,
        store.State.Runs.Where(run => run.RunId != ended)
            .SelectMany(run => run.Plots.Select(plot => (plot.PlotId, run.Run.Process?.Pid, run.Run.OtherFarm?.Name))),
        store.State.Runs.Select(run => run.Run).Concat(store.EndedRuns(now - Lately)).Select(run => run.Directories.Destination));

    /// <summary>As far as a snapshot tells.</summary>
    public static PlotsInUse Of(Config? config, Snapshot snapshot, string ended) => Of(
        config is null ? [] : config.Jobs,
        snapshot.Runs.Where(run => run.RunId != ended).Select(run => (run.PlotId, run.Pid, run.OtherFarm)),
        snapshot.Runs.Select(run => run.Destination));

    public string? UserOf(string plotId) => Plots.GetValueOrDefault(plotId.ToLowerInvariant());

    private static PlotsInUse Of(
        ImmutableArray<Job> jobs, IEnumerable<(string? Id, int? Pid, string? OtherFarm)> plots, IEnumerable<string?> destinations)
    {
        var users = ImmutableDictionary.CreateBuilder<string, string>();
        foreach (var (id, pid, farm) in plots)
        {
            if (id is not null)
            {
                var plotter = pid is { } known ? $"pid {known}" : "a plotter that starts just now";
                users[id.ToLowerInvariant()] = farm is null ? plotter : $"{plotter} of the farm {farm}";
            }
        }

        return new PlotsInUse(
            users.ToImmutable(),
            [.. jobs.SelectMany(job => job.Destination)
                .Concat(destinations.OfType<string>())
                .Select(Path.TrimEndingDirectorySeparator)
                .Distinct()]);
    }
}
