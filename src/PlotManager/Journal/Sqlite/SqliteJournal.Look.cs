using PlotManager.Core.Farm.Checks;

namespace PlotManager.Journal.Sqlite;

/// <summary>For commands that only look.</summary>
public sealed partial class SqliteJournal
{
    /// <summary>The plots that are over, newest first; none where they cannot be read.</summary>
    /// <param name="unread">Why they cannot be read, and what helps; null otherwise.</param>
    public static IReadOnlyList<PastPlot> EndedIn(string file, DateTimeOffset since, int most, out string? unread)
    {
        using var journal = OpenToLook(file, out unread);
        try
        {
            return journal?.Ended(since, most) ?? [];
        }
        catch (JournalException refused)
        {
            unread = refused.Message;
            return [];
        }
    }

    /// <summary>By its path, the last check of each plot file; none where they cannot be read.</summary>
    /// <remarks>Why not is for whoever asks for plots too: <see cref="EndedIn"/> tells it.</remarks>
    public static IReadOnlyDictionary<string, CheckRecord> ChecksIn(string file)
    {
        using var journal = OpenToLook(file, out _);
        try
        {
            return (journal?.LastChecks() ?? []).ToDictionary(check => check.File);
        }
        catch (JournalException)
        {
            return new Dictionary<string, CheckRecord>();
        }
    }
}
