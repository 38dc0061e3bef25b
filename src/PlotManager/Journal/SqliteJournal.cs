using System.Collections.Immutable;
using Microsoft.Data.Sqlite;
using PlotManager.Core.Plotting;
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
    private readonly string _file;
    private readonly JournalPlace? _place;
    private SqliteConnection _connection;
    private string? _identity;

    private SqliteJournal(string file, SqliteConnection connection, JournalPlace? place = null) =>
        (_file, _connection, _place, _identity) = (file, connection, place, place?.Entries.Find(file)?.Identity);

    /// <summary>Opens or makes the journal; a damaged file is set aside under a name of its own and a new one begun.</summary>
    /// <param name="setAside">Told the name of the damaged file, if there was one.</param>
    /// <param name="place">The manager's: whether it may still write, and whether the file under the name is still this one. Null for a moment's use.</param>
    /// <exception cref="JournalException">The file can be neither read nor made.</exception>
    public static SqliteJournal Open(string file, TimeProvider time, Action<string> setAside, JournalPlace? place = null)
    {
        try
        {
            return OpenUnderstood(file, place);
        }
        catch (Exception damaged) when (SqliteFaults.IsDamage(damaged))
        {
            setAside(JournalFile.SetAside(file, time.GetUtcNow()));
            return OpenUnderstood(file, place);
        }
        catch (SqliteException refused)
        {
            throw new JournalException(SqliteFaults.Explain(file, refused), refused);
        }
    }

    // What cannot be understood is damaged too.
    private static SqliteJournal OpenUnderstood(string file, JournalPlace? place)
    {
        var journal = new SqliteJournal(file, JournalFile.Open(file, place?.Entries), place);
        try
        {
            journal.Load();
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
        if (!File.Exists(file))
        {
            return null;
        }

        SqliteConnection? connection = null;
        try
        {
            connection = JournalFile.Connect(file, SqliteOpenMode.ReadOnly);
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
        : JournalFile.VersionOf(connection) switch
        {
            > Schema.Version => $"the journal {file} was written by a newer version of this program; use that one",
            > 0 and < Schema.Version => $"the journal {file} is of an older version; plotmanager start brings it up to date",
            _ => $"the journal {file} is damaged; plotmanager start sets it aside and begins a new one",
        };

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
        if (changes.Count == 0 && _place is null)
        {
            return;
        }

        using var turn = _turn.EnterScope();
        if (_place?.Refusal() is { } refusal)
        {
            throw new JournalException(refusal);
        }

        try
        {
            if (!IsNamed)
            {
                _connection = JournalFile.MakeAnew(_file, _connection);
                _identity = _place?.Entries.Find(_file)?.Identity;
            }

            if (changes.Count == 0)
            {
                return;
            }

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

    private bool IsNamed => _place is null ? File.Exists(_file) : _place.Entries.Find(_file) is { } named && named.Identity == _identity;

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
