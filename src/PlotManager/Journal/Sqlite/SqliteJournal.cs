using System.Collections.Immutable;
using Microsoft.Data.Sqlite;

namespace PlotManager.Journal.Sqlite;

/// <summary>
/// The journal as a SQLite file: a commit is on the disk before the manager acts on it, and a crash at any instruction
/// leaves either all of a list of changes or none.
/// </summary>
public sealed partial class SqliteJournal : IJournal
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

    /// <exception cref="JournalException">It cannot be read any more.</exception>
    public JournalState Load()
    {
        try
        {
            return ReadState();
        }
        catch (SqliteException unreadable)
        {
            throw new JournalException(SqliteFaults.Explain(_file, unreadable), unreadable);
        }
    }

    private JournalState ReadState()
    {
        // The one written last: after the clock was set back its times are the earlier ones.
        var lastSession = Select("SELECT * FROM sessions ORDER BY rowid DESC LIMIT 1", Rows.Session).FirstOrDefault();
        var starts = Select(
            "SELECT value FROM settings WHERE name = 'starts'",
            row => (Mode: row.Word("value", StartMode.Paused) ?? StartMode.Paused, row.Unread)).FirstOrDefault();
        var latest =
            Select("SELECT max(launched_at, coalesce(ended_at, 0)) AS latest FROM runs WHERE max(launched_at, coalesce(ended_at, 0)) "
                + "<= $latest ORDER BY 1 DESC LIMIT 1", row => row.Long("latest") ?? 0, ("$latest", RowReader.Latest)).FirstOrDefault();
        var since = latest - (long)Lingering.TotalMilliseconds;
        var runs =
            Select("SELECT * FROM runs WHERE ended_at IS NULL OR ended_at > $since ORDER BY launched_at", Rows.Run, ("$since", since));
        var plots = Select(
            "SELECT plots.* FROM plots JOIN runs USING (run_id) WHERE runs.ended_at IS NULL OR runs.ended_at > $since ORDER BY "
                + "run_id, number",
            Rows.Plot,
            ("$since", since));
        ImmutableArray<JobRecord> jobs = [.. Select("SELECT * FROM jobs", Rows.Job)];
        var checks = Select("SELECT * FROM checks WHERE ended_at IS NULL ORDER BY rowid", CheckRows.Read);
        return new JournalState
        {
            LastSession = lastSession,
            Starts = starts.Mode,
            Farm = Select("SELECT * FROM farm", Rows.Farm).FirstOrDefault(),
            Unread =
            [
                .. InWords("the setting that allows starts", starts.Unread ?? UnreadValues.None),
                .. jobs.SelectMany(job => InWords($"job {job.Name}", job.Unread)),
                .. runs.SelectMany(run => InWords($"run {run.RunId}", run.Unread)),
                .. checks.SelectMany(check => InWords($"check {check.CheckId}", check.Unread)),
                .. plots.SelectMany(plot => InWords($"plot {plot.Number} of run {plot.RunId}", plot.Unread)),
                .. UnknownNotices(),
            ],
            Directories = [.. Select("SELECT * FROM directories", Rows.Directory)],
            Jobs = jobs,
            Runs = [.. runs],
            Plots = [.. plots],
            Checks = checks,
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
                using var moved = Command("UPDATE farm SET journal_file = $file", [("$file", _identity)]);
                moved.ExecuteNonQuery();
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
            throw new JournalException($"{_file}: the journal cannot be found under its name or made anew ({refused.Message})", refused);
        }
    }

    private bool IsNamed => _place is null ? File.Exists(_file) : _place.Entries.Find(_file) is { } named && named.Identity == _identity;

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
