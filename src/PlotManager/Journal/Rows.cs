using System.Collections.Immutable;
using System.Globalization;
using Microsoft.Data.Sqlite;
using PlotManager.Core.Plotters.Logs;
using PlotManager.Core.Plotting;
using PlotManager.Platform;

namespace PlotManager.Journal;

/// <summary>Records to rows and back.</summary>
internal static class Rows
{
    public static void Write(SqliteCommand command, Change change)
    {
        switch (change)
        {
            case Change.Run { Record: var run }:
                Upsert(command, "runs",
                    ("run_id", run.RunId), ("job", run.Job), ("plotter", run.Plotter), ("k", run.K), ("compression", run.Compression), ("plots", run.Plots),
                    ("state", run.State.ToString()), ("pid", run.Process?.Pid), ("start_ticks", run.Process?.StartTicks), ("boot_id", run.Process?.BootId),
                    ("launched_at", Milliseconds(run.LaunchedAt)), ("temp", run.Directories.Temp), ("temp2", run.Directories.Temp2),
                    ("destination", run.Directories.Destination), ("log_file", run.LogFile), ("is_foreign", run.Foreign ? 1 : 0), ("exit_code", run.ExitCode),
                    ("signal", run.Signal), ("ended_at", Milliseconds(run.EndedAt)), ("counted", run.Counted ? 1 : 0), ("killed_by_user", run.KilledByUser ? 1 : 0),
                    ("suspended_since", Milliseconds(run.SuspendedSince)));
                break;
            case Change.Plot { Record: var plot }:
                Upsert(command, "plots",
                    ("run_id", plot.RunId), ("number", plot.Number), ("plot_id", plot.PlotId), ("state", plot.State.ToString()),
                    ("started_at", Milliseconds(plot.StartedAt)), ("ended_at", Milliseconds(plot.EndedAt)),
                    ("phase_seconds", string.Join(',', plot.PhaseSeconds.Select(seconds => seconds.ToString("R", CultureInfo.InvariantCulture)))),
                    ("total_seconds", plot.TotalSeconds), ("copy_seconds", plot.CopySeconds), ("final_bytes", plot.FinalBytes), ("final_file", plot.FinalFile),
                    ("cause", plot.Cause?.ToString()), ("detail", plot.Detail), ("suspect", plot.Suspect),
                    ("phase_ends", string.Join(',', plot.PhaseEnds.Select(end => $"{end?.ToUnixTimeMilliseconds()}"))), ("suspended_seconds", plot.SuspendedSeconds));
                break;
            case Change.Job { Record: var job }:
                Upsert(command, "jobs",
                    ("name", job.Name), ("kicked_off", job.KickedOff), ("completed", job.Completed), ("failed", job.Failed),
                    ("last_start", Milliseconds(job.LastStart)), ("failures_in_a_row", job.FailuresInARow),
                    ("pauses_in_a_row", job.PausesInARow), ("held_back_until", Milliseconds(job.HeldBackUntil)), ("held_back_cause", job.HeldBackCause),
                    ("no_destination_since", Milliseconds(job.NoDestinationSince)));
                break;
            case Change.Directory directory:
                Upsert(command, "directories", ("path", directory.Path), ("drive", directory.Drive));
                break;
            case Change.Session { Record: var session }:
                Upsert(command, "sessions",
                    ("id", session.Id), ("pid", session.Pid), ("started_at", Milliseconds(session.StartedAt)), ("ended_at", Milliseconds(session.EndedAt)));
                break;
            case Change.Starts { Mode: var mode }:
                Upsert(command, "settings", ("name", "starts"), ("value", mode.ToString()));
                break;
            case Change.Happened { Record: var happened }:
                Insert(command, "INSERT", "events",
                    ("at", Milliseconds(happened.At)), ("kind", happened.Kind), ("job", happened.Job), ("run_id", happened.RunId), ("text", happened.Text));
                break;
            case Change.Queued { Notice: var notice, Services: var services }:
                // An event that was queued before is not queued again.
                Insert(command, "INSERT OR IGNORE", "notices",
                    ("id", notice.Id), ("kind", notice.Kind.ToString()), ("at", Milliseconds(notice.At)), ("host", notice.Host), ("title", notice.Title),
                    ("text", notice.Text), ("job", notice.Job), ("plot_id", notice.PlotId));
                command.CommandText += "; " + string.Concat(services.Select((_, index) =>
                    $"INSERT OR IGNORE INTO deliveries (notice_id, service, due_at, attempts) SELECT $id, $service{index}, $at, 0 WHERE changes() > 0; "));
                foreach (var (service, index) in services.Select((service, index) => (service, index)))
                {
                    command.Parameters.AddWithValue($"$service{index}", service);
                }

                break;
            default:
                throw new ArgumentOutOfRangeException(nameof(change), change, "a change without a table");
        }
    }

