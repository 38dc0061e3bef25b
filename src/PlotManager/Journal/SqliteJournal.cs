using System.Collections.Immutable;
using Microsoft.Data.Sqlite;
using PlotManager.Core.Plotting;
using PlotManager.Core.Scheduling;
using PlotManager.Manager;

namespace PlotManager.Journal;

/// <summary>
/// The journal as a SQLite file in WAL mode: a commit is on the disk before the manager acts on it, and a crash at any instruction
/// leaves either all of a list of changes or none.
/// </summary>
public sealed class SqliteJournal : IJournal
{
    /// <summary>An ended run's process may linger this long and must not be taken for a new one.</summary>
    private static readonly TimeSpan Lingering = TimeSpan.FromDays(3);

    /// <summary>FULL: a power cut right after a launch must not forget it.</summary>
    private const string Durability = "PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL;";

    // The loop and the sender of notices share one connection.
    private readonly Lock _turn = new();
    private readonly string _file;
    private SqliteConnection _connection;

    private SqliteJournal(string file, SqliteConnection connection) => (_file, _connection) = (file, connection);

    /// <summary>Opens or makes the journal; a damaged file is set aside under a name of its own and a new one begun.</summary>
    /// <param name="setAside">Told the name of the damaged file, if there was one.</param>
    /// <exception cref="JournalException">The file can be neither read nor made.</exception>
    public static SqliteJournal Open(string file, TimeProvider time, Action<string> setAside)
    {
        try
        {
            return OpenOnce(file);
        }
        catch (Exception damaged) when (SqliteFaults.IsDamage(damaged))
        {
            var aside = $"{file}.damaged-{time.GetUtcNow():yyyyMMdd-HHmmss}";
            try
            {
                // With its write-ahead log: what was committed last may be in there alone.
                foreach (var part in new[] { "", "-wal" }.Where(part => File.Exists(file + part)))
                {
                    File.Move(file + part, aside + part, overwrite: true);
                }

                File.Delete(file + "-shm");
            }
            catch (Exception stays) when (stays is IOException or UnauthorizedAccessException)
            {
                throw new JournalException($"{file}: the journal is damaged and cannot be set aside ({stays.Message})", stays);
            }

            setAside(aside);
            return OpenOnce(file);
        }
        catch (SqliteException refused)
        {
            throw new JournalException(SqliteFaults.Explain(file, refused), refused);
        }
    }

    /// <summary>Opens an existing journal to look at it only; null if there is none, or it cannot be read.</summary>
    /// <param name="unread">Why one that is there cannot be read, and what helps; null otherwise.</param>
    public static SqliteJournal? OpenToLook(string file, out string? unread)
    {
        unread = null;
        if (!File.Exists(file))
        {
            return null;
        }

        SqliteConnection? connection = null;
        try
        {
            connection = Connect(file, SqliteOpenMode.ReadOnly);
            var journal = new SqliteJournal(file, connection);
            journal.Load();
            return journal;
        }
        catch (Exception unreadable) when (unreadable is SqliteException || SqliteFaults.IsDamage(unreadable))
        {
            unread = WhyUnread(file, connection, unreadable);
            connection?.Dispose();
            return null;
        }
    }

    private static string WhyUnread(string file, SqliteConnection? connection, Exception unreadable) =>
        !SqliteFaults.IsDamage(unreadable) && unreadable is SqliteException refused ? SqliteFaults.Explain(file, refused)
        : VersionOf(connection) switch
        {
            > Schema.Version => $"the journal {file} was written by a newer version of this program; use that one",
            > 0 and < Schema.Version => $"the journal {file} is of an older version; plotmanager start brings it up to date",
            _ => $"the journal {file} is damaged; plotmanager start sets it aside and begins a new one",
        };

    // 0 where it cannot be told.
    private static long VersionOf(SqliteConnection? connection)
    {
        try
        {
            return connection is null ? 0 : (long)Scalar(connection, "PRAGMA user_version")!;
        }
        catch (SqliteException)
        {
            return 0;
        }
    }

