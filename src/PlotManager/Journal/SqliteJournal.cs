using System.Collections.Immutable;
using Microsoft.Data.Sqlite;
using PlotManager.Core.Scheduling;

namespace PlotManager.Journal;

/// <summary>
/// The journal as a SQLite file in WAL mode: a commit is on the disk before the manager acts on it, and a crash at any instruction
/// leaves either all of a list of changes or none.
/// </summary>
public sealed class SqliteJournal : IJournal
{
    /// <summary>An ended run's process may linger this long and must not be taken for a new one.</summary>
    private static readonly TimeSpan Lingering = TimeSpan.FromDays(3);

    // The loop and the sender of notices share one connection.
    private readonly Lock _turn = new();
    private readonly SqliteConnection _connection;

    private SqliteJournal(SqliteConnection connection) => _connection = connection;

    /// <summary>Opens or makes the journal; a damaged file is set aside under a name of its own and a new one begun.</summary>
    /// <param name="setAside">Told the name of the damaged file, if there was one.</param>
    /// <exception cref="JournalException">The file can be neither read nor made.</exception>
    public static SqliteJournal Open(string file, TimeProvider time, Action<string> setAside)
    {
        try
        {
            return OpenOnce(file);
        }
        catch (SqliteException damaged) when (IsDamage(damaged))
        {
            var aside = $"{file}.damaged-{time.GetUtcNow():yyyyMMdd-HHmmss}";
            File.Move(file, aside);
            foreach (var companion in new[] { "-wal", "-shm" })
            {
                File.Delete(file + companion);
            }

            setAside(aside);
            return OpenOnce(file);
        }
        catch (SqliteException refused)
        {
            throw new JournalException(Explain(file, refused), refused);
        }
    }

    /// <summary>Opens an existing journal to look at it only; null if there is none or it cannot be read.</summary>
    public static SqliteJournal? OpenToLook(string file)
    {
        if (!File.Exists(file))
        {
            return null;
        }

        try
        {
            var connection = Connect(file, SqliteOpenMode.ReadOnly);
            using var probe = connection.CreateCommand();
            probe.CommandText = "SELECT count(*) FROM sessions";
            probe.ExecuteScalar();
            return new SqliteJournal(connection);
        }
        catch (SqliteException)
        {
            return null; // the caller says that there is no journal it may read
        }
    }

    public JournalState Load()
    {
        var lastSession = Read("SELECT * FROM sessions ORDER BY started_at DESC, rowid DESC LIMIT 1", Rows.Session).FirstOrDefault();
        var starts = Read("SELECT value FROM settings WHERE name = 'starts'", row => Enum.Parse<StartMode>(row.GetString(0))).FirstOrDefault();
        var latest = Read("SELECT max(launched_at, coalesce(ended_at, 0)) FROM runs ORDER BY 1 DESC LIMIT 1", row => row.GetInt64(0)).FirstOrDefault();
        var since = latest - (long)Lingering.TotalMilliseconds;
        var runs = Read("SELECT * FROM runs WHERE ended_at IS NULL OR ended_at > $since ORDER BY launched_at", Rows.Run, ("$since", since));
        var plots = Read(
            "SELECT plots.* FROM plots JOIN runs USING (run_id) WHERE runs.ended_at IS NULL OR runs.ended_at > $since ORDER BY run_id, number",
            Rows.Plot,
            ("$since", since));
        return new JournalState
        {
            LastSession = lastSession,
            Starts = starts,
            Jobs = [.. Read("SELECT * FROM jobs", Rows.Job)],
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
            throw new JournalException(Explain(_connection.DataSource, refused), refused);
        }
    }

    public IReadOnlyList<FinishedPlot> Finished(DateTimeOffset since, int most)
    {
        var plots = Read(
            "SELECT * FROM plots WHERE ended_at >= $since ORDER BY ended_at DESC LIMIT $most", Rows.Plot, ("$since", since.ToUnixTimeMilliseconds()), ("$most", most));
        var runs = Read(
            "SELECT * FROM runs WHERE run_id IN (SELECT run_id FROM plots WHERE ended_at >= $since ORDER BY ended_at DESC LIMIT $most)",
            Rows.Run,
            ("$since", since.ToUnixTimeMilliseconds()),
            ("$most", most)).ToDictionary(run => run.RunId);
        return [.. plots.Where(plot => runs.ContainsKey(plot.RunId)).Select(plot => new FinishedPlot(runs[plot.RunId], plot))];
    }

    public void Dispose() => _connection.Dispose();

    private static SqliteJournal OpenOnce(string file)
    {
        var connection = Connect(file, SqliteOpenMode.ReadWriteCreate);
        try
        {
            using var setup = connection.CreateCommand();
            // FULL: a power cut right after a launch must not forget it.
            setup.CommandText = $"PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL; {Schema.Tables} PRAGMA user_version={Schema.Version};";
            setup.ExecuteNonQuery();
            using var check = connection.CreateCommand();
            check.CommandText = "PRAGMA quick_check(1)";
            if (check.ExecuteScalar() is not "ok")
            {
                throw new SqliteException("the file's structure is damaged", SQLitePCL.raw.SQLITE_CORRUPT);
            }

            return new SqliteJournal(connection);
        }
        catch
        {
            connection.Dispose();
            throw;
        }
    }

    private static SqliteConnection Connect(string file, SqliteOpenMode mode)
    {
        var connection = new SqliteConnection(new SqliteConnectionStringBuilder { DataSource = file, Mode = mode, Pooling = false, DefaultTimeout = 5 }.ToString());
        connection.Open();
        return connection;
    }

    internal ImmutableArray<T> Read<T>(string sql, Func<SqliteDataReader, T> row, params (string Name, object? Value)[] parameters)
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

    internal void Execute(string sql, params (string Name, object? Value)[] parameters)
    {
        using var turn = _turn.EnterScope();
        using var command = Command(sql, parameters);
        command.ExecuteNonQuery();
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

    private static bool IsDamage(SqliteException e) => e.SqliteErrorCode is SQLitePCL.raw.SQLITE_CORRUPT or SQLitePCL.raw.SQLITE_NOTADB;

    private static string Explain(string file, SqliteException e) => e.SqliteErrorCode switch
    {
        SQLitePCL.raw.SQLITE_FULL => $"{file}: the drive of the journal is full; free some space there",
        SQLitePCL.raw.SQLITE_READONLY => $"{file}: the journal cannot be written (read-only); make it writable or give another folder with --state",
        SQLitePCL.raw.SQLITE_CANTOPEN => $"{file}: the journal cannot be opened; see that its folder exists and is writable, or give another with --state",
        SQLitePCL.raw.SQLITE_BUSY => $"{file}: another program holds the journal; close it",
        _ => $"{file}: the journal cannot be written ({e.Message.ReplaceLineEndings(" ")})",
    };
}
