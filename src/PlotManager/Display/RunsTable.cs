using System.Collections.Immutable;
using PlotManager.Core.Configuration;
using PlotManager.Core.Text;
using PlotManager.Display.Terminal;
using PlotManager.Snapshots;

namespace PlotManager.Display;

/// <summary>One run with its number.</summary>
internal sealed record NumberedRun(int Number, RunPart Run)
{
    /// <summary>It stands for a plot of the run above it, which is copied while that one makes the next.</summary>
    public bool IsCopy { get; init; }
}

/// <summary>What is running: one row a run.</summary>
internal static class RunsTable
{
    /// <summary>Numbers the runs by true elapsed time, longest first.</summary>
    public static ImmutableArray<NumberedRun> Number(Snapshot snapshot) =>
    [
        .. snapshot.Runs
            .OrderByDescending(run => run.Elapsed ?? -1)
            .ThenBy(run => run.Pid)
            .Select((run, index) => new NumberedRun(index + 1, run)),
    ];

    public static ImmutableArray<NumberedRun> Sort(
        ImmutableArray<NumberedRun> runs, ImmutableArray<JobPart> jobs, RunOrder order, bool reverse = false)
    {
        ImmutableArray<NumberedRun> sorted = order switch
        {
            RunOrder.Job => ByJob(runs, jobs),
            RunOrder.Progress => [.. runs.OrderByDescending(run => run.Run.Progress ?? -1).ThenBy(run => run.Number)],
            RunOrder.Left => [.. runs.OrderBy(run => run.Run.Left ?? double.MaxValue).ThenBy(run => run.Number)],
            _ => runs,
        };
        return reverse ? [.. sorted.Reverse()] : sorted;
    }

    /// <summary>The runs that have the text somewhere among what tells one run from another; all for an empty text.</summary>
    public static ImmutableArray<NumberedRun> Filter(ImmutableArray<NumberedRun> runs, string text) => text.Length == 0
        ? runs
        : [.. runs.Where(run => Names(run.Run).Any(name => name?.Contains(text, StringComparison.OrdinalIgnoreCase) == true))];

    private static IEnumerable<string?> Names(RunPart run) =>
        [run.Job, run.Plotter, run.PlotId, run.PhaseName, run.State, run.Temp, run.Temp2, run.Destination, run.Pid?.ToString()];

    // As the jobs stand in the config; runs of no job come last.
    private static ImmutableArray<NumberedRun> ByJob(ImmutableArray<NumberedRun> runs, ImmutableArray<JobPart> jobs)
    {
        var places = new Dictionary<string, int>();
        foreach (var job in jobs)
        {
            places.TryAdd(job.Name, places.Count);
        }

        return [.. runs.OrderBy(run => run.Run.Job is { } job && places.TryGetValue(job, out var place) ? place : int.MaxValue)
            .ThenBy(run => run.Number)];
    }

    /// <summary>The rows of the table: the runs, and below each the plots that it copies beside the one in the making.</summary>
    public static ImmutableArray<NumberedRun> Rows(ImmutableArray<NumberedRun> runs) =>
        [.. runs.SelectMany(run => run.Run.Copies.Select(copy => Row(run, copy)).Prepend(run))];

    private static NumberedRun Row(NumberedRun run, CopyPart copy) => run with
    {
        IsCopy = true,
        Run = run.Run with
        {
            PlotId = copy.PlotId,
            StartedAt = copy.StartedAt,
            Elapsed = copy.Elapsed,
            Phase = copy.Phase,
            PhaseName = RunPart.CopyPhase,
            PhaseSeconds = copy.PhaseSeconds,
            Progress = copy.Progress,
            Left = copy.Left,
            LeftP90 = copy.LeftP90,
            State = copy.State,
            Destination = copy.Destination,
            Copies = [],
        },
    };

    /// <param name="rows">See <see cref="Rows"/>.</param>
    public static IReadOnlyList<Line> Draw(ImmutableArray<NumberedRun> rows, ViewSettings view, ScreenOptions options)
    {
        var glyphs = options.Glyphs;
        var seconds = view.IncludeSecondsForPhase;

        // From here on the bar and the phase's name are worth more than another column.
        var wide = options.Width >= 100;
        string Title(string title, RunOrder order) => !options.Live || options.Order != order ? title
            : title + (options.Reverse ? glyphs.Ascending : glyphs.Descending);

        // Rank: what is left out last comes first. The order of the columns is fixed.
        Column<NumberedRun>[] columns =
        [
            new("#", 0, row => Marked(row, options)) { Right = true },
            new(Title("job", RunOrder.Job), 1, row => Line.Of(row.Run.Job ?? (row.Run.InContainer ? "in a container" : "?")))
            {
                Least = 12,
            },
            new("k", 7, row => Line.Of(row.Run.K?.ToString() ?? "?")) { Right = true },
            new("plot", 5, row => Line.Of(ShortId(row.Run))),
            new("phase", 2, row => Phase(row.Run)) { Least = wide ? 14 : 11, Short = row => ShortPhase(row.Run) },
            new(Title("progress", RunOrder.Progress), 0, _ => Line.Empty) { Least = wide ? 20 : 12, Most = 32, Draw = (
                row, width) => Progress(row.Run, width, glyphs) },
            new(Title("left", RunOrder.Left), 3, row => Left(row.Run, seconds, glyphs)) { Right = true },
            new(Title("elapsed", RunOrder.Elapsed), 4, row => Line.Of(Figures.Clock(row.Run.Elapsed, seconds))) { Right = true },
            new("phases", 9, row => PhaseTimes(row.Run, seconds)),
            new("temp", 8, row => Line.Of(row.IsCopy ? "" : Figures.WholeSize(row.Run.TempBytes))) { Right = true },
            new("start", 10, row => Start(row.Run, view, options.Zone)),
            new("pid", 6, row => Line.Of(row.Run.Pid?.ToString() ?? "?")) { Right = true },
        ];
        return Table.Lay(columns, rows, options.Width - 2, glyphs.Ellipsis);
    }

