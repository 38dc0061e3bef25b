using Microsoft.Data.Sqlite;

namespace PlotManager.Journal;

/// <summary>What SQLite's refusals mean for a journal, and for people.</summary>
internal static class SqliteFaults
{
    // SQLITE_ERROR: tables or columns are not those of a journal. The others: a row holds what no row of ours holds.
    public static bool IsDamage(Exception e) => e is SqliteException sqlite
        ? sqlite.SqliteErrorCode is SQLitePCL.raw.SQLITE_CORRUPT or SQLitePCL.raw.SQLITE_NOTADB or SQLitePCL.raw.SQLITE_ERROR
        : e is ArgumentException or FormatException or OverflowException or InvalidCastException or InvalidOperationException;

    public static string Explain(string file, SqliteException e) => e.SqliteErrorCode switch
    {
        SQLitePCL.raw.SQLITE_FULL => $"{file}: the drive of the journal is full; free some space there",
        SQLitePCL.raw.SQLITE_READONLY => $"{file}: the journal cannot be written (read-only); make it writable or give another folder with --state",
        SQLitePCL.raw.SQLITE_CANTOPEN => $"{file}: the journal cannot be opened; see that its folder exists and is writable, or give another with --state",
        SQLitePCL.raw.SQLITE_BUSY => $"{file}: another program holds the journal; close it",
        _ => $"{file}: the journal cannot be used ({e.Message.ReplaceLineEndings(" ")})",
    };
}
