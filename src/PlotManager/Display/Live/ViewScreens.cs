using System.Collections.Immutable;
using PlotManager.Core.Configuration;
using PlotManager.Core.Text;
using PlotManager.Display.Terminal;
using PlotManager.Journal;
using PlotManager.Snapshots;

namespace PlotManager.Display.Live;

/// <summary>What the pages of the view show beside the snapshot.</summary>
/// <param name="Log">The last lines of the log of the selected run.</param>
/// <param name="Past">The plots that are over, the newest last; null until they have been read.</param>
internal sealed record ViewData(ImmutableArray<string> Log, ImmutableArray<PastPlot>? Past);

/// <summary>The screen of the view: the farm, or a page over it. A pure function.</summary>
internal static class ViewScreens
{
    private const int PlotsOfJob = 5;

    public static Screen Draw(ViewState state, Snapshot snapshot, ViewSettings view, ViewData data, ScreenOptions options) =>
        options.Width <= 0 || options.Height is <= 0 ? new Screen([], [], 0, 0) : state.Page switch
        {
            ViewPage.Run when RunsTable.Number(snapshot).FirstOrDefault(run => run.Run.RunId == state.Selected) is { } run =>
                Page(
                    snapshot, Run(run, snapshot, data, options), [.. data.Log.Select(Sections.LogLine)], state.Scroll, fromEnd: true,
                    options),
            ViewPage.Explain => Page(snapshot, [], Explain(snapshot, state.SelectedJob, options), state.Scroll, fromEnd: false, options),
            ViewPage.History => Page(snapshot, [], History(data.Past, options), state.Scroll, fromEnd: false, options),
            ViewPage.Drive when snapshot.Drives.FirstOrDefault(drive => drive.Path == state.SelectedDrive) is { } drive =>
                Page(snapshot, [], Drive(drive, snapshot, view, options), state.Scroll, fromEnd: false, options),
            ViewPage.Help => Page(snapshot, [], Help, state.Scroll, fromEnd: false, options),
            _ => FarmScreen.Render(snapshot, view, options),
        };

    public static ImmutableArray<Line> Help { get; } =
    [
        .. new[]
        {
            "arrows, wheel   move (page up, page down, home, end too); Esc: back",
            "Enter, click    open it: a run with its log, a job's reasons, a drive",
            "Tab             go on to the next pane: runs, jobs, drives (shift Tab: back)",
            "e               explain the selected job, or all jobs",
            "h               the plots that are made and those that failed",
            "/               show only runs with a text; Enter keeps it, Esc shows all",
            "o, O            order by elapsed, job, progress, time left; reverse the order",
            "s               suspend the selected run, or let it go on",
            "k               kill the selected run (asks first)",
            "p               pause starts, or allow them again",
            "r               update now",
            "?               this page",
            "q               quit; the manager and the plots go on",
        }.Select(text => Line.Of(text)),
    ];

    // What a page is about stays, its body is scrolled.
    private static Screen Page(
        Snapshot snapshot, IReadOnlyList<Line> head, IReadOnlyList<Line> body, int scroll, bool fromEnd, ScreenOptions options)
    {
        var header = Sections.Header(snapshot, options);
        var fixedRows = 1 + (head.Count > 0 ? head.Count + 1 : 0) + 1 + ScreenLayout.FrameRows(options);
        var room = options.Height is { } height ? Math.Max(1, height - fixedRows) : body.Count;
        var most = Math.Max(0, body.Count - room);
        scroll = Math.Clamp(scroll, 0, most);
        var top = fromEnd ? most - scroll : scroll;
        return ScreenLayout.Finish(
            [[header], head, [.. body.Skip(top).Take(room)]], ScreenLayout.PageKeys, ImmutableDictionary<Line, ScreenTarget>.Empty, options)
            with
        { Top = scroll, Shown = room };
    }

