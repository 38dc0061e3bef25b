using Microsoft.Data.Sqlite;
using PlotManager.Platform;

namespace PlotManager.Journal.Sqlite;

/// <summary>The journal as it was before a newer version changed its tables, beside it, for whoever goes back.</summary>
internal static class JournalBackup
{
    /// <summary>Writes it whole, or not at all. An earlier one of the same version is replaced: the journal has more.</summary>
    /// <param name="version">Of the tables before the change.</param>
    /// <exception cref="SqliteException">It cannot be written, for instance because the drive is full.</exception>
    public static void Make(string file, SqliteConnection journal, long version, IEntries? entries)
    {
        var unfinished = Name(file, version) + ".unfinished";
        SharedFile.Delete(unfinished);
        try
        {
            entries?.MakeFile(unfinished);
            using (var copy = JournalFile.Connect(unfinished, SqliteOpenMode.ReadWriteCreate))
            {
                journal.BackupDatabase(copy);
            }

            SharedFile.Put(unfinished, Name(file, version));
        }
        catch
        {
            SharedFile.Delete(unfinished);
            throw;
        }
    }

    /// <summary>How to go back to the newest backup that this version can read, as the end of a sentence; empty if there is none.</summary>
    public static string Hint(string file)
    {
        for (var version = Schema.Version; version > 0; version--)
        {
            if (File.Exists(Name(file, version)))
            {
                return $"; to go back to the journal as it was before that version, move {Name(file, version)} to {file} "
                    + $"and remove {string.Join(" and ", JournalFile.Companions.Select(part => file + part))} while no manager runs";
            }
        }

        return "";
    }

    private static string Name(string file, long version) => $"{file}.version-{version}";
}