    public static string ShortId(RunPart run) => run.PlotId is { } id ? id[..Math.Min(7, id.Length)] : "";

    private static Line Marked(NumberedRun row, ScreenOptions options) =>
        row.IsCopy ? Line.Empty
        : options is not { Live: true, Pane: Pane.Runs } ? Line.Of($"{row.Number}")
        : row.Run.RunId == options.Selected ? Line.Of($"{options.Glyphs.Pointer} {row.Number}", Ink.Selected)
        : Line.Of($"  {row.Number}");

    private static Line Phase(RunPart run)
    {
        var number = run.Phase?.ToString() ?? (run.State == "running" ? "starting" : "-");
        return run.State switch
        {
            "running" => Line.Of(run.PhaseName is { Length: > 0 } name && run.Phase is not null ? $"{number} {name}" : number),
            "blocked" or "failed" or "killed" => Line.Of($"{number} {run.State}", Ink.Bad),
            _ => Line.Of($"{number} {run.State}", Ink.Warning),
        };
    }

    private static Line ShortPhase(RunPart run)
    {
        var number = run.Phase?.ToString() ?? "-";
        return run.State switch
        {
            "running" => Line.Of(number),
            "blocked" or "failed" or "killed" => Line.Of(number + " !", Ink.Bad),
            _ => Line.Of(number + " ?", Ink.Warning),
        };
    }

    private static Line Progress(RunPart run, int width, Glyphs glyphs)
    {
        if (run.Progress is not { } progress || !double.IsFinite(progress))
        {
            return Line.Of("?".PadLeft(width));
        }

        var percent = Figures.Percent(progress, 1).PadLeft(6);
        var room = width - percent.Length;
        if (room < 3)
        {
            return Line.Of(percent);
        }

        var ink = run.State is "blocked" ? Ink.Bad : run.State is "suspended" ? Ink.Dim : Ink.Bar;
        return Bar(progress, room, ink, glyphs).Add(percent);
    }

    private static Line Bar(double share, int width, Ink ink, Glyphs glyphs)
    {
        var steps = glyphs.Eighths.Length + 1;
        var filled = (int)(Math.Clamp(share, 0, 1) * width * steps);
        var bar = new string(glyphs.Full, filled / steps);
        if (filled % steps > 0)
        {
            bar += glyphs.Eighths[(filled % steps) - 1];
        }

        return Line.Of(bar, ink).Add(new string(glyphs.Rest, width - bar.Length), Ink.Dim);
    }

    // Late: the median says it should be done by now; then the 90th percentile says how much longer it may take.
    private static Line Left(RunPart run, bool seconds, Glyphs glyphs) => run switch
    {
        { Left: > 0 } => Line.Of(Figures.Clock(run.Left, seconds)),
        { Left: not null, LeftP90: > 0 } => Line.Of($"late {glyphs.AtMost}{Figures.Clock(run.LeftP90, seconds)}", Ink.Warning),
        { Left: not null } => Line.Of("late", Ink.Warning),
        _ => Line.Of("?"),
    };

    private static Line PhaseTimes(RunPart run, bool withSeconds)
    {
        var ended = Math.Max(0, (run.Phase ?? 1) - 1);
        var line = Line.Empty;
        for (var index = 0; index < run.PhaseSeconds.Length; index++)
        {
            var time = Figures.Clock(run.PhaseSeconds[index], withSeconds);
            line = line.Add(index == 0 ? "" : " ");
            line = index < ended ? line.Add(time) : line.Add(time + "+", Ink.Dim);
        }

        return line;
    }

    private static Line Start(RunPart run, ViewSettings view, TimeZoneInfo zone)
    {
        if (run.StartedAt is not { } started)
        {
            return Line.Of("?");
        }

        var local = TimeZoneInfo.ConvertTime(started, zone);
        return Line.Of(
            StrfTime.Format(local, view.DateTimeFormat, zone.IsDaylightSavingTime(local) ? zone.DaylightName : zone.StandardName));
    }
}
