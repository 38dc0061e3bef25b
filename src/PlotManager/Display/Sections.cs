using System.Collections.Immutable;
using PlotManager.Core.Configuration;
using PlotManager.Core.Text;
using PlotManager.Display.Terminal;
using PlotManager.Snapshots;
using PlotManager.Store;

namespace PlotManager.Display;

/// <summary>The parts of a screen that are not tables.</summary>
internal static class Sections
{
    public static Line Header(Snapshot snapshot, ScreenOptions options)
    {
        var dot = options.Glyphs.Dot;
        var state = State(snapshot, options);
        var host = Line.Of(snapshot.Manager.Host, Ink.Title).Add(state);
        var named = Line.Of("Chia Plot Manager", Ink.Title).Add(dot + snapshot.Manager.Host).Add(state);
        var width = options.Width - 2;
        return named.Width <= width ? named : host; // what is said matters more than who says it
    }

    private static Line State(Snapshot snapshot, ScreenOptions options)
    {
        var manager = snapshot.Manager;
        var dot = options.Glyphs.Dot;
        var left = Line.Empty;
        left = manager switch
        {
            { Running: null } => left.Add(dot).Add("whether a manager runs is not known", Ink.Warning),
            { Running: false } => left.Add(dot).Add("manager is not running" + Ended(snapshot), Ink.Warning),
            { StartedAt: { } started } => left.Add(dot + "running " + Durations.Words(snapshot.Now - started)),
            _ => left.Add(dot + "running"),
        };
        left = manager.Starts switch
        {
            "paused" => left.Add(dot).Add("starts are paused", Ink.Warning),
            "draining" => left.Add(dot).Add("draining", Ink.Warning),
            _ => left,
        };
        if (manager.Unsaved is > 0 and { } unsaved)
        {
            left = left.Add(dot).Add(NotSaved.Count(unsaved), Ink.Warning);
        }

        if (manager is { Running: true, LastLookAt: { } look })
        {
            left = left.Add($"{dot}updated {Durations.Words(snapshot.Now - look)} ago");
        }

        if (options is { Live: true, RefreshIn: { } next })
        {
            left = left.Add($"{dot}next in {Durations.Words(next)}", Ink.Dim);
        }

        return left;
    }

    private static string Ended(Snapshot snapshot) => snapshot.Manager switch
    {
        { Ended: { } why, EndedAt: { } at } => $": {why} {Durations.Words(snapshot.Now - at)} ago",
        { Ended: { } why } => $": {why}",
        _ => "",
    };

    /// <summary>Trouble, worst first, the longest standing first among equals.</summary>
    public static IReadOnlyList<Line> Problems(Snapshot snapshot, ImmutableArray<NumberedRun> runs, ScreenOptions options)
    {
        var numbers = runs.ToDictionary(run => run.Run.RunId, run => run.Number);
        var lines = new List<Line>();
        foreach (var problem in snapshot.Problems.OrderBy(problem => problem.Severity == "error" ? 0 : 1)
            .ThenBy(problem => problem.Since ?? DateTimeOffset.MaxValue))
        {
            var error = problem.Severity == "error";
            var text = problem.Text.Trim();
            if (problem.Job is { Length: > 0 } job)
            {
                text = $"{job}: {text}";
            }

            var tail = problem.RunId is { } run && numbers.TryGetValue(run, out var number) ? $"{options.Glyphs.Dot}#{number}" : "";
            if (problem.Since is { } since)
            {
                tail += $"{options.Glyphs.Dot}{Durations.Words(snapshot.Now - since)}";
            }

            // For how long and which run are kept when the words are cut.
            var room = Math.Max(options.Width - 4 - Columns.Width(tail), options.Width / 2);
            lines.Add(Line.Of(error ? "! " : "? ", error ? Ink.Bad : Ink.Warning)
                .Add(Line.Of(text, error ? Ink.Bad : Ink.Warning).Cut(room, options.Glyphs.Ellipsis))
                .Add(tail, Ink.Dim));
        }

        return lines;
    }

