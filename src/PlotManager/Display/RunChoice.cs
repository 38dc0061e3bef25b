using System.Globalization;
using PlotManager.Manager;

namespace PlotManager.Display;

/// <summary>The one run that somebody means by what is to be seen of it in status and view.</summary>
internal static class RunChoice
{
    /// <summary>Fewer digits of an id are too easily a row number or somebody else's id.</summary>
    public const int LeastOfId = 4;

    /// <param name="plot">The beginning of a plot's id, a pid, a run id, or a row number of status.</param>
    /// <returns>The run, or why it is not known.</returns>
    public static (RunPart? Run, string? Problem) Find(Snapshot snapshot, string plot)
    {
        var rows = RunsTable.Number(snapshot);
        var found = rows.Where(row => Means(row.Run, plot)).ToList();
        if (found.Count == 0 && int.TryParse(plot, NumberStyles.None, CultureInfo.InvariantCulture, out var number))
        {
            found = [.. rows.Where(row => row.Number == number)];
        }

        return found.Count switch
        {
            1 => (found[0].Run, null),
            0 => (null, $"no running plot is called '{Printable.Strip(plot)}'; plotmanager status shows ids, pids and row numbers"),
            _ => (null, $"'{Printable.Strip(plot)}' means {found.Count} running plots ({string.Join(", ", found.Select(row => $"row {row.Number}"))}); give more of the id, or the row"),
        };
    }

    /// <summary>In words, for a question or an answer.</summary>
    public static string Describe(RunPart run)
    {
        var id = RunsTable.ShortId(run) is { Length: > 0 } known ? known : "of unknown id";
        var phase = run.Phase is { } number ? $", phase {number}" : "";
        var progress = run.Progress is { } share ? $", {Figures.Percent(share, 1)}" : "";
        return Printable.Strip($"plot {id} of {run.Job ?? "no job"} (pid {run.Pid?.ToString(CultureInfo.InvariantCulture) ?? "?"}{phase}{progress})");
    }

    private static bool Means(RunPart run, string plot) =>
        run.RunId == plot
        || run.Pid?.ToString(CultureInfo.InvariantCulture) == plot
        || (plot.Length >= LeastOfId && run.PlotId?.StartsWith(plot, StringComparison.OrdinalIgnoreCase) == true);
}
