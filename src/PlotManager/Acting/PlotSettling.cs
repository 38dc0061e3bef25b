using PlotManager.Core.Control;
using PlotManager.Core.Text;
using PlotManager.Journal;
using PlotManager.Plots;
using PlotManager.Store;

namespace PlotManager.Acting;

/// <summary>Settles, as the user says, a plot whose file nobody has seen.</summary>
public static class PlotSettling
{
    /// <param name="id">The beginning of its plot id.</param>
    /// <param name="made">Whether the user says that it was made, or that it is lost.</param>
    public static ControlAnswer Settle(FarmStore store, string? id, bool made)
    {
        try
        {
            var meant = id is null
                ? []
                : store.NotSeen().Where(past => past.Plot.PlotId?.StartsWith(id, StringComparison.OrdinalIgnoreCase) == true).ToList();
            if (meant is not [var (run, plot)])
            {
                return meant.Count == 0
                    ? NothingOf(id)
                    : new ControlAnswer(false, $"{meant.Count} plots that were not seen begin with {id}: give more digits");
            }

            store.Commit(new FarmEvent.PlotSettled(run, made ? plot.Accepted() : plot.Lost()));
            return new ControlAnswer(true, made
                ? $"Plot {plot.PlotId![..7]} counts as made."
                : $"Plot {plot.PlotId![..7]} is lost: its job may make another in its place.");
        }
        catch (JournalException unreadable)
        {
            return new ControlAnswer(false, unreadable.Message);
        }
    }

    /// <summary>Plots that nobody had seen, and that a scan has found since.</summary>
    public static void SettleFound(FarmStore store, PlotsFound found)
    {
        try
        {
            foreach (var (run, plot) in store.NotSeen().Where(past => past.Plot.PlotId is not null))
            {
                if (found.Whole(plot.PlotId!) is { } there)
                {
                    store.Commit(new FarmEvent.PlotSettled(run, plot.FoundAt(there.Path, there.Length)));
                }
            }
        }
        catch (JournalException)
        {
            return; // the problems of the farm say so; the next scan finds them again
        }
    }

    public static ControlAnswer NothingOf(string? id) => new(
        false, $"no plot that was not seen begins with {Printable.Strip(id ?? "")}; plotmanager status lists them under problems");
}
