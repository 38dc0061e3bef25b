using System.Globalization;
using PlotManager.Core.Checkers;
using PlotManager.Core.Farm.Checks;
using PlotManager.Core.Plotting;
using PlotManager.Core.Text;
using PlotManager.Display.Json;
using PlotManager.Display.Terminal;
using PlotManager.Journal;
using PlotManager.Snapshots;

namespace PlotManager.Display;

/// <summary>Plots that are over, as a table, as CSV and as JSON; all with the same facts.</summary>
internal static class HistoryPage
{
    /// <summary>
    /// On a narrow screen the phases are left out first, and id, total, size, destination and outcome are kept.
    /// </summary>
    public static IEnumerable<Line> Lines(IReadOnlyList<PastPlot> plots, TimeZoneInfo zone, int width, string ellipsis)
    {
        var wide = width >= 100;
        var phases = plots.Max(plot => plot.Plot.PhaseSeconds.Length);
        List<Column<PastPlot>> columns =
        [
            new("ended", 0, plot => Line.Of(Time(plot.Plot.EndedAt, zone))),
            new("job", 0, plot => Line.Of(plot.Run.Job ?? "?")) { Least = 6 },
            new("plotter", 7, plot => Line.Of(plot.Run.Plotter)),
            new("k", 6, plot => Line.Of($"{plot.Run.K}")) { Right = true },
            new("id", 1, plot => Line.Of(plot.Plot.PlotId is { Length: > 7 } id ? id[..7] : plot.Plot.PlotId ?? "")),
            new("started", 11, plot => Line.Of(Time(plot.Plot.StartedAt, zone))),
        ];
        for (var phase = 0; phase < phases; phase++)
        {
            var index = phase;
            columns.Add(new($"phase {phase + 1}", 9, plot => Clock(
                index < plot.Plot.PhaseSeconds.Length ? plot.Plot.PhaseSeconds[index] : null))
            { Right = true });
        }
        columns.Add(new("copy", 10, plot => Clock(plot.Plot.CopySeconds)) { Right = true });
        columns.Add(new("total", 2, plot => Clock(plot.Plot.TotalSeconds)) { Right = true });
        columns.Add(new("size", 3, plot => Line.Of(plot.Plot.FinalBytes is { } bytes ? Figures.Size(bytes) : "")) { Right = true });
        columns.Add(new("destination", 4, plot => Line.Of(plot.Run.Directories.Destination ?? ""))
        {
            Least = wide ? 24 : 10,
            KeepTail = true,
        });
        columns.Add(new("file", 8, plot => Line.Of(Verdict(plot.Plot) ?? "", plot.Plot.Proof is FileProof.NotMade or FileProof.Lost
            ? Ink.Bad
            : plot.Plot.Proof is FileProof.NotSeen ? Ink.Warning : Ink.Good)));
        columns.Add(new("proofs", 9, plot => Proofs(plot.Check)));
        columns.Add(new("outcome", 0, plot => Line.Of(Outcome(plot.Plot), InkOf(plot.Plot))
            .Add(plot.FromLog ? " (from its log)" : "", Ink.Dim)
            .Add(Why(plot.Plot) is { } why ? $": {why}" : "", Ink.Dim))
        { Least = wide ? 24 : 9 });
        return Table.Lay(columns, plots, width, ellipsis);
    }

    /// <summary>With a first line of names; as many phases as the plot with the most has, four at least.</summary>
    public static void WriteCsv(IReadOnlyList<PastPlot> plots, TimeZoneInfo zone, TextWriter output)
    {
        var phases = plots.Select(plot => plot.Plot.PhaseSeconds.Length).Append(4).Max();
        CsvRow.Write(output, ["job", "plotter", "k", "plot_id", "started_at", "ended_at", .. Enumerable.Range(1, phases)
            .Select(phase => $"phase{phase}_seconds"),
            "copy_seconds", "total_seconds", "final_bytes", "destination", "final_file", "outcome", "detail", "source", "file",
            "check", "proofs", "challenges"]);
        foreach (var (run, plot, source, check) in plots.Select(plot => (plot.Run, plot.Plot, Source(plot), plot.Check)))
        {
            CsvRow.Write(output, [run.Job, run.Plotter, $"{run.K}", plot.PlotId, Iso(plot.StartedAt, zone), Iso(plot.EndedAt, zone),
                .. Enumerable.Range(0, phases).Select(phase => phase < plot.PhaseSeconds.Length ? Number(plot.PhaseSeconds[phase]) : null),
                Number(
                    plot.CopySeconds), Number(
                        plot.TotalSeconds), $"{plot.FinalBytes}", run.Directories.Destination, plot.FinalFile, Outcome(
                            plot), Why(plot), source, Verdict(plot), CheckWords.Of(check),
                $"{check?.Proofs}", $"{check?.Challenges}"]);
        }
    }