    private static List<Line> Run(NumberedRun numbered, Snapshot snapshot, ViewData data, ScreenOptions options)
    {
        var (run, dot) = (numbered.Run, options.Glyphs.Dot);
        List<Line> lines = [.. Sections.Facts(numbered, options)];
        var phases = run.PhaseSeconds.Select((seconds, index) =>
            $"{index + 1} {Figures.Clock(seconds, withSeconds: true)}{(index + 1 == run.Phase ? "+" : "")}");
        lines.Add(Sections.Labelled("phases", run.PhaseSeconds.IsEmpty ? "none yet" : string.Join(dot, phases)));
        lines.AddRange(Sections.Labelled("now", string.Join(
            dot,
            new[]
            {
                $"{run.State}{(run.PhaseName is { Length: > 0 } name ? $", {name}" : "")}",
                run.Progress is { } share && double.IsFinite(share) ? Figures.Percent(share, 1) : null,
                $"elapsed {Figures.Clock(run.Elapsed, withSeconds: true)}",
                run.Left is > 0 ? $"left {Figures.Clock(run.Left)}" : null,
                run.TempBytes is { } bytes ? $"temp {Figures.Size(bytes)}" : null,
                $"pid {run.Pid?.ToString() ?? "?"}",
            }.OfType<string>())).Wrap(options.Width - 2, 9));
        foreach (var problem in snapshot.Problems.Where(problem => problem.RunId == run.RunId))
        {
            lines.AddRange(Line.Of($"! {problem.Text}", Ink.Bad).Wrap(options.Width - 2, 2));
        }

        // The log is worth more than the past where there is no room for both.
        if (options.Height is null or >= 30 && data.Past is { } past && past.Where(plot => plot.Run.Job == run.Job).ToList() is
            { Count: > 0 } ofJob)
        {
            lines.Add(Sections.Rule(Line.Of($"the last plots of {run.Job ?? "no job"}", Ink.Title), options));
            lines.AddRange(HistoryPage.Lines([.. ofJob.TakeLast(PlotsOfJob)], options.Zone, options.Width - 2, options.Glyphs.Ellipsis));
        }

        lines.Add(Sections.Rule(Line.Of("log", Ink.Title), options));
        return lines;
    }

    private static List<Line> Explain(Snapshot snapshot, string? job, ScreenOptions options) =>
        [.. ExplainPage.Lines(snapshot, job).SelectMany(line => line.Wrap(options.Width - 2, ExplainPage.Indent(snapshot, job)))];

    // The newest first: it is what somebody who looks wants to see.
    private static IReadOnlyList<Line> History(ImmutableArray<PastPlot>? past, ScreenOptions options) => past switch
    {
        null => [Line.Of($"Reading the history {options.Glyphs.Ellipsis}", Ink.Dim)],
        { IsEmpty: true } => [Line.Of("No plots have finished yet.")],
        { } plots => [.. HistoryPage.Lines([.. plots.Reverse()], options.Zone, options.Width - 2, options.Glyphs.Ellipsis)],
    };

    private static List<Line> Drive(DrivePart drive, Snapshot snapshot, ViewSettings view, ScreenOptions options)
    {
        string Of(long? bytes) => bytes is { } known && drive.Total is > 0 and var total
            ? $"{Figures.Size(known)} ({Figures.Percent(known / (double)total, 0)})"
            : Figures.Size(bytes);
        var pids = drive.Temp.Concat(drive.Temp2).Concat(drive.Destination).ToHashSet();
        var runs = RunsTable.Number(snapshot).Where(run => run.Run.Pid is { } pid && pids.Contains(pid)).ToImmutableArray();
        return
        [
            Sections.Rule(Line.Of(drive.Path, Ink.Title), options),
            Sections.Labelled("for", drive.Uses.IsDefaultOrEmpty ? "no job of the config" : string.Join(", ", drive.Uses)),
            Sections.Labelled("size", Figures.Size(drive.Total)),
            Sections.Labelled("used", Of(drive.Total - drive.Free)),
            Sections.Labelled("free", Of(drive.Free)),
            Sections.Labelled("promised", $"{Of(drive.Promised)} to the plots that run"),
            Sections.Labelled("room", drive.RoomPlots is { } plots ? $"for {Figures.Count(plots, "more plot")}" : "no plots go here"),
            Line.Empty,
            .. runs.IsEmpty ? [Line.Of("No run uses it now.")] : RunsTable.Draw(RunsTable.Rows(runs), view, options),
        ];
    }
}
