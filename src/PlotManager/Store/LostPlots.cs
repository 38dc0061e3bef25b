using PlotManager.Journal;

namespace PlotManager.Store;

/// <summary>
/// Plots of this farm that failed, were killed or are suspect, the user's own kills apart; asked of the journal only when that can have
/// changed.
/// </summary>
/// <param name="since">How long ago they may have ended; those that nobody has seen stay until they are settled.</param>
public sealed class LostPlots(IJournal journal, TimeSpan since)
{
    private IReadOnlyList<PastPlot> _lost = [];
    private int? _readAt;

    /// <param name="ended">How many plots ended since the manager started: a change makes the list stale.</param>
    /// <returns>Newest first.</returns>
    public IEnumerable<PastPlot> At(DateTimeOffset now, int ended)
    {
        if (_readAt != ended)
        {
            _lost = Read(now - since) ?? _lost;
            _readAt = ended;
        }

        return _lost.Where(past => IsTold(past.Plot, now - since));
    }

    private static bool IsTold(PlotRecord plot, DateTimeOffset from) => plot.EndedAt >= from || plot.IsNotSeen;

    private List<PastPlot>? Read(DateTimeOffset from)
    {
        try
        {
            return
            [
                .. journal.Lost(DateTimeOffset.UnixEpoch)
                    .Where(past => IsTold(past.Plot, from) && !past.Run.KilledByUser && past.Run.Owner.IsReported()),
            ];
        }
        catch (JournalException)
        {
            return null; // the counts of today's plots, read from the same place, say what is wrong
        }
    }
}
