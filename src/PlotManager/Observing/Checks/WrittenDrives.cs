using System.Collections.Immutable;

namespace PlotManager.Observing.Checks;

/// <summary>The drives that plotters write to, whoever started them: a check of plots there would slow both down.</summary>
public static class WrittenDrives
{
    /// <returns>By the drive, what people call one of the runs that write to it.</returns>
    public static ImmutableDictionary<string, string> Of(Observation seen)
    {
        var written = ImmutableDictionary.CreateBuilder<string, string>();
        foreach (var run in seen.Runs)
        {
            var (temp, temp2, destination) = run.Drives;
            foreach (var drive in new[] { temp, temp2 }.Concat(WritesToDestination(run) ? run.FurtherDrives.Append(destination) : []))
            {
                if (drive is not null)
                {
                    written.TryAdd(drive, run.Tracked.ShortName);
                }
            }
        }

        return written.ToImmutable();
    }

    // While it copies; a plotter that works in memory writes there as it goes. Of one that tells nothing it is taken to be so.
    private static bool WritesToDestination(ObservedRun run) =>
        run.Phase > run.Profile.Phases.Length
        || run.CopiedBeside.Any()
        || !run.Profile.NeedsTemp
        || (run.Log is null && run.Phase == 0);
}
