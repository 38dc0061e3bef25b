using System.Collections.Immutable;
using PlotManager.Core.Configuration;
using PlotManager.Display.Terminal;
using PlotManager.Snapshots;

namespace PlotManager.Display;

/// <summary>
/// The farm on one screen, in this order: is something wrong, what is running, why nothing starts, how the drives stand, what was made.
/// A pure function: <c>view</c> draws it again and again, <c>status</c> once. No row is ever wider than asked for, none is wrapped,
/// and with a height given there are never more rows than that.
/// </summary>
public static class FarmScreen
{
    /// <summary>
    /// Rows that the first run's details take at least where they open by themselves: facts, a few lines of its log, a gap.
    /// </summary>
    private const int LeastOfDetails = 9;

    public static Screen Render(Snapshot snapshot, ViewSettings view, ScreenOptions options)
    {
        if (options.Width <= 0 || options.Height is <= 0)
        {
            return new Screen([], [], 0, 0);
        }

        var numbered = RunsTable.Number(snapshot);
        var runs = RunsTable.Filter(RunsTable.Sort(numbered, snapshot.Jobs, options.Order, options.Reverse), options.Filter);
        var selected = runs.FirstOrDefault(run => run.Run.RunId == options.Selected);
        IReadOnlyList<Line> problems = Sections.Problems(snapshot, numbered, options);
        var rows = RunsTable.Rows(runs);
        var table = RunsTable.Draw(rows, view, options);
        IReadOnlyList<Line> jobs = snapshot.Jobs.IsEmpty ? [] : JobsTable.Draw(snapshot.Jobs, options, snapshot.Now);
        IReadOnlyList<Line> drives = view.IncludeDriveInfo && !snapshot.Drives.IsEmpty
            ? DrivesTable.Draw(snapshot.Drives, numbered, options)
            : [];
        var stats = Sections.Stats(snapshot, view, options);
        IReadOnlyList<IReadOnlyList<Line>> others = [table, jobs, drives, stats];
        var needed = problems.Count + others.Sum(section => section.Count + 1) + ScreenLayout.FrameRows(options);
        var detailed = selected ?? (options.Live && options.Height - needed >= LeastOfDetails ? runs.FirstOrDefault() : null);
        var details = Sections.Details(detailed, options);

        var budget = Budget.Share(
            options.Height - ScreenLayout.FrameRows(options), problems.Count, table.Count, details.Count, jobs.Count, drives.Count,
            stats.Count);
        var (window, top, shown) = Window(table, rows, selected, budget.Runs, options);
        var targets = new Dictionary<Line, ScreenTarget>(ReferenceEqualityComparer.Instance);
        Aim(targets, table, [.. rows.Select(row => new ScreenTarget(Pane.Runs, row.Run.RunId))]);
        Aim(targets, jobs, [.. snapshot.Jobs.Select(job => new ScreenTarget(Pane.Jobs, job.Name))]);
        Aim(targets, drives, [.. snapshot.Drives.Select(drive => new ScreenTarget(Pane.Drives, drive.Path))]);
        return ScreenLayout.Finish(
            [
                [Sections.Header(snapshot, options), .. Shorten(problems, budget.Problems, options)],
                runs.IsEmpty ? [Line.Of(numbered.IsEmpty ? "Nothing is plotting." : "No run matches the filter.")] : window,
                Shorten(details, budget.Details, options, keepTail: true),
                Shorten(jobs, budget.Jobs, options),
                Shorten(drives, budget.Drives, options),
                Shorten(stats, budget.Stats, options),
            ],
            ScreenLayout.FarmKeys,
            targets,
            options) with
        {
            Runs = [.. runs.Select(run => run.Run.RunId)],
            Jobs = [.. snapshot.Jobs.Select(job => job.Name)],
            Drives = drives.Count == 0 ? [] : [.. snapshot.Drives.Select(drive => drive.Path)],
            Top = top,
            Shown = shown,
            Detailed = detailed?.Run.RunId,
        };
    }

    private static void Aim(Dictionary<Line, ScreenTarget> targets, IReadOnlyList<Line> table, ImmutableArray<ScreenTarget> rows)
    {
        for (var row = 0; row < rows.Length && row + 1 < table.Count; row++)
        {
            targets[table[row + 1]] = rows[row];
        }
    }

    // Titles and as many rows as there is room for; the selected one is always among them, and what is above and below is said.
    private static (IReadOnlyList<Line> Lines, int Top, int Shown) Window(
        IReadOnlyList<Line> table, ImmutableArray<NumberedRun> rows, NumberedRun? selected, int room, ScreenOptions options)
    {
        if (table.Count <= room)
        {
            return (table, 0, rows.Length);
        }

        var shown = Math.Max(0, room - 2);
        var top = Math.Clamp(options.Top, 0, Math.Max(0, rows.Length - shown));
        if (selected is not null && shown > 0)
        {
            var place = rows.IndexOf(selected);
            top = Math.Clamp(top, place - shown + 1, place);
        }

        var more = new List<string>();
        if (top > 0)
        {
            more.Add($"{top} above");
        }

        if (rows.Length - top - shown is var below and > 0)
        {
            more.Add($"{below} below");
        }

        var lines = new List<Line> { table[0] };
        lines.AddRange(table.Skip(1 + top).Take(shown));
        lines.Add(Line.Of($"{options.Glyphs.Ellipsis} {string.Join(options.Glyphs.Dot, more)}", Ink.Dim));
        return ([.. lines.Take(Math.Max(0, room))], top, shown);
    }

    private static IReadOnlyList<Line> Shorten(IReadOnlyList<Line> lines, int room, ScreenOptions options, bool keepTail = false)
    {
        if (lines.Count <= room)
        {
            return lines;
        }

        if (keepTail)
        {
            // The title, then the end: of a log the last lines matter.
            return room <= 1 ? [.. lines.Take(room)] : [lines[0], .. lines.Skip(lines.Count - room + 1)];
        }

        return room switch
        {
            <= 0 => [],
            1 => [lines[0]],
            _ => [.. lines.Take(room - 1), Line.Of($"{options.Glyphs.Ellipsis} {lines.Count - room + 1} more", Ink.Dim)],
        };
    }
}
