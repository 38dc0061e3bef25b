using PlotManager.Core.Configuration;
using PlotManager.Core.Scheduling;

namespace PlotManager.Core.Simulation;

/// <summary>A farm on which nothing has ever run.</summary>
public static class EmptyFarm
{
    /// <summary>Free bytes of a drive of which nothing is known: more than any farm fills.</summary>
    public const long Unlimited = 1L << 60;

    /// <summary>Where the virtual clock begins when it is not told otherwise.</summary>
    public static readonly DateTimeOffset Midnight = new(2026, 1, 1, 0, 0, 0, TimeSpan.Zero);

    /// <param name="config">Its jobs' directories are all usable.</param>
    /// <param name="found">What is known of a directory, or null: then it is on a drive of its own.</param>
    /// <param name="freeAtDestinations">Bytes free at each destination, each on a drive of its own; null: as found, else unlimited.</param>
    public static World Of(
        Config config, DateTimeOffset start, Func<string, DirectoryFinding?>? found = null, long? freeAtDestinations = null)
    {
        var directories = new Dictionary<string, DirectoryFinding>();
        foreach (var job in config.Jobs)
        {
            foreach (var path in job.Temp.Concat(job.Temp2))
            {
                directories.TryAdd(path, found?.Invoke(path) ?? OfItsOwn(path, Unlimited, 0));
            }

            foreach (var path in job.Destination)
            {
                directories[path] = freeAtDestinations is { } free
                    ? OfItsOwn(path, free, free)
                    : found?.Invoke(path) ?? OfItsOwn(path, Unlimited, 0);
            }
        }
        return new()
        {
            Now = start,
            ManagerStarted = start,
            Jobs = [.. config.Jobs.Select(job => new JobHistory(job.Name))],
            Directories = directories,
        };
    }

    private static DirectoryFinding OfItsOwn(string path, long free, long total) => new(path, free, total, DirectoryCondition.Usable);
}
