using System.Globalization;
using Microsoft.Data.Sqlite;
using PlotManager.Core.Plotters.Logs;
using PlotManager.Core.Plotting;

namespace PlotManager.Journal.Sqlite;

/// <summary>Records to rows and back.</summary>
internal static class Rows
{
    public static void Write(SqliteCommand command, Change change)
    {
        switch (change)
        {
            case Change.Run { Record: var run }:
                Upsert(command, "runs", run.Unread,
                    ("run_id", run.RunId), (
                        "job", run.Job), ("plotter", run.Plotter), ("k", run.K), ("compression", run.Compression), ("plots", run.Plots),
                    ("state", run.State.ToString()), (
                        "pid", run.Process?.Pid), ("start_ticks", run.Process?.StartTicks), ("boot_id", run.Process?.BootId),
                    ("launched_at", Milliseconds(run.LaunchedAt)), ("temp", run.Directories.Temp), ("temp2", run.Directories.Temp2),
                    ("destination", run.Directories.Destination), ("destination_device", run.DestinationDevice),
                    ("in_container", run.InContainer ? 1 : 0), (
                        "log_file", run.LogFile), ("owner", run.Owner.ToString()), ("farm", run.OtherFarm?.Text),
                    ("exit_code", run.ExitCode),
                    ("signal", run.Signal), ("ended_at", Milliseconds(
                        run.EndedAt)), ("counted", run.Counted ? 1 : 0), ("killed_by_user", run.KilledByUser ? 1 : 0),
                    ("suspended_since", Milliseconds(run.SuspendedSince)));
                break;
            case Change.Plot { Record: var plot }:
                Upsert(command, "plots", plot.Unread,
                    ("run_id", plot.RunId), ("number", plot.Number), ("plot_id", plot.PlotId), ("state", plot.State.ToString()),
                    ("started_at", Milliseconds(plot.StartedAt)), ("ended_at", Milliseconds(plot.EndedAt)),
                    ("phase_seconds", string.Join(
                        ',', plot.PhaseSeconds.Select(seconds => seconds.ToString("R", CultureInfo.InvariantCulture)))),
                    ("total_seconds", plot.TotalSeconds), (
                        "copy_seconds", plot.CopySeconds), ("final_bytes", plot.FinalBytes), ("final_file", plot.FinalFile),
                    ("cause", plot.Cause?.ToString()), ("detail", plot.Detail), ("suspect", plot.Suspect),
                    ("phase_ends", string.Join(',', plot.PhaseEnds.Select(end => $"{end?.ToUnixTimeMilliseconds()}"))), (
                        "suspended_seconds", plot.SuspendedSeconds), ("proof", plot.Proof?.ToString()));
                break;
            case Change.Job { Record: var job }:
                Upsert(command, "jobs", job.Unread,
                    ("name", job.Name), ("kicked_off", job.KickedOff), ("completed", job.Completed), ("failed", job.Failed),
                    ("last_start", Milliseconds(job.LastStart)), ("failures_in_a_row", job.FailuresInARow),
                    ("pauses_in_a_row", job.PausesInARow), ("held_back_until", Milliseconds(
                        job.HeldBackUntil)), ("held_back_cause", job.HeldBackCause),
                    ("no_destination_since", Milliseconds(job.NoDestinationSince)));
                break;
            case Change.Check { Record: var check }:
                Upsert(command, "checks", check.Unread, CheckRows.Of(check));
                break;
            case Change.Directory directory:
                Upsert(command, "directories", UnreadValues.None, ("path", directory.Path), ("drive", directory.Drive),
                    ("not_made", directory.NotMade?.InARow ?? 0), ("not_made_why", directory.NotMade?.Why));
                break;
            case Change.Session { Record: var session }:
                Upsert(command, "sessions", UnreadValues.None,
                    ("id", session.Id), ("pid", session.Pid), ("started_at", Milliseconds(
                        session.StartedAt)), ("ended_at", Milliseconds(session.EndedAt)));
                break;
            case Change.Starts { Mode: var mode }:
                Upsert(command, "settings", UnreadValues.None, ("name", "starts"), ("value", mode.ToString()));
                break;
            case Change.Farm { Record: var farm }:
                Upsert(command, "farm", UnreadValues.None,
                    ("number", 1), ("id", farm.Identity.Id), ("config_file", farm.Identity.ConfigFile), ("journal", farm.Journal),
                    ("journal_file", farm.JournalFile),
                    ("pid", farm.Manager?.Pid), ("start_ticks", farm.Manager?.StartTicks), ("boot_id", farm.Manager?.BootId));
                break;
            case Change.Happened { Record: var happened }:
                Insert(command, "INSERT", "events",
                    ("at", Milliseconds(
                        happened.At)), ("kind", happened.Kind), ("job", happened.Job), ("run_id", happened.RunId), ("text", happened.Text));
                break;
            case Change.Queued { Notice: var notice, Services: var services }:
                // An event that was queued before is not queued again.
                Insert(command, "INSERT OR IGNORE", "notices",
                    ("id", notice.Id), ("kind", notice.Kind.ToString()), ("at", Milliseconds(
                        notice.At)), ("host", notice.Host), ("title", notice.Title),
                    ("text", notice.Text), ("job", notice.Job), ("plot_id", notice.PlotId));
                command.CommandText += "; " + string.Concat(services.Select((_, index) =>
                    $"INSERT OR IGNORE INTO deliveries (notice_id, service, due_at, attempts) SELECT $id, $service{index}, $at, 0 "
                        + "WHERE changes() > 0; "));
                foreach (var (service, index) in services.Select((service, index) => (service, index)))
                {
                    command.Parameters.AddWithValue($"$service{index}", service);
                }

                break;
            case Change.Delivered delivered:
                Set(command,
                    "UPDATE deliveries SET attempts = attempts + 1, delivered_at = $at, last_answer = NULL WHERE notice_id = $id AND "
                        + "service = $service",
                    ("at", Milliseconds(delivered.At)), ("id", delivered.NoticeId), ("service", delivered.Service));
                break;
            case Change.Attempted attempted:
                Set(command,
                    """
                    UPDATE deliveries
                    SET attempts = attempts + 1, last_answer = $reason, due_at = coalesce($again, due_at), given_up_at = $given_up
                    WHERE notice_id = $id AND service = $service
                    """,
                    ("reason", attempted.Reason), ("again", Milliseconds(attempted.Again)),
                    ("given_up", Milliseconds(attempted.Again is null ? attempted.At : null)),
                    ("id", attempted.NoticeId), ("service", attempted.Service));
                break;
            case Change.Chat { Id: var chat }:
                Upsert(command, "settings", UnreadValues.None, ("name", "telegram_chat"), ("value", chat));
                break;
            default:
                throw new ArgumentOutOfRangeException(nameof(change), change, "a change without a table");
        }
    }