    /// <summary>CPU, RAM, plots made and checks for proofs; on a narrow screen on more than one row, never cut within a figure.</summary>
    public static IReadOnlyList<Line> Stats(Snapshot snapshot, ViewSettings view, ScreenOptions options)
    {
        var stats = snapshot.Stats;
        var parts = new List<string>();
        if (view.IncludeCpu)
        {
            parts.Add(stats.CpuPercent is { } cpu ? $"CPU {Figures.Rounded(cpu, 0)} %" : "CPU ?");
        }

        if (view.IncludeRam)
        {
            parts.Add(stats is { RamUsed: { } used, RamTotal: { } total }
                ? $"RAM {Figures.Rounded(used / (double)Figures.Gib, 1)} of {Figures.Rounded(total / (double)Figures.Gib, 1)} GiB"
                : "RAM ?");
        }

        if (view.IncludePlotStats)
        {
            parts.AddRange(stats is { Today: { } today, Yesterday: { } yesterday, Week: { } week, PerDay: { } perDay }
                ? [
                    $"today {Plots(today, stats.BytesToday ?? 0)}{ByOthers(stats.OthersToday)}",
                    $"yesterday {Plots(yesterday, stats.BytesYesterday ?? 0)}{ByOthers(stats.OthersYesterday)}",
                    $"7 days {Plots(week, stats.BytesWeek ?? 0)}{ByOthers(stats.OthersWeek)}", $"{Figures.Rounded(perDay, 1)} a day",
                ]
                : ["plots made ?"]);
        }

        parts.AddRange(Checks(snapshot));
        return Flow(parts, options.Glyphs.Dot, options.Width - 2);
    }

    private static IEnumerable<string> Checks(Snapshot snapshot)
    {
        foreach (var check in snapshot.Checks.Where(check => check.State == "running"))
        {
            yield return $"checks plot {PlotWords.Short(check.PlotId)} for proofs since {Durations.Words(snapshot.Now - check.Since)}";
        }

        if (snapshot.Checks.Where(check => check.State == "waiting").ToList() is [{ Reason: var reason }, ..] waiting)
        {
            yield return $"{Figures.Count(waiting.Count, "plot")} to check for proofs{(reason is null ? "" : $" ({reason})")}";
        }
    }

    /// <summary>The selected run in full, and the end of its log.</summary>
    public static IReadOnlyList<Line> Details(NumberedRun? selected, ScreenOptions options) =>
        selected is null || !options.Live ? [] : [.. Facts(selected, options), .. options.LogTail.Select(LogLine)];

    /// <summary>A title, then what a run is: its plot, its directories, its log.</summary>
    public static IReadOnlyList<Line> Facts(NumberedRun selected, ScreenOptions options)
    {
        var run = selected.Run;
        return
        [
            Rule(Line.Of($"{selected.Number} {run.Job ?? "?"} {run.Plotter} k{run.K?.ToString() ?? "?"}{Whose(run)}", Ink.Title), options),
            Labelled("plot", run.PlotId ?? "no id yet"),
            Labelled("path", string.Join(options.Glyphs.Arrow, new[] { run.Temp, run.Temp2, run.Destination }.OfType<string>())),
            Labelled("log", run.Log ?? "none"),
        ];
    }

    /// <summary>A title within a rule as wide as the screen.</summary>
    public static Line Rule(Line title, ScreenOptions options)
    {
        var line = Line.Of($"{options.Glyphs.Rule}{options.Glyphs.Rule} ", Ink.Dim).Add(title).Add(" ");
        return line.Add(new string(options.Glyphs.Rule, Math.Max(0, options.Width - 2 - line.Width)), Ink.Dim);
    }

    public static Line LogLine(string text) => Line.Of(text.TrimEnd('\r', '\n'), Ink.Dim);

    public static Line Labelled(string label, string text) => Line.Of(label.PadRight(9), Ink.Dim).Add(text);

    private static string Plots(int count, long bytes) => count switch
    {
        0 => "no plots",
        1 => $"1 plot, {Figures.Size(bytes)}",
        _ => $"{count} plots, {Figures.Size(bytes)}",
    };

    private static string Whose(RunPart run) =>
        run.OtherFarm is { } farm ? $", of the farm {farm}" : run.Foreign ? ", not started by this manager" : "";

    private static string ByOthers(int? plots) => plots > 0 ? $" and {plots} by others" : "";

    private static List<Line> Flow(List<string> parts, string dot, int width)
    {
        var lines = new List<Line>();
        var line = "";
        foreach (var part in parts)
        {
            if (line.Length > 0 && Columns.Width(line + dot + part) > width)
            {
                lines.Add(Line.Of(line));
                line = "";
            }

            line += line.Length > 0 ? dot + part : part;
        }

        return [.. lines, .. line.Length > 0 ? [Line.Of(line)] : Array.Empty<Line>()];
    }
}
