using Microsoft.Data.Sqlite;

namespace PlotManager.Journal;

/// <summary>What SQLite's refusals mean for a journal, and for people.</summary>
internal static class SqliteFaults
{
    /// <summary>SQLite's own verdict, and nothing else, says that a file is damaged. SQLITE_ERROR: its tables or columns are not those of a journal.</summary>
    public static bool IsDamage(SqliteException e) =>
        e.SqliteErrorCode is SQLitePCL.raw.SQLITE_CORRUPT or SQLitePCL.raw.SQLITE_NOTADB or SQLitePCL.raw.SQLITE_ERROR;

    public static string Explain(string file, SqliteException e) => e.SqliteErrorCode switch
    {
        SQLitePCL.raw.SQLITE_FULL => $"{file}: the drive of the journal is full; free some space there",
        SQLitePCL.raw.SQLITE_READONLY => $"{file}: the journal cannot be written (read-only); make it writable or give another folder with --state",
        SQLitePCL.raw.SQLITE_CANTOPEN => $"{file}: the journal cannot be opened; see that its folder exists and is writable, or give another with --state",
        // What a full drive answers when the files beside the journal are to grow, and a failing one to anything.
        SQLitePCL.raw.SQLITE_IOERR => $"{file}: the drive of the journal is full or fails (I/O error {e.SqliteExtendedErrorCode}); free some space there, or see to the drive",
        SQLitePCL.raw.SQLITE_BUSY => $"{file}: another program holds the journal; close it",
        _ => $"{file}: the journal cannot be used ({e.Message.ReplaceLineEndings(" ")})",
    };
}
