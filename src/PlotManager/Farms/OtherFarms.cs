using PlotManager.Core.Text;

namespace PlotManager.Farms;

/// <summary>What this farm does not do to the plots of another one.</summary>
public static class OtherFarms
{
    /// <param name="command">What was asked for: kill, suspend, resume.</param>
    /// <returns>Why it is not done, for people; null where the run is no other farm's.</returns>
    public static string? Refusal(TrackedRun run, string command) => Refusal(run.ShortName, run.Run.OtherFarm?.Name, command);

    /// <param name="farm">What people call the other farm; null where it is none.</param>
    public static string? Refusal(string plot, string? farm, string command) => farm is null ? null
        : $"plot {plot} belongs to the farm {Printable.Strip(farm)}, not to this one; use plotmanager {command} with the config "
            + "of that farm";
}