    public static RunRecord Run(RowReader row) => new()
    {
        RunId = row.Required("run_id"),
        Job = row.Text("job"),
        Plotter = row.Required("plotter"),
        K = row.Integer("k", 1),
        Compression = row.Integer("compression"),
        Plots = row.Count("plots"),
        State = row.Word("state", RunState.Unknown)!.Value,
        Process = Process(row),
        LaunchedAt = row.Instant("launched_at") ?? DateTimeOffset.UnixEpoch,
        Directories = new PlotDirectories(row.Text("temp"), row.Text("temp2"), row.Text("destination")),
        DestinationDevice = row.Text("destination_device"),
        InContainer = row.Long("in_container") == 1,
        LogFile = row.Text("log_file"),
        Owner = Owner(row),
        OtherFarm = FarmIdentity.Read(row.Text("farm")),
        ExitCode = row.Integer("exit_code"),
        Signal = row.Integer("signal"),
        EndedAt = row.Instant("ended_at"),
        Counted = row.Long("counted") == 1,
        KilledByUser = row.Long("killed_by_user") == 1,
        SuspendedSince = row.Instant("suspended_since"),
        Unread = row.Unread,
    };

    /// <summary>What a newer version calls by another word is none of this farm's.</summary>
    public static RunOwner Owner(RowReader row) => row.Word("owner", RunOwner.Stranger) ?? RunOwner.Own;