    public static RunRecord Run(SqliteDataReader row) => new()
    {
        RunId = row.GetString(row.GetOrdinal("run_id")),
        Job = Text(row, "job"),
        Plotter = row.GetString(row.GetOrdinal("plotter")),
        K = Integer(row, "k"),
        Compression = Integer(row, "compression"),
        Plots = row.GetInt32(row.GetOrdinal("plots")),
        State = Enum.Parse<RunState>(row.GetString(row.GetOrdinal("state"))),
        Process = Integer(row, "pid") is { } pid ? new ProcessIdentity(pid, Long(row, "start_ticks") ?? 0, Text(row, "boot_id") ?? "") : null,
        LaunchedAt = Instant(row, "launched_at") ?? DateTimeOffset.UnixEpoch,
        Directories = new PlotDirectories(Text(row, "temp"), Text(row, "temp2"), Text(row, "destination")),
        LogFile = Text(row, "log_file"),
        Foreign = Integer(row, "is_foreign") == 1,
        ExitCode = Integer(row, "exit_code"),
        Signal = Integer(row, "signal"),
        EndedAt = Instant(row, "ended_at"),
        Counted = Integer(row, "counted") == 1,
        KilledByUser = Integer(row, "killed_by_user") == 1,
        SuspendedSince = Instant(row, "suspended_since"),
    };

    public static PlotRecord Plot(SqliteDataReader row) => new(row.GetString(row.GetOrdinal("run_id")), row.GetInt32(row.GetOrdinal("number")))
    {
        PlotId = Text(row, "plot_id"),
        State = Enum.Parse<PlotState>(row.GetString(row.GetOrdinal("state"))),
        StartedAt = Instant(row, "started_at"),
        EndedAt = Instant(row, "ended_at"),
        PhaseSeconds = Text(row, "phase_seconds") is { Length: > 0 } list
            ? [.. list.Split(',').Select(number => double.Parse(number, CultureInfo.InvariantCulture))]
            : ImmutableArray<double>.Empty,
        TotalSeconds = Number(row, "total_seconds"),
        CopySeconds = Number(row, "copy_seconds"),
        FinalBytes = Long(row, "final_bytes"),
        FinalFile = Text(row, "final_file"),
        Cause = Text(row, "cause") is { } cause ? Enum.Parse<FailureCause>(cause) : null,
        Detail = Text(row, "detail"),
        Suspect = Text(row, "suspect"),
        PhaseEnds = Text(row, "phase_ends") is { Length: > 0 } ends
            ? [.. ends.Split(',').Select(end => end.Length == 0 ? (DateTimeOffset?)null : DateTimeOffset.FromUnixTimeMilliseconds(long.Parse(end, CultureInfo.InvariantCulture)))]
            : ImmutableArray<DateTimeOffset?>.Empty,
        SuspendedSeconds = Number(row, "suspended_seconds") ?? 0,
    };

    public static EventRecord Event(SqliteDataReader row) => new(
        Instant(row, "at") ?? DateTimeOffset.UnixEpoch, row.GetString(row.GetOrdinal("kind")), Text(row, "job"), Text(row, "run_id"), row.GetString(row.GetOrdinal("text")));

    public static JobRecord Job(SqliteDataReader row) => new(row.GetString(row.GetOrdinal("name")))
    {
        KickedOff = row.GetInt32(row.GetOrdinal("kicked_off")),
        Completed = row.GetInt32(row.GetOrdinal("completed")),
        Failed = row.GetInt32(row.GetOrdinal("failed")),
        LastStart = Instant(row, "last_start"),
        FailuresInARow = row.GetInt32(row.GetOrdinal("failures_in_a_row")),
        PausesInARow = row.GetInt32(row.GetOrdinal("pauses_in_a_row")),
        HeldBackUntil = Instant(row, "held_back_until"),
        HeldBackCause = Text(row, "held_back_cause"),
        NoDestinationSince = Instant(row, "no_destination_since"),
    };

    public static SessionRecord Session(SqliteDataReader row) =>
        new(row.GetString(row.GetOrdinal("id")), row.GetInt32(row.GetOrdinal("pid")), Instant(row, "started_at") ?? DateTimeOffset.UnixEpoch)
        {
            EndedAt = Instant(row, "ended_at"),
        };

    private static void Upsert(SqliteCommand command, string table, params (string Column, object? Value)[] values) =>
        Insert(command, "INSERT OR REPLACE", table, values);

    private static void Insert(SqliteCommand command, string verb, string table, params (string Column, object? Value)[] values)
    {
        command.CommandText =
            $"{verb} INTO {table} ({string.Join(", ", values.Select(v => v.Column))}) VALUES ({string.Join(", ", values.Select(v => "$" + v.Column))})";
        foreach (var (column, value) in values)
        {
            command.Parameters.AddWithValue("$" + column, value ?? DBNull.Value);
        }
    }

    private static object Milliseconds(DateTimeOffset? instant) => instant is { } known ? known.ToUnixTimeMilliseconds() : DBNull.Value;

    private static string? Text(SqliteDataReader row, string column) => row[column] as string;

    private static long? Long(SqliteDataReader row, string column) => row[column] as long?;

    private static int? Integer(SqliteDataReader row, string column) => (int?)Long(row, column);

    private static double? Number(SqliteDataReader row, string column) => row[column] as double?;

    private static DateTimeOffset? Instant(SqliteDataReader row, string column) =>
        Long(row, column) is { } milliseconds ? DateTimeOffset.FromUnixTimeMilliseconds(milliseconds) : null;
}
