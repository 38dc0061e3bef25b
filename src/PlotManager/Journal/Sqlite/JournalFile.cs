using System.Collections.Immutable;
using Microsoft.Data.Sqlite;
using PlotManager.Platform;

namespace PlotManager.Journal.Sqlite;

/// <summary>The file that a journal lies in: opened, checked, brought to the present form, set aside when it is damaged.</summary>
internal static class JournalFile
{
    /// <summary>
    /// A rollback journal, not a write-ahead log: that one maps its index into memory, and a drive that dies under a mapping ends the
    /// process instead of failing a call. FULL: a power cut right after a launch must not forget it.
    /// </summary>
    private const string Durability = "PRAGMA journal_mode=TRUNCATE; PRAGMA synchronous=FULL;";

    /// <summary>
    /// Ends of the names of files beside it, where SQLite keeps commits: those to be undone, and (as earlier versions wrote) those to be
    /// added.
    /// </summary>
    public static readonly ImmutableArray<string> Companions = ["-journal", "-wal"];

    // The index of a write-ahead log, which SQLite makes anew.
    private const string Index = "-shm";

    /// <summary>Opens the file to write, or makes it; nothing is written into one that may yet turn out to be damaged.</summary>
    /// <exception cref="SqliteException">It is damaged, or cannot be written.</exception>
    /// <exception cref="JournalException">A newer program wrote it.</exception>
    public static SqliteConnection Open(string file, IEntries? entries)
    {
        if (entries is not null)
        {
            MakePrivate(file, entries);
        }

        var connection = Connect(file, SqliteOpenMode.ReadWriteCreate);
        try
        {
            // SQLite opens a file that it may not write as well, and would say so only at the first commit.
            if (SQLitePCL.raw.sqlite3_db_readonly(connection.Handle, "main") == 1)
            {
                throw new SqliteException("read-only", SQLitePCL.raw.SQLITE_READONLY);
            }

            Execute(connection, Durability);
            if (Scalar(connection, "PRAGMA quick_check(1)") is not "ok")
            {
                throw new SqliteException("the file's structure is damaged", SQLitePCL.raw.SQLITE_CORRUPT);
            }

            var written = VersionOf(connection);
            if (written > Schema.Version)
            {
                throw new JournalException($"{file}: the journal was written by a newer version of this program; start that one, or "
                    + $"give another folder with --state{JournalBackup.Hint(file)}");
            }

            if (written < Schema.Version)
            {
                if (written > 0)
                {
                    JournalBackup.Make(file, connection, written, entries);
                }

                Execute(connection, $"BEGIN; {Schema.From(written)} PRAGMA user_version={Schema.Version}; COMMIT;");
            }
            else
            {
                // A drive that is full says so now, and not when the first plotter is about to start.
                Execute(connection, $"PRAGMA user_version={Schema.Version}");
            }

            return connection;
        }
        catch
        {
            connection.Dispose();
            throw;
        }
    }

    /// <exception cref="JournalException">What has the name, or that of a file beside it, is no file.</exception>
    public static SqliteConnection Connect(string file, SqliteOpenMode mode)
    {
        DemandFiles(file);
        var connection = new SqliteConnection(
            new SqliteConnectionStringBuilder { DataSource = file, Mode = mode, Pooling = false, DefaultTimeout = 5 }.ToString());
        connection.Open();
        return connection;
    }

    /// <summary>
    /// Opens the file to look at it. One whose writer died in the middle of a commit is made whole first: SQLite itself undoes the half
    /// commit, as the next manager would.
    /// </summary>
    /// <exception cref="SqliteException">It cannot be read, or not be made whole by this user.</exception>
    /// <exception cref="JournalException">What has the name, or that of a file beside it, is no file.</exception>
    public static SqliteConnection ConnectToLook(string file)
    {
        var connection = Connect(file, SqliteOpenMode.ReadOnly);
        try
        {
            VersionOf(connection);
            return connection;
        }
        catch (SqliteException interrupted) when (SqliteFaults.IsHalfCommit(interrupted))
        {
            connection.Dispose();
            return Connect(file, SqliteOpenMode.ReadWrite);
        }
        catch
        {
            connection.Dispose();
            throw;
        }
    }

    /// <summary>SQLite would wait for ever at a fifo.</summary>
    /// <exception cref="JournalException">What has the name, or that of a file beside it, is no file.</exception>
    public static void DemandFiles(string file)
    {
        foreach (var part in (string[])[file, .. Companions.Select(part => file + part), file + Index])
        {
            if (FileKind.OtherThanFile(part) is { } other)
            {
                throw new JournalException(
                    $"{part} is {other} where a file of the journal should be; remove it, or give another folder with --state");
            }
        }
    }

