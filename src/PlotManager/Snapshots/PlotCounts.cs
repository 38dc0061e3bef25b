using PlotManager.Journal;
using PlotManager.Platform;

namespace PlotManager.Snapshots;

/// <summary>How many plots were made today, yesterday and in seven days; asked of the journal only when that can have changed.</summary>
public sealed class PlotCounts(IJournal journal)
{
    private (DateTime Day, int Ended)? _countedAt;
    private StatsPart _counted = new(0, 0, 0, 0, 0, 0, 0, null, null, null);

    /// <summary>Why they could not be counted anew, or null.</summary>
    public string? Trouble { get; private set; }

    /// <param name="ended">How many plots ended since the manager started: a change makes the count stale.</param>
    public StatsPart At(DateTimeOffset now, int ended, MachineLoad load)
    {
        if (_countedAt != (now.Date, ended))
        {
            try
            {
                _counted = Count(now);
                Trouble = null;
            }
            catch (JournalException unreadable)
            {
                Trouble = unreadable.Message;
            }

            _countedAt = (now.Date, ended);
        }

        return _counted with { CpuPercent = load.CpuPercent, RamUsed = load.RamUsed, RamTotal = load.RamTotal };
    }

    private StatsPart Count(DateTimeOffset now)
    {
        var midnight = new DateTimeOffset(now.Date, now.Offset);
        var week = midnight.AddDays(-6);
        var ever = journal.Made(DateTimeOffset.UnixEpoch);
        var (made, others) = Parted(ever, plot => plot.EndedAt >= week);
        var (today, othersToday) = Parted([.. made, .. others], plot => plot.EndedAt >= midnight);
        var (yesterday, othersYesterday) =
            Parted([.. made, .. others], plot => plot.EndedAt < midnight && plot.EndedAt >= midnight.AddDays(-1));
        return new StatsPart(
            today.Count, yesterday.Count, made.Count, made.Count
                / (double)Days(ever, midnight), Bytes(today), Bytes(yesterday), Bytes(made), null, null, null)
        {
            OthersToday = othersToday.Count,
            OthersYesterday = othersYesterday.Count,
            OthersWeek = others.Count,
        };
    }

    // A farm that made its first plot yesterday has had two days, not seven.
    private static int Days(IReadOnlyList<MadePlot> ever, DateTimeOffset midnight)
    {
        var first = ever.Where(plot => plot.Owner.IsReported()).Select(plot => plot.EndedAt).DefaultIfEmpty(DateTimeOffset.UnixEpoch).Min();
        return first >= midnight ? 1 : Math.Min(7, (int)Math.Ceiling((midnight - first).TotalDays) + 1);
    }

    // This farm's own plots, adopted ones included, and what others made on this machine.
    private static (List<MadePlot> Own, List<MadePlot> Others) Parted(IReadOnlyList<MadePlot> plots, Func<MadePlot, bool> isWithin)
    {
        var own = plots.Where(isWithin).ToLookup(plot => plot.Owner.IsReported());
        return ([.. own[true]], [.. own[false]]);
    }

    private static long Bytes(IEnumerable<MadePlot> plots) => plots.Sum(plot => plot.Bytes);
}
