using PlotManager.Journal;
using PlotManager.Platform;

namespace PlotManager.Manager;

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
        var made = journal.Made(week);
        var today = made.Where(plot => plot.EndedAt >= midnight).ToList();
        var yesterday = made.Where(plot => plot.EndedAt < midnight && plot.EndedAt >= midnight.AddDays(-1)).ToList();
        return new StatsPart(
            today.Count, yesterday.Count, made.Count, made.Count / 7.0, Bytes(today), Bytes(yesterday), Bytes(made), null, null, null);
    }

    private static long Bytes(IEnumerable<MadePlot> plots) => plots.Sum(plot => plot.Bytes);
}