    /// <summary>The version of the tables in the file; 0 where there are none.</summary>
    /// <exception cref="SqliteException">The file cannot be read.</exception>
    public static long VersionOf(SqliteConnection connection) => (long)Scalar(connection, "PRAGMA user_version")!;

    /// <summary>Whether there is such a file and nothing in it: no journal that ever was one, but what is left of it.</summary>
    public static bool IsEmpty(string file) =>
        new FileInfo(file) is { Exists: true, Length: 0 } && new FileInfo(file + "-wal") is { Exists: false } or { Length: 0 };

    /// <summary>Renames a damaged file, with the files that SQLite needs beside it to read what was committed last.</summary>
    /// <returns>The new name.</returns>
    public static string SetAside(string file, DateTimeOffset now)
    {
        var aside = $"{file}.damaged-{now:yyyyMMdd-HHmmss}";
        try
        {
            foreach (var part in WithCompanions(file))
            {
                SharedFile.Put(file + part, aside + part);
            }

            SharedFile.Delete(file + Index);
            return aside;
        }
        catch (Exception stays) when (stays is IOException or UnauthorizedAccessException)
        {
            throw new JournalException($"{file}: the journal is damaged and cannot be set aside ({stays.Message})", stays);
        }
    }

    /// <summary>Undoes <see cref="SetAside"/>: the file that has taken the name goes.</summary>
    public static void PutBack(string file, string aside)
    {
        Delete(file);
        foreach (var part in WithCompanions(aside))
        {
            SharedFile.Rename(aside + part, file + part);
        }
    }

    /// <summary>Ends of the names of those files that are there: the journal itself (an empty end) and its companions.</summary>
    public static IReadOnlyList<string> WithCompanions(string file) =>
        [.. ((string[])["", .. Companions]).Where(part => File.Exists(file + part))];

    /// <summary>Deletes a file that is no journal of ours, with all that SQLite keeps beside it.</summary>
    public static void Delete(string file)
    {
        SharedFile.Delete(file);
        DeleteCompanions(file);
    }

    /// <summary>
    /// Somebody deleted the file or put another one in its place: what it held is still there for who has it open, and goes into a new
    /// file of that name.
    /// </summary>
    /// <returns>The connection to the new file; the old one is closed.</returns>
    public static SqliteConnection MakeAnew(string file, SqliteConnection deleted, IEntries? entries)
    {
        if (File.Exists(file))
        {
            SharedFile.Rename(file, Unused(file + ".replaced")); // another file took the name: nobody's work is thrown away
        }

        DeleteCompanions(file);
        entries?.MakeFile(file);
        var anew = Connect(file, SqliteOpenMode.ReadWriteCreate);
        try
        {
            deleted.BackupDatabase(anew);
            Execute(anew, Durability);
        }
        catch
        {
            anew.Dispose();
            SharedFile.Delete(file); // a half copy must not pass for the journal
            throw;
        }

        deleted.Dispose();
        return anew;
    }

    // Nobody else's to read or write. SQLite gives the files beside it the mode of the journal itself.
    private static void MakePrivate(string file, IEntries entries)
    {
        try
        {
            entries.MakeFile(file);
        }
        catch (Exception refused) when (refused is IOException or UnauthorizedAccessException)
        {
            if (entries.Find(file) is { } there && (there.Kind != EntryKind.File || there.Owner != entries.User || there.Links > 1))
            {
                throw new JournalException(refused.Message, refused);
            }

            // SQLite meets the same obstacle and says what it is.
        }
    }

    private static void DeleteCompanions(string file)
    {
        foreach (var part in Companions.Append(Index))
        {
            SharedFile.Delete(file + part);
        }
    }

    private static string Unused(string name)
    {
        var number = 1;
        while (Path.Exists($"{name}-{number}"))
        {
            number++;
        }

        return $"{name}-{number}";
    }

    private static void Execute(SqliteConnection connection, string sql)
    {
        using var command = connection.CreateCommand();
        command.CommandText = sql;
        command.ExecuteNonQuery();
    }

    private static object? Scalar(SqliteConnection connection, string sql)
    {
        using var command = connection.CreateCommand();
        command.CommandText = sql;
        return command.ExecuteScalar();
    }
}