    public static FarmRecord Farm(RowReader row) => new(new FarmIdentity(row.Required("id"), row.Text("config_file")))
    {
        Journal = row.Text("journal"),
        JournalFile = row.Text("journal_file"),
        Manager = Process(row),
    };

    public static PlotRecord Plot(RowReader row)
    {
        // A state of a newer version is one of a plot that is over if the plot has an end.
        var isOver = row.Long("ended_at") is not null;
        return new PlotRecord(row.Required("run_id"), row.Count("number"))
        {
            PlotId = row.Text("plot_id"),
            State = row.Word("state", isOver ? PlotState.Unknown : PlotState.Making)!.Value,
            StartedAt = row.Instant("started_at"),
            EndedAt = row.Instant("ended_at"),
            PhaseSeconds = row.Seconds("phase_seconds"),
            TotalSeconds = row.Number("total_seconds"),
            CopySeconds = row.Number("copy_seconds"),
            FinalBytes = row.Long("final_bytes"),
            FinalFile = row.Text("final_file"),
            Cause = row.Word("cause", FailureCause.Unknown),
            Detail = row.Text("detail"),
            Suspect = row.Text("suspect"),
            PhaseEnds = row.Instants("phase_ends"),
            SuspendedSeconds = row.Number("suspended_seconds") ?? 0,
            Proof = row.Word("proof", FileProof.NotSeen),
            Unread = row.Unread,
        };
    }

    public static Change.Directory Directory(RowReader row) => new(
        row.Required("path"), row.Text("drive"),
        row.Count("not_made") is > 0 and var inARow ? new NotMadeThere(inARow, row.Text("not_made_why") ?? "") : null);

    public static EventRecord Event(RowReader row) =>
        new(row.Instant("at") ?? DateTimeOffset.UnixEpoch, row.Required("kind"), row.Text("job"), row.Text("run_id"), row.Required("text"));

    public static JobRecord Job(RowReader row) => new(row.Required("name"))
    {
        KickedOff = row.Count("kicked_off"),
        Completed = row.Count("completed"),
        Failed = row.Count("failed"),
        LastStart = row.Instant("last_start"),
        FailuresInARow = row.Count("failures_in_a_row"),
        PausesInARow = row.Count("pauses_in_a_row"),
        HeldBackUntil = row.Instant("held_back_until"),
        HeldBackCause = row.Text("held_back_cause"),
        NoDestinationSince = row.Instant("no_destination_since"),
        Unread = row.Unread,
    };

    public static SessionRecord Session(RowReader row) =>
        new(row.Required("id"), row.Integer("pid", 1)
            ?? 0, row.Instant("started_at") ?? DateTimeOffset.UnixEpoch)
        { EndedAt = row.Instant("ended_at") };

    internal static ProcessIdentity? Process(RowReader row) =>
        row.Integer("pid", 1) is { } pid ? new ProcessIdentity(pid, row.Long("start_ticks") ?? 0, row.Text("boot_id") ?? "") : null;

    private static void Upsert(SqliteCommand command, string table, UnreadValues unread, params (string Column, object? Value)[] values)
    {
        for (var index = 0; index < values.Length && !unread.Values.IsEmpty; index++)
        {
            var (column, value) = values[index];
            values[index] = (column, unread.Kept(column, value is DBNull ? null : value));
        }

        Insert(command, "INSERT OR REPLACE", table, values);
    }

    private static void Insert(SqliteCommand command, string verb, string table, params (string Column, object? Value)[] values)
    {
        var (columns, places) = (string.Join(", ", values.Select(v => v.Column)), string.Join(", ", values.Select(v => "$" + v.Column)));
        Set(command, $"{verb} INTO {table} ({columns}) VALUES ({places})", values);
    }

    private static void Set(SqliteCommand command, string sql, params (string Name, object? Value)[] values)
    {
        command.CommandText = sql;
        foreach (var (name, value) in values)
        {
            command.Parameters.AddWithValue("$" + name, value ?? DBNull.Value);
        }
    }

    internal static object Milliseconds(DateTimeOffset? instant) => instant is { } known ? known.ToUnixTimeMilliseconds() : DBNull.Value;
}
