using Microsoft.Data.Sqlite;

namespace PlotManager.Journal.Sqlite;

/// <summary>What SQLite's refusals mean for a journal, and for people.</summary>
internal static class SqliteFaults
{
    private const int ReadOnlyRollback = 776; // SQLITE_READONLY_ROLLBACK, https://sqlite.org/rescode.html
    /// <summary>SQLite's own verdict, and nothing else, says that a file is damaged.</summary>
    public static bool IsDamage(SqliteException e) => e.SqliteErrorCode is SQLitePCL.raw.SQLITE_CORRUPT or SQLitePCL.raw.SQLITE_NOTADB;

    /// <summary>The file is sound, and a table or a column in it is not what was asked for.</summary>
    public static bool IsOtherTable(SqliteException e) => e.SqliteErrorCode == SQLitePCL.raw.SQLITE_ERROR;

    /// <summary>The file's writer died in the middle of a commit, and the file is open to be read only.</summary>
    public static bool IsHalfCommit(SqliteException e) => e.SqliteExtendedErrorCode == ReadOnlyRollback;

    public static string Explain(string file, SqliteException e) => e.SqliteErrorCode switch
    {
        _ when IsHalfCommit(e) => $"{file}: a manager died while it wrote the journal, and only a user who may write there can make it "
            + "whole again; run plotmanager start as that user",
        SQLitePCL.raw.SQLITE_FULL => $"{file}: the drive of the journal is full; free some space there",
        SQLitePCL.raw.SQLITE_READONLY =>
            $"{file}: the journal cannot be written (read-only); make it writable or give another folder with --state",
        SQLitePCL.raw.SQLITE_CANTOPEN =>
            $"{file}: the journal cannot be opened; see that its folder exists and is writable, or give another with --state",
        // What a full drive answers when the files beside the journal are to grow, and a failing one to anything.
        SQLitePCL.raw.SQLITE_IOERR => $"{file}: the drive of the journal is full or fails (I/O error {e.SqliteExtendedErrorCode}); "
            + "free some space there, or see to the drive",
        SQLitePCL.raw.SQLITE_BUSY => $"{file}: another program holds the journal; close it",
        SQLitePCL.raw.SQLITE_ERROR => $"{file}: the tables in it are not those of this version's journal ({OneLine(e)}); "
            + "start the version that wrote it, or move the file away",
        _ => $"{file}: the journal cannot be used ({OneLine(e)})",
    };

    private static string OneLine(SqliteException e) => e.Message.ReplaceLineEndings(" ");
}
