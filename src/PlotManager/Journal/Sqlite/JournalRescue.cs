using Microsoft.Data.Sqlite;

namespace PlotManager.Journal.Sqlite;

/// <summary>Carries what can be read of a damaged journal into a new one, row by row.</summary>
internal static class JournalRescue
{
    private static readonly string[] Tables =
    [
        "farm", "settings", "sessions", "directories", "jobs", "runs", "plots", "checks", "events", "notices", "deliveries",
    ];

    /// <returns>What was carried over, in a few words.</returns>
    /// <exception cref="SqliteException">The new journal cannot be written, or the drive fails.</exception>
    /// <exception cref="IOException">There is no room for the copy that is read.</exception>
    public static string Carry(string damaged, SqliteConnection anew)
    {
        var carried = new List<string>();
        var cut = new List<string>();
        var copy = damaged + ".reading"; // SQLite writes to what it opens, and the damaged file stays as it is
        try
        {
            using var source = TryOpen(damaged, copy);
            foreach (var table in source is null ? [] : Tables)
            {
                var (rows, isWhole) = Carry(source!, anew, table);
                if (rows > 0)
                {
                    carried.Add($"{rows} of {table}");
                }

                if (!isWhole)
                {
                    cut.Add(table);
                }
            }
        }
        finally
        {
            JournalFile.Delete(copy);
        }

        return carried.Count == 0
            ? "nothing of it, as nothing of it can be read; running plots are found by their processes"
            : $"the rows that can be read: "
                + $"{string.Join(", ", carried)}{(cut.Count == 0 ? "" : $"; {string.Join(", ", cut)} could not be read to the end")}";
    }

    private static SqliteConnection? TryOpen(string damaged, string copy)
    {
        try
        {
            foreach (var part in JournalFile.WithCompanions(damaged))
            {
                File.Copy(damaged + part, copy + part, overwrite: true);
            }

            return JournalFile.Connect(copy, SqliteOpenMode.ReadWrite);
        }
        catch (SqliteException unreadable) when (SqliteFaults.IsDamage(unreadable))
        {
            return null; // nothing is carried over then, and the caller says so
        }
    }

    // From both ends: damage in the middle hides no row but those around it.
    private static (int Rows, bool IsWhole) Carry(SqliteConnection source, SqliteConnection anew, string table)
    {
        var columns = Columns(source, table).Intersect(Columns(anew, table)).ToList();
        if (columns.Count == 0)
        {
            return (0, false);
        }

        var (rows, isWhole) = Carry(source, anew, table, columns, "ASC");
        return isWhole ? (rows, true) : (rows + Carry(source, anew, table, columns, "DESC").Rows, false);
    }

    private static (int Rows, bool IsWhole) Carry(
        SqliteConnection source, SqliteConnection anew, string table, List<string> columns, string order)
    {
        var rows = 0;
        try
        {
            using var select = source.CreateCommand();
            select.CommandText = $"SELECT {string.Join(", ", columns)} FROM {table} ORDER BY rowid {order}";
            using var reader = select.ExecuteReader();
            using var transaction = anew.BeginTransaction();
            bool isDamaged;
            while (TryRead(reader, out isDamaged))
            {
                rows += Insert(anew, transaction, table, columns, reader);
            }

            transaction.Commit();
            return (rows, !isDamaged);
        }
        catch (SqliteException damaged) when (IsUnreadable(damaged))
        {
            return (rows, false);
        }
    }

    private static bool TryRead(SqliteDataReader reader, out bool isDamaged)
    {
        try
        {
            isDamaged = false;
            return reader.Read();
        }
        catch (SqliteException damaged) when (IsUnreadable(damaged))
        {
            isDamaged = true;
            return false;
        }
    }

    // A row that the new tables do not take (a word where a number must be) is none.
    private static int Insert(
        SqliteConnection anew, SqliteTransaction transaction, string table, List<string> columns, SqliteDataReader row)
    {
        using var insert = anew.CreateCommand();
        insert.Transaction = transaction;
        insert.CommandText = $"INSERT OR IGNORE INTO {table} ({string.Join(", ", columns)}) VALUES "
            + $"({string.Join(", ", columns.Select((_, index) => $"$v{index}"))})";
        for (var index = 0; index < columns.Count; index++)
        {
            insert.Parameters.AddWithValue($"$v{index}", row.GetValue(index));
        }

        try
        {
            return insert.ExecuteNonQuery();
        }
        catch (SqliteException refused) when (refused.SqliteErrorCode is SQLitePCL.raw.SQLITE_CONSTRAINT or SQLitePCL.raw.SQLITE_MISMATCH)
        {
            return 0;
        }
    }

    private static bool IsUnreadable(SqliteException e) => SqliteFaults.IsDamage(e) || SqliteFaults.IsOtherTable(e);

    private static List<string> Columns(SqliteConnection connection, string table)
    {
        var columns = new List<string>();
        try
        {
            using var command = connection.CreateCommand();
            command.CommandText = $"SELECT name FROM pragma_table_info('{table}')";
            using var reader = command.ExecuteReader();
            while (reader.Read())
            {
                columns.Add(reader.GetString(0));
            }
        }
        catch (SqliteException damaged) when (IsUnreadable(damaged))
        {
            columns.Clear(); // its list of tables is damaged
        }

        return columns;
    }
}
