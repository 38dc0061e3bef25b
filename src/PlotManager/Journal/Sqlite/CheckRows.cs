using PlotManager.Core.Checkers;
using PlotManager.Core.Farm.Checks;
using PlotManager.Core.PlotFiles;
using PlotManager.Core.Plotting;

namespace PlotManager.Journal.Sqlite;

/// <summary>Checks for proofs to rows and back.</summary>
internal static class CheckRows
{
    public static (string Column, object? Value)[] Of(CheckRecord check) =>
    [
        ("check_id", check.CheckId), ("file", check.File), ("plot_id", check.PlotId), ("format", check.Format.ToString()),
        ("job", check.Job), ("checker", check.Checker), ("challenges", check.Challenges), ("verdict", check.Verdict?.ToString()),
        ("proofs", check.Proofs), ("detail", check.Detail), ("state", check.State.ToString()), ("pid", check.Process?.Pid),
        ("start_ticks", check.Process?.StartTicks), ("boot_id", check.Process?.BootId),
        ("launched_at", Rows.Milliseconds(check.LaunchedAt)), ("log_file", check.LogFile), ("exit_code", check.ExitCode),
        ("signal", check.Signal), ("ended_at", Rows.Milliseconds(check.EndedAt)),
    ];

    public static CheckRecord Read(RowReader row) => new()
    {
        CheckId = row.Required("check_id"),
        File = row.Required("file"),
        PlotId = row.Text("plot_id"),
        Format = row.Word("format", PlotFormat.Unknown) ?? PlotFormat.Unknown,
        Job = row.Text("job"),
        Checker = row.Required("checker"),
        Challenges = row.Count("challenges"),
        Verdict = row.Word("verdict", CheckVerdict.NotJudged),
        Proofs = row.Integer("proofs", 0),
        Detail = row.Text("detail"),
        State = row.Word("state", RunState.Unknown) ?? RunState.Unknown,
        Process = Rows.Process(row),
        LaunchedAt = row.Instant("launched_at") ?? DateTimeOffset.UnixEpoch,
        LogFile = row.Text("log_file"),
        ExitCode = row.Integer("exit_code"),
        Signal = row.Integer("signal"),
        EndedAt = row.Instant("ended_at"),
        Unread = row.Unread,
    };
}
