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

    /// <summary>
    /// Opens or makes the journal. One that SQLite calls damaged is set aside under a name of its own, and a new one begins with what can be
    /// read of it.
    /// </summary>
    /// <param name="report">Told what was wrong with the file and what became of it, in one line; not called where all is well.</param>
    /// <param name="place">The manager's: whether it may still write, and whether the file under the name is still this one. Null for a moment's use.</param>
    /// <exception cref="JournalException">The file can be neither read nor made.</exception>
    public static SqliteJournal Open(string file, TimeProvider time, Action<string> report, JournalPlace? place = null)
    {
        try
        {
            if (JournalFile.IsEmpty(file))
            {
                report($"the journal {file} was empty (0 bytes), as a full drive or a power cut leaves it; a new one is begun, running plots are found by their processes");
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
        try
        {
            var anew = OpenUnderstood(file, place);
            report($"the journal was damaged and is set aside as {aside}; the new one has {JournalRescue.Carry(aside, anew._connection)}");
            return anew;
        }
        catch (SqliteException refused)
        {
            throw new JournalException(SqliteFaults.Explain(file, refused), refused);
        }
    }

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
            var version = JournalFile.VersionOf(connection);
            if (version is Schema.Version)
            {
                var journal = new SqliteJournal(file, connection);
                journal.Load();
                return journal;
            }

            unread = version switch
            {
                > Schema.Version => $"the journal {file} was written by a newer version of this program; use that one",
                > 0 => $"the journal {file} is of an older version; plotmanager start brings it up to date",
                _ when JournalFile.IsEmpty(file) => $"the journal {file} is empty (0 bytes); plotmanager start begins a new one",
                _ => Damaged(file),
            };
        }
        catch (SqliteException unreadable)
        {
            unread = SqliteFaults.IsDamage(unreadable) ? Damaged(file) : SqliteFaults.Explain(file, unreadable);
        }

        connection?.Dispose();
        return null;
    }

    private static string Damaged(string file) => $"the journal {file} is damaged; plotmanager start sets it aside and begins a new one with what can be read of it";

    public JournalState Load()
    {
        // The one written last: after the clock was set back its times are the earlier ones.
        var lastSession = Select("SELECT * FROM sessions ORDER BY rowid DESC LIMIT 1", Rows.Session).FirstOrDefault();
        var starts = Select("SELECT value FROM settings WHERE name = 'starts'", row => (Mode: row.Word("value", StartMode.Paused) ?? StartMode.Paused, row.Unread)).FirstOrDefault();
        var latest = Select("SELECT max(launched_at, coalesce(ended_at, 0)) AS latest FROM runs WHERE max(launched_at, coalesce(ended_at, 0)) <= $latest ORDER BY 1 DESC LIMIT 1", row => row.Long("latest") ?? 0, ("$latest", RowReader.Latest)).FirstOrDefault();
        var since = latest - (long)Lingering.TotalMilliseconds;
        var runs = Select("SELECT * FROM runs WHERE ended_at IS NULL OR ended_at > $since ORDER BY launched_at", Rows.Run, ("$since", since));
        var plots = Select(
            "SELECT plots.* FROM plots JOIN runs USING (run_id) WHERE runs.ended_at IS NULL OR runs.ended_at > $since ORDER BY run_id, number",
            Rows.Plot,
            ("$since", since));
        ImmutableArray<JobRecord> jobs = [.. Select("SELECT * FROM jobs", Rows.Job)];
        return new JournalState
        {
            LastSession = lastSession,
            Starts = starts.Mode,
            Unread =
            [
                .. InWords("the setting that allows starts", starts.Unread ?? UnreadValues.None),
                .. jobs.SelectMany(job => InWords($"job {job.Name}", job.Unread)),
                .. runs.SelectMany(run => InWords($"run {run.RunId}", run.Unread)),
                .. plots.SelectMany(plot => InWords($"plot {plot.Number} of run {plot.RunId}", plot.Unread)),
                .. UnknownNotices(),
            ],
            Directories = [.. Select("SELECT path, drive FROM directories WHERE drive IS NOT NULL", row => (row.Required("path"), row.Required("drive")))],
            Jobs = jobs,
            Runs = [.. runs],
            Plots = [.. plots],
        };
    }

    // A notice of a newer version waits for that version.
    private IEnumerable<string> UnknownNotices() =>
        from kind in Select("SELECT DISTINCT kind FROM notices", row => row.Required("kind"))
        where !NoticeQueue.Kinds.Contains(kind)
        select $"notices of the kind '{kind}'";

    private static IEnumerable<string> InWords(string row, UnreadValues unread) =>
        unread.Values.Select(value => $"{row}: {value.Column} '{value.Original}'");

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
                _connection = JournalFile.MakeAnew(_file, _connection, _place?.Entries);
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
        "SELECT ended_at, coalesce(final_bytes, 0) AS bytes FROM plots WHERE ended_at >= $since AND state = $completed",
        row => new MadePlot(row.Instant("ended_at") ?? DateTimeOffset.UnixEpoch, row.Long("bytes") ?? 0),
        ("$since", since.ToUnixTimeMilliseconds()),
        ("$completed", PlotState.Completed.ToString()));

    public IReadOnlyList<PastPlot> Ended(DateTimeOffset since, int most)
    {
        try
        {
            return ReadEnded(since, most);
        }
        catch (SqliteException unreadable)
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
    internal ImmutableArray<T> Read<T>(string sql, Func<RowReader, T> row, params (string Name, object? Value)[] parameters)
    {
        try
        {
            return Select(sql, row, parameters);
        }
        catch (SqliteException refused)
        {
            throw new JournalException(SqliteFaults.Explain(_file, refused), refused);
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

    private ImmutableArray<T> Select<T>(string sql, Func<RowReader, T> row, params (string Name, object? Value)[] parameters)
    {
        using var turn = _turn.EnterScope();
        using var command = Command(sql, parameters);
        using var reader = command.ExecuteReader();
        var found = ImmutableArray.CreateBuilder<T>();
        while (reader.Read())
        {
            found.Add(row(new RowReader(reader)));
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
