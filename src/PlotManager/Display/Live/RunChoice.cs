using System.Collections.Immutable;
using System.Globalization;
using PlotManager.Core.Text;
using PlotManager.Snapshots;

namespace PlotManager.Display.Live;

/// <summary>The runs that somebody may mean by what is to be seen of them in status and view.</summary>
/// <param name="Meanings">What was typed may mean each of these, written so that it means that one alone. Empty: nothing is called
/// so.</param>
/// <param name="Problem">Why no run is known; null where there is one, or where asking will tell which.</param>
internal sealed record RunChoice(ImmutableArray<(string Written, RunPart Run)> Meanings, string? Problem)
{
    /// <summary>Fewer digits of an id are too easily a row number or somebody else's id.</summary>
    public const int LeastOfId = 4;

    /// <summary>Whether a text can be nothing but the beginning of an id, or all of it.</summary>
    public static bool IsOfId(string text) => text.Length is >= LeastOfId and <= IdLength && text.All(char.IsAsciiHexDigit);

    private const int IdLength = 64;

    private const string PidMark = "pid:", RowMark = "row:";

    /// <summary>The one that is meant; null if there is none, or more than one.</summary>
    public RunPart? Run => Meanings.Length == 1 ? Meanings[0].Run : null;

    /// <param name="plot">The beginning of a plot's id, a pid, a run id, or a row number of status; pid:N and row:N are never anything
    /// else.</param>
    public static RunChoice Find(Snapshot snapshot, string plot)
    {
        var rows = RunsTable.Number(snapshot);
        var pid = rows.Where(row => Is(plot, PidMark, row.Run.Pid)).Select(row => ($"{PidMark}{row.Run.Pid}", row.Run));
        var number = rows.Where(row => Is(plot, RowMark, row.Number)).Select(row => ($"{RowMark}{row.Number}", row.Run));
        var ids = rows.Where(row => row.Run.RunId == plot
            || (plot.Length >= LeastOfId && row.Run.PlotId?.StartsWith(plot, StringComparison.OrdinalIgnoreCase) == true))
            .Select(row => (row.Run.RunId == plot ? plot : row.Run.PlotId!, row.Run)).ToList();
        var all = pid.Concat(number).Concat(ids).DistinctBy(meaning => meaning.Item2.RunId).ToImmutableArray();
        return new RunChoice(all, all switch
        {
            [] => $"no running plot is called '{Printable.Strip(plot)}'; plotmanager status shows ids, pids and row numbers",
            [_] => null,
            _ when ids.Count == all.Length =>
                $"'{Printable.Strip(plot)}' means {ids.Count} running plots ({Rows(rows, ids)}); give more of the id, or the row",
            _ => null,
        });
    }

    /// <summary>What it may mean, for who is to choose.</summary>
    public string Question(string plot) =>
        $"{Printable.Strip(plot)} may be {string.Join(" or ", Meanings.Select(meaning => $"{meaning.Written}, {Describe(meaning.Run)}"))}";

    /// <summary>In words, for a question or an answer.</summary>
    public static string Describe(RunPart run)
    {
        var id = RunsTable.ShortId(run) is { Length: > 0 } known ? known : "of unknown id";
        var phase = run.Phase is { } number ? $", phase {number}" : "";
        var progress = run.Progress is { } share ? $", {Figures.Percent(share, 1)}" : "";
        return Printable.Strip(
            $"plot {id} of {run.Job ?? "no job"} (pid {run.Pid?.ToString(CultureInfo.InvariantCulture) ?? "?"}{phase}{progress})");
    }

    private static bool Is(string plot, string mark, int? number) =>
        number?.ToString(CultureInfo.InvariantCulture) is { } text
            && (plot == text || (plot.StartsWith(mark, StringComparison.OrdinalIgnoreCase) && plot[mark.Length..] == text));

    private static string Rows(IEnumerable<NumberedRun> rows, List<(string, RunPart Run)> means) =>
        string.Join(
            ", ", rows.Where(row => means.Exists(meaning => meaning.Run.RunId == row.Run.RunId)).Select(row => $"row {row.Number}"));
}