    public JournalState Load()
    {
        // The one written last: after the clock was set back its times are the earlier ones.
        var lastSession = Select("SELECT * FROM sessions ORDER BY rowid DESC LIMIT 1", Rows.Session).FirstOrDefault();
        var starts = Select("SELECT value FROM settings WHERE name = 'starts'", row => Enum.Parse<StartMode>(row.GetString(0))).FirstOrDefault();
        var latest = Select("SELECT max(launched_at, coalesce(ended_at, 0)) FROM runs ORDER BY 1 DESC LIMIT 1", row => row.GetInt64(0)).FirstOrDefault();
        var since = latest - (long)Lingering.TotalMilliseconds;
        var runs = Select("SELECT * FROM runs WHERE ended_at IS NULL OR ended_at > $since ORDER BY launched_at", Rows.Run, ("$since", since));
        var plots = Select(
            "SELECT plots.* FROM plots JOIN runs USING (run_id) WHERE runs.ended_at IS NULL OR runs.ended_at > $since ORDER BY run_id, number",
            Rows.Plot,
            ("$since", since));
        return new JournalState
        {
            LastSession = lastSession,
            Starts = starts,
            Directories = [.. Select("SELECT path, drive FROM directories WHERE drive IS NOT NULL", row => (row.GetString(0), row.GetString(1)))],
            Jobs = [.. Select("SELECT * FROM jobs", Rows.Job)],
            Runs = [.. runs],
            Plots = [.. plots],
        };
    }

    public void Commit(IReadOnlyList<Change> changes)
    {
        if (changes.Count == 0)
        {
            return;
        }

        using var turn = _turn.EnterScope();
        try
        {
            KeepFile();
            using var transaction = _connection.BeginTransaction();
            foreach (var change in changes)
            {
                using var command = _connection.CreateCommand();
                command.Transaction = transaction;
                Rows.Write(command, change);
                command.ExecuteNonQuery();
            }

            transaction.Commit();
        }
        catch (SqliteException refused)
        {
            throw new JournalException(SqliteFaults.Explain(_file, refused), refused);
        }
        catch (Exception refused) when (refused is IOException or UnauthorizedAccessException)
        {
            throw new JournalException($"{_file}: the journal was deleted and cannot be made anew ({refused.Message})", refused);
        }
    }

    public IReadOnlyList<EventRecord> Events(DateTimeOffset since) =>
        Read("SELECT * FROM events WHERE at >= $since ORDER BY at, rowid", Rows.Event, ("$since", since.ToUnixTimeMilliseconds()));

    public IReadOnlyList<MadePlot> Made(DateTimeOffset since) => Read(
        "SELECT ended_at, coalesce(final_bytes, 0) FROM plots WHERE ended_at >= $since AND state = $completed",
        row => new MadePlot(DateTimeOffset.FromUnixTimeMilliseconds(row.GetInt64(0)), row.GetInt64(1)),
        ("$since", since.ToUnixTimeMilliseconds()),
        ("$completed", PlotState.Completed.ToString()));

    public IReadOnlyList<PastPlot> Ended(DateTimeOffset since, int most)
    {
        try
        {
            return ReadEnded(since, most);
        }
        catch (Exception unreadable) when (unreadable is SqliteException || SqliteFaults.IsDamage(unreadable))
        {
            throw new JournalException($"{_file}: finished plots cannot be read ({unreadable.Message.ReplaceLineEndings(" ")})", unreadable);
        }
    }

    private IReadOnlyList<PastPlot> ReadEnded(DateTimeOffset since, int most)
    {
        var plots = Select(
            "SELECT * FROM plots WHERE ended_at >= $since ORDER BY ended_at DESC LIMIT $most", Rows.Plot, ("$since", since.ToUnixTimeMilliseconds()), ("$most", most));
        var runs = Select(
            "SELECT * FROM runs WHERE run_id IN (SELECT run_id FROM plots WHERE ended_at >= $since ORDER BY ended_at DESC LIMIT $most)",
            Rows.Run,
            ("$since", since.ToUnixTimeMilliseconds()),
            ("$most", most)).ToDictionary(run => run.RunId);
        return [.. plots.Where(plot => runs.ContainsKey(plot.RunId)).Select(plot => new PastPlot(runs[plot.RunId], plot))];
    }

    public void Dispose() => _connection.Dispose();

