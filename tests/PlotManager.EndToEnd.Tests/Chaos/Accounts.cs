using System.Collections.Immutable;
using System.Text.Json;
using System.Text.RegularExpressions;
using Microsoft.Data.Sqlite;
using PlotManager.EndToEnd.Tests.Farm;

namespace PlotManager.EndToEnd.Tests.Chaos;

/// <summary>A plot as the manager tells of it in <c>history --json</c>.</summary>
public sealed record ToldPlot(string? Job, string? Id, string Outcome, string? Detail);

/// <summary>After all is over: what the folders and logs hold, and what the manager tells, as its command and its journal do.</summary>
public sealed partial class Accounts
{
    private readonly TestFarm _farm;

    private Accounts(TestFarm farm) => _farm = farm;

    /// <summary>Finished plots by id, with the job whose destination holds them.</summary>
    public required ILookup<string, string> Made { get; init; }

    /// <summary>The logs of all runs there ever were, by their path; null: it never named a plot.</summary>
    public required ImmutableDictionary<string, string?> Logs { get; init; }

    public required ImmutableArray<ToldPlot> Told { get; init; }

    /// <summary>
    /// By job: kicked off, completed, failed, over all managers. From the journal: a command shows them as the next manager begins.
    /// </summary>
    public required ImmutableDictionary<string, (int KickedOff, int Completed, int Failed)> Counted { get; init; }

    /// <summary>Every notice of the journal.</summary>
    public required ImmutableArray<(string Id, string Kind, string? PlotId)> Notices { get; init; }

    /// <summary>Logs of the runs in the journal.</summary>
    public required ImmutableArray<string> RunLogs { get; init; }

    public required int Undelivered { get; init; }

    public IEnumerable<string> MadeIds => Made.Select(plot => plot.Key);

    /// <summary>Ids of the plots that were begun and are not there.</summary>
    public IEnumerable<string> LostIds => Logs.Values.OfType<string>().Where(id => !Made.Contains(id));

    public static async Task<Accounts> Of(TestFarm farm)
    {
        var history = await farm.Run("history", "--json");
        await using var journal = new SqliteConnection($"Data Source={farm.Folder}/.plotmanager/journal.db;Mode=ReadOnly;Pooling=False");
        journal.Open();
        return new Accounts(farm)
        {
            Made = ChaosFarm.Jobs.SelectMany(job => farm.Plots($"plots-{job}").Select(plot => (Id: IdOf(plot)!, Job: job)))
                .ToLookup(plot => plot.Id, plot => plot.Job),
            Logs = Directory.GetFiles(Path.Combine(farm.Folder, "logs"))
                .ToImmutableDictionary(log => log, log => PlotLogText.PlotId(File.ReadAllText(log))),
            Told =
            [
                .. history.Out.Split('\n', StringSplitOptions.RemoveEmptyEntries)
                    .Select(line => JsonDocument.Parse(line).RootElement)
                    .Select(plot => new ToldPlot(
                    plot.GetProperty("job").GetString(), plot.GetProperty("plot_id")
                        .GetString(), plot.GetProperty("outcome").GetString()!, plot.GetProperty("detail").GetString())),
            ],
            Counted = Rows(
                journal,
                "SELECT name, kicked_off, completed, failed FROM jobs",
                row => (Name: row.GetString(0), Counts: (row.GetInt32(1), row.GetInt32(2), row.GetInt32(3))))
                .ToImmutableDictionary(job => job.Name, job => job.Counts),
            Notices = [.. Rows(
                journal,
                "SELECT id, kind, plot_id FROM notices",
                row => (row.GetString(0), row.GetString(1), row.IsDBNull(2) ? null : row.GetString(2)))],
            RunLogs = [.. Rows(journal, "SELECT log_file FROM runs WHERE owner = 'Own'", row => row.GetString(0))],
            Undelivered = Rows(journal, "SELECT count(*) FROM deliveries WHERE delivered_at IS NULL", row => row.GetInt32(0)).Single(),
        };
    }

    /// <summary>What is neither a log, a config nor a finished plot.</summary>
    public IReadOnlyList<string> TempFiles() =>
    [
        .. Directory.GetDirectories(_farm.Folder, "temp-*")
            .Concat(Directory.GetDirectories(_farm.Folder, "plots-*"))
            .SelectMany(folder => Directory.GetFiles(folder))
            .Where(file => !file.EndsWith(".plot", StringComparison.Ordinal)),
    ];

    public static string? IdOf(string file) => PlotId().Match(Path.GetFileName(file)) is { Success: true } found ? found.Value : null;

    private static List<T> Rows<T>(SqliteConnection journal, string sql, Func<SqliteDataReader, T> row)
    {
        using var command = journal.CreateCommand();
        command.CommandText = sql;
        using var reader = command.ExecuteReader();
        var rows = new List<T>();
        while (reader.Read())
        {
            rows.Add(row(reader));
        }

        return rows;
    }

    [GeneratedRegex("[0-9a-f]{64}")]
    private static partial Regex PlotId();
}