    public static string Json(PastPlot finished, TimeZoneInfo zone) => JsonLine.Of(writer =>
    {
        var (run, plot) = (finished.Run, finished.Plot);
        writer.WriteString("job", run.Job);
        writer.WriteString("plotter", run.Plotter);
        writer.Write("k", run.K);
        writer.WriteString("plot_id", plot.PlotId);
        writer.Write("started_at", In(plot.StartedAt, zone));
        writer.Write("ended_at", In(plot.EndedAt, zone));
        writer.WriteStartArray("phase_seconds");
        foreach (var seconds in plot.PhaseSeconds)
        {
            writer.WriteNumberValue(seconds);
        }

        writer.WriteEndArray();
        writer.Write("copy_seconds", plot.CopySeconds);
        writer.Write("total_seconds", plot.TotalSeconds);
        writer.Write("final_bytes", plot.FinalBytes);
        writer.WriteString("destination", run.Directories.Destination);
        writer.WriteString("final_file", plot.FinalFile);
        writer.WriteString("outcome", Outcome(plot));
        writer.WriteString("detail", Why(plot));
        writer.WriteString("source", Source(finished));
        writer.WriteString("file", Verdict(plot));
        writer.WriteString("check", CheckWords.Of(finished.Check));
        writer.Write("proofs", finished.Check?.Proofs);
        writer.Write("challenges", finished.Check?.Challenges);
    });

    /// <summary>"completed", "suspect", "failed", "killed" or "unknown".</summary>
    private static string Outcome(PlotRecord plot) =>
        plot is { State: PlotState.Completed, Suspect: not null } ? "suspect" : LogJson.Word(plot.State);

    /// <summary>"journal", or "log" for a plot that only a log of the farm's folder tells of.</summary>
    private static string Source(PastPlot plot) => plot.FromLog ? "log" : "journal";

    /// <summary>What its file has proven: "made", "not made", "moved", "not seen", "accepted" or "lost"; null where nobody asked.</summary>
    private static string? Verdict(PlotRecord plot) => plot.Proof switch
    {
        FileProof.Made => "made",
        FileProof.NotMade => "not made",
        FileProof.Moved => "moved",
        FileProof.NotSeen => "not seen",
        FileProof.Accepted => "accepted",
        FileProof.Lost => "lost",
        _ => null,
    };

    private static Line Proofs(CheckRecord? check) => check switch
    {
        null => Line.Empty,
        { Verdict: CheckVerdict.NotJudged } => Line.Of(CheckWords.Verdict(check.Verdict), Ink.Warning),
        { Proofs: { } proofs } => Line.Of($"{proofs}/{check.Challenges}", check.Verdict == CheckVerdict.Good ? Ink.Good : Ink.Bad),
        _ => Line.Of(CheckWords.Verdict(check.Verdict), check.Verdict == CheckVerdict.Good ? Ink.Good : Ink.Bad),
    };

    private static string? Why(PlotRecord plot) => plot.Suspect ?? plot.Detail;

    private static Ink InkOf(PlotRecord plot) => Outcome(plot) switch
    {
        "completed" => Ink.Good,
        "suspect" or "unknown" => Ink.Warning,
        _ => Ink.Bad,
    };

    private static Line Clock(double? seconds) => seconds is null ? Line.Empty : Line.Of(Figures.Clock(seconds, withSeconds: true));

    private static string Time(DateTimeOffset? time, TimeZoneInfo zone) =>
        In(time, zone)?.ToString("yyyy-MM-dd HH:mm", CultureInfo.InvariantCulture) ?? "";

    private static string? Iso(DateTimeOffset? time, TimeZoneInfo zone) =>
        In(time, zone)?.ToString("yyyy-MM-ddTHH:mm:sszzz", CultureInfo.InvariantCulture);

    private static DateTimeOffset? In(DateTimeOffset? time, TimeZoneInfo zone) =>
        time is { } known ? TimeZoneInfo.ConvertTime(known, zone) : null;

    private static string? Number(double? number) => number?.ToString("R", CultureInfo.InvariantCulture);
}