    // Somebody deleted the file: what it held is still there for who has it open, and goes into a new file of that name.
    private void KeepFile()
    {
        if (File.Exists(_file))
        {
            return;
        }

        FarmPaths.MakePrivate(Path.GetDirectoryName(_file)!);
        foreach (var companion in new[] { "-wal", "-shm" })
        {
            File.Delete(_file + companion);
        }

        var anew = Connect(_file, SqliteOpenMode.ReadWriteCreate);
        try
        {
            _connection.BackupDatabase(anew);
            Execute(anew, Durability);
        }
        catch
        {
            anew.Dispose();
            File.Delete(_file); // a half copy must not pass for the journal
            throw;
        }

        _connection.Dispose();
        _connection = anew;
    }

    private static SqliteJournal OpenOnce(string file)
    {
        MakePrivate(file);
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

            var written = (long)Scalar(connection, "PRAGMA user_version")!;
            if (written > Schema.Version)
            {
                throw new JournalException($"{file}: the journal was written by a newer version of this program; start that one, or give another folder with --state");
            }

            // Nothing is written into a file that may yet turn out to be damaged.
            if (written < Schema.Version)
            {
                Execute(connection, $"BEGIN; {(written == 1 ? Schema.From1 : Schema.Tables)} PRAGMA user_version={Schema.Version}; COMMIT;");
            }

            var journal = new SqliteJournal(file, connection);
            journal.Load(); // what cannot be understood is damaged too
            return journal;
        }
        catch
        {
            connection.Dispose();
            throw;
        }
    }

    // Nobody else's to read or write. SQLite gives the files beside it the mode of the journal itself.
    private static void MakePrivate(string file)
    {
        if (OperatingSystem.IsWindows())
        {
            return; // the folder of the user's own profile or farm decides there
        }

        const UnixFileMode ownerOnly = UnixFileMode.UserRead | UnixFileMode.UserWrite;
        try
        {
            using (new FileStream(file, new FileStreamOptions { Mode = FileMode.OpenOrCreate, Access = FileAccess.ReadWrite, Share = FileShare.ReadWrite | FileShare.Delete, UnixCreateMode = ownerOnly }))
            {
                if (File.GetUnixFileMode(file) != ownerOnly)
                {
                    File.SetUnixFileMode(file, ownerOnly);
                }
            }
        }
        catch (Exception refused) when (refused is IOException or UnauthorizedAccessException)
        {
            // SQLite meets the same obstacle and says what it is.
        }
    }

    private static SqliteConnection Connect(string file, SqliteOpenMode mode)
    {
        var connection = new SqliteConnection(new SqliteConnectionStringBuilder { DataSource = file, Mode = mode, Pooling = false, DefaultTimeout = 5 }.ToString());
        connection.Open();
        return connection;
    }

    /// <exception cref="JournalException">It cannot be read.</exception>
    internal ImmutableArray<T> Read<T>(string sql, Func<SqliteDataReader, T> row, params (string Name, object? Value)[] parameters)
    {
        try
        {
            return Select(sql, row, parameters);
        }
        catch (SqliteException refused)
        {
            throw new JournalException(SqliteFaults.Explain(_file, refused), refused);
        }
        catch (Exception damaged) when (SqliteFaults.IsDamage(damaged))
        {
            throw new JournalException($"{_file}: a part of the journal is damaged ({damaged.Message.ReplaceLineEndings(" ")})", damaged);
        }
    }

    /// <exception cref="JournalException">Nothing was written.</exception>
    internal void Execute(string sql, params (string Name, object? Value)[] parameters)
    {
        try
        {
            using var turn = _turn.EnterScope();
            using var command = Command(sql, parameters);
            command.ExecuteNonQuery();
        }
        catch (SqliteException refused)
        {
            throw new JournalException(SqliteFaults.Explain(_file, refused), refused);
        }
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

    private ImmutableArray<T> Select<T>(string sql, Func<SqliteDataReader, T> row, params (string Name, object? Value)[] parameters)
    {
        using var turn = _turn.EnterScope();
        using var command = Command(sql, parameters);
        using var reader = command.ExecuteReader();
        var found = ImmutableArray.CreateBuilder<T>();
        while (reader.Read())
        {
            found.Add(row(reader));
        }

        return found.ToImmutable();
    }

    private SqliteCommand Command(string sql, (string Name, object? Value)[] parameters)
    {
        var command = _connection.CreateCommand();
        command.CommandText = sql;
        foreach (var (name, value) in parameters)
        {
            command.Parameters.AddWithValue(name, value ?? DBNull.Value);
        }

        return command;
    }
}
