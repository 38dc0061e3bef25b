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
}
