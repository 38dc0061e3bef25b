using Microsoft.Data.Sqlite;

namespace PlotManager.Journal.Sqlite;

public sealed partial class SqliteJournal
{
    /// <summary>
    /// Opens or makes the journal. One that SQLite calls damaged is set aside under a name of its own, and a new one begins with what can
    /// be read of it.
    /// </summary>
    /// <param name="report">Told what was wrong with the file and what became of it, in one line; not called where all is well.</param>
    /// <param name="place">The manager's: whether it may still write, and whether the file under the name is still this one. Null for a
    /// moment's use.</param>
    /// <exception cref="JournalException">The file can be neither read nor made.</exception>
    public static SqliteJournal Open(string file, TimeProvider time, Action<string> report, JournalPlace? place = null)
    {
        JournalFile.DemandFiles(file);
        try
        {
            if (JournalFile.IsEmpty(file))
            {
                report($"the journal {file} was empty (0 bytes), as a full drive or a power cut leaves it; a new one is begun, running "
                    + "plots are found by their processes");
            }

            return OpenUnderstood(file, place);
        }
        catch (SqliteException damaged) when (SqliteFaults.IsDamage(damaged))
        {
            return OpenAnew(file, time, report, place);
        }
        catch (SqliteException refused)
        {
            throw new JournalException(SqliteFaults.Explain(file, refused), refused);
        }
    }

    private static SqliteJournal OpenAnew(string file, TimeProvider time, Action<string> report, JournalPlace? place)
    {
        var aside = JournalFile.SetAside(file, time.GetUtcNow());
        SqliteJournal? anew = null;
        try
        {
            anew = OpenUnderstood(file, place);
            report($"the journal was damaged and is set aside as {aside}; the new one has {JournalRescue.Carry(aside, anew._connection)}");
            return anew;
        }
        catch (Exception refused) when (refused is SqliteException or IOException or UnauthorizedAccessException)
        {
            // A drive without room for what can be rescued: the next attempt finds everything as it was.
            anew?.Dispose();
            JournalFile.PutBack(file, aside);
            throw new JournalException(refused is SqliteException sqlite
                ? SqliteFaults.Explain(file, sqlite)
                : $"{file}: the journal is damaged, and what can be read of it cannot be carried into a new one ({refused.Message}); "
                    + "free some space there", refused);
        }
    }

    private static SqliteJournal OpenUnderstood(string file, JournalPlace? place)
    {
        var journal = new SqliteJournal(file, JournalFile.Open(file, place?.Entries), place);
        try
        {
            journal.ReadState();
            return journal;
        }
        catch
        {
            journal.Dispose();
            throw;
        }
    }

    /// <summary>Opens an existing journal to look at it only; null if there is none, or it cannot be read.</summary>
    /// <param name="unread">Why one that is there cannot be read, and what helps; null otherwise.</param>
    public static SqliteJournal? OpenToLook(string file, out string? unread)
    {
        unread = null;
        if (!Path.Exists(file))
        {
            return null;
        }

        SqliteConnection? connection = null;
        try
        {
            connection = JournalFile.ConnectToLook(file);
            var version = JournalFile.VersionOf(connection);
            if (version is Schema.Version)
            {
                var journal = new SqliteJournal(file, connection);
                journal.ReadState();
                return journal;
            }

            unread = version switch
            {
                > Schema.Version =>
                    $"the journal {file} was written by a newer version of this program; use that one{JournalBackup.Hint(file)}",
                > 0 => $"the journal {file} is of an older version; plotmanager start brings it up to date",
                _ when JournalFile.IsEmpty(file) => $"the journal {file} is empty (0 bytes); plotmanager start begins a new one",
                _ => $"the journal {file} has no tables yet; plotmanager start makes them",
            };
        }
        catch (SqliteException unreadable)
        {
            unread = SqliteFaults.IsDamage(unreadable) ? Damaged(file) : SqliteFaults.Explain(file, unreadable);
        }

        catch (JournalException refused)
        {
            unread = refused.Message;
        }

        connection?.Dispose();
        return null;
    }

    private static string Damaged(string file) =>
        $"the journal {file} is damaged; plotmanager start sets it aside and begins a new one with what can be read of it";
}
