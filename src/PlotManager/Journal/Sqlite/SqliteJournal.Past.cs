using PlotManager.Core.Farm.Checks;
using PlotManager.Core.Plotting;

namespace PlotManager.Journal.Sqlite;

/// <summary>What is over.</summary>
public sealed partial class SqliteJournal
{
    private const string MayBeLost = "(state <> 'Completed' OR suspect IS NOT NULL)";

    public IReadOnlyList<EventRecord> Events(DateTimeOffset since) =>
        Read("SELECT * FROM events WHERE at >= $since ORDER BY at, rowid", Rows.Event, ("$since", since.ToUnixTimeMilliseconds()));

    public TrackedRun? Find(string runId)
    {
        var run = Read("SELECT * FROM runs WHERE run_id = $run", Rows.Run, ("$run", runId));
        return run.IsEmpty
            ? null
            : new TrackedRun(run[0], Read("SELECT * FROM plots WHERE run_id = $run ORDER BY number", Rows.Plot, ("$run", runId)));
    }

    public IReadOnlyList<RunRecord> RunsEnded(DateTimeOffset since) =>
        Read("SELECT * FROM runs WHERE ended_at >= $since AND state = 'Ended'", Rows.Run, ("$since", since.ToUnixTimeMilliseconds()));

    public IReadOnlyList<MadePlot> Made(DateTimeOffset since) => Read(
        """
        SELECT plots.ended_at, coalesce(final_bytes, 0) AS bytes, owner FROM plots JOIN runs USING (run_id)
        WHERE plots.ended_at >= $since AND plots.state = $completed
        """,
        row => new MadePlot(row.Instant("ended_at") ?? DateTimeOffset.UnixEpoch, row.Long("bytes") ?? 0, Rows.Owner(row)),
        ("$since", since.ToUnixTimeMilliseconds()),
        ("$completed", PlotState.Completed.ToString()));

    public IReadOnlyList<CheckRecord> LastChecks() =>
        CheckRecords.Last(Read("SELECT * FROM checks WHERE verdict IS NOT NULL", CheckRows.Read));

    public IReadOnlyList<PastPlot> Ended(DateTimeOffset since, int most) => Past("1", since, most);

    public IReadOnlyList<PastPlot> Lost(DateTimeOffset since) =>
        [.. Past(MayBeLost, since, int.MaxValue).Where(past => IJournal.IsLost(past.Plot))];

    /// <param name="wanted">A condition on the row of a plot.</param>
    private IReadOnlyList<PastPlot> Past(string wanted, DateTimeOffset since, int most)
    {
        (string, object?)[] values = [("$since", since.ToUnixTimeMilliseconds()), ("$most", most)];
        var chosen = $"FROM plots WHERE ended_at >= $since AND {wanted} ORDER BY ended_at DESC LIMIT $most";
        try
        {
            var plots = Select($"SELECT * {chosen}", Rows.Plot, values);
            var runs = Select($"SELECT * FROM runs WHERE run_id IN (SELECT run_id {chosen})", Rows.Run, values)
                .ToDictionary(run => run.RunId);
            return [.. plots.Where(plot => runs.ContainsKey(plot.RunId)).Select(plot => new PastPlot(runs[plot.RunId], plot))];
        }
        catch (Microsoft.Data.Sqlite.SqliteException unreadable)
        {
            throw new JournalException(
                $"{_file}: finished plots cannot be read ({unreadable.Message.ReplaceLineEndings(" ")})", unreadable);
        }
    }
}
