namespace PlotManager.Journal.Sqlite;

/// <summary>
/// The journal's tables. Times are unix milliseconds, sizes bytes, durations seconds; lists are comma-separated. Events are kept for 30
/// days.
/// </summary>
internal static class Schema
{
    public const int Version = 6;

    private const string Farm = """
        CREATE TABLE IF NOT EXISTS farm (
            number INTEGER PRIMARY KEY CHECK (number = 1), id TEXT NOT NULL, config_file TEXT, journal TEXT, journal_file TEXT,
            pid INTEGER, start_ticks INTEGER, boot_id TEXT) STRICT;

        """;

    private const string Checks = """
        CREATE TABLE IF NOT EXISTS checks (
            check_id TEXT PRIMARY KEY, file TEXT NOT NULL, plot_id TEXT, format TEXT NOT NULL, job TEXT, checker TEXT NOT NULL,
            challenges INTEGER NOT NULL, verdict TEXT, proofs INTEGER, detail TEXT, state TEXT NOT NULL,
            pid INTEGER, start_ticks INTEGER, boot_id TEXT, launched_at INTEGER NOT NULL, log_file TEXT,
            exit_code INTEGER, signal INTEGER, ended_at INTEGER) STRICT;

        """;

    public const string Tables = Farm + Checks + """
        CREATE TABLE IF NOT EXISTS sessions (
            id TEXT PRIMARY KEY, pid INTEGER NOT NULL, started_at INTEGER NOT NULL, ended_at INTEGER) STRICT;
        CREATE TABLE IF NOT EXISTS settings (name TEXT PRIMARY KEY, value TEXT NOT NULL) STRICT;
        CREATE TABLE IF NOT EXISTS directories (
            path TEXT PRIMARY KEY, drive TEXT, not_made INTEGER NOT NULL DEFAULT 0, not_made_why TEXT) STRICT;
        CREATE TABLE IF NOT EXISTS jobs (
            name TEXT PRIMARY KEY, kicked_off INTEGER NOT NULL, completed INTEGER NOT NULL, failed INTEGER NOT NULL,
            last_start INTEGER, failures_in_a_row INTEGER NOT NULL, pauses_in_a_row INTEGER NOT NULL,
            held_back_until INTEGER, held_back_cause TEXT, no_destination_since INTEGER) STRICT;
        CREATE TABLE IF NOT EXISTS runs (
            run_id TEXT PRIMARY KEY, job TEXT, plotter TEXT NOT NULL, k INTEGER, compression INTEGER, plots INTEGER NOT NULL,
            state TEXT NOT NULL, pid INTEGER, start_ticks INTEGER, boot_id TEXT, launched_at INTEGER NOT NULL,
            temp TEXT, temp2 TEXT, destination TEXT, log_file TEXT,
            owner TEXT NOT NULL DEFAULT 'Own', farm TEXT,
            exit_code INTEGER, signal INTEGER, ended_at INTEGER, counted INTEGER NOT NULL, killed_by_user INTEGER NOT NULL,
            suspended_since INTEGER, destination_device TEXT,
            in_container INTEGER NOT NULL DEFAULT 0) STRICT;
        CREATE INDEX IF NOT EXISTS runs_by_end ON runs (ended_at);
        CREATE TABLE IF NOT EXISTS plots (
            run_id TEXT NOT NULL, number INTEGER NOT NULL, plot_id TEXT, state TEXT NOT NULL, started_at INTEGER, ended_at INTEGER,
            phase_seconds TEXT NOT NULL, total_seconds REAL, copy_seconds REAL, final_bytes INTEGER, final_file TEXT,
            cause TEXT, detail TEXT, suspect TEXT, phase_ends TEXT NOT NULL, suspended_seconds REAL NOT NULL,
            proof TEXT, PRIMARY KEY (run_id, number)) STRICT;
        CREATE INDEX IF NOT EXISTS plots_by_end ON plots (ended_at);
        CREATE TABLE IF NOT EXISTS events (at INTEGER NOT NULL, kind TEXT NOT NULL, job TEXT, run_id TEXT, text TEXT NOT NULL) STRICT;
        CREATE INDEX IF NOT EXISTS events_by_time ON events (at);
        CREATE TRIGGER IF NOT EXISTS events_of_a_month AFTER INSERT ON events BEGIN DELETE FROM events WHERE at < NEW.at - 2592000000; END;
        CREATE TABLE IF NOT EXISTS notices (
            id TEXT PRIMARY KEY, kind TEXT NOT NULL, at INTEGER NOT NULL, host TEXT NOT NULL, title TEXT NOT NULL, text TEXT NOT NULL,
            job TEXT, plot_id TEXT) STRICT;
        CREATE TABLE IF NOT EXISTS deliveries (
            notice_id TEXT NOT NULL, service TEXT NOT NULL, due_at INTEGER NOT NULL, attempts INTEGER NOT NULL, delivered_at INTEGER,
            given_up_at INTEGER, last_answer TEXT, PRIMARY KEY (notice_id, service)) STRICT;
        CREATE INDEX IF NOT EXISTS deliveries_to_make ON deliveries (due_at) WHERE delivered_at IS NULL AND given_up_at IS NULL;
        """;

    /// <summary>What brings the tables of an earlier version to the present form; 0: there are none yet.</summary>
    public static string From(long version) => version switch
    {
        1 => From1 + From2 + From3 + From4 + From5,
        2 => From2 + From3 + From4 + From5,
        3 => From3 + From4 + From5,
        4 => From4 + From5,
        5 => From5,
        _ => Tables,
    };

    // It told how long a run was suspended and not in which of its plots.
    private const string From1 = """
        ALTER TABLE plots ADD COLUMN phase_ends TEXT NOT NULL DEFAULT '';
        ALTER TABLE plots ADD COLUMN suspended_seconds REAL NOT NULL DEFAULT 0;
        UPDATE plots SET suspended_seconds = coalesce((SELECT suspended_seconds FROM runs WHERE runs.run_id = plots.run_id), 0);
        ALTER TABLE runs DROP COLUMN suspended_seconds;

        """;

    // It told whether somebody else had started a run, and not whose it was: one in a job's own temp plotted for the farm.
    private const string From2 = Farm + """
        ALTER TABLE runs ADD COLUMN owner TEXT NOT NULL DEFAULT 'Own';
        ALTER TABLE runs ADD COLUMN farm TEXT;
        UPDATE runs SET owner = CASE WHEN job IS NULL THEN 'Stranger' ELSE 'Adopted' END WHERE is_foreign = 1;
        ALTER TABLE runs DROP COLUMN is_foreign;

        """;

    // It believed a plot's log alone.
    private const string From3 = """
        ALTER TABLE plots ADD COLUMN proof TEXT;
        ALTER TABLE runs ADD COLUMN destination_device TEXT;
        ALTER TABLE directories ADD COLUMN not_made INTEGER NOT NULL DEFAULT 0;
        ALTER TABLE directories ADD COLUMN not_made_why TEXT;

        """;

    // It took every process's paths for its own.
    private const string From4 = "ALTER TABLE runs ADD COLUMN in_container INTEGER NOT NULL DEFAULT 0;";

    // It knew nothing of checks for proofs.
    private const string From5 = Checks;
}
