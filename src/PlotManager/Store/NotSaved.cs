namespace PlotManager.Store;

/// <summary>Words about changes that are in the manager's memory and not in its journal.</summary>
public static class NotSaved
{
    public static string Count(int changes) => changes == 1 ? "1 change is not saved" : $"{changes} changes are not saved";

    /// <param name="ends">The manager ends, and its memory with it.</param>
    /// <param name="why">What the journal says.</param>
    public static string Words(bool ends, int changes, string why) => ends
        ? $"{Count(changes)}: {why}; the next manager learns from processes and logs anew what became of the plots, and its counts go on"
        : $"{Count(changes)} and kept in memory until the journal can be written: {why}";
}
