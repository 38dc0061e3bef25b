using System.Collections.Immutable;
using PlotManager.Core.Scheduling;
using PlotManager.Core.Text;
using PlotManager.Display.Terminal;
using PlotManager.Snapshots;

namespace PlotManager.Display;

/// <summary>Why nothing starts: each job's counts, its decision, how long it holds, and the reason.</summary>
internal static class JobsTable
{
    private const string Countdown = "in";

    public static IReadOnlyList<Line> Draw(ImmutableArray<JobPart> jobs, ScreenOptions options, DateTimeOffset now)
    {
        var pointed = options is { Live: true, Pane: Pane.Jobs };
        Column<JobPart>[] columns =
        [
            new("job", 0, job => Marked(job, pointed, options)) { Least = 10 },
            new("running", 1, job => Line.Of($"{job.Running}")) { Right = true },
            new("started", 2, job => Line.Of($"{Count(job.KickedOff)} of {job.MaxPlots}")) { Right = true },
            new("made", 3, job => Line.Of(Count(job.Completed))) { Right = true },
            new("failed", 4, job => job.Failed is 0
                ? Line.Of("-", Ink.Dim)
                : Line.Of(Count(job.Failed), job.Failed > 0 ? Ink.Bad : Ink.Plain)) { Right = true },
            new(Countdown, 5, job => Line.Of(job.Until is { } until && until > now ? Durations.Words(until - now) : "")) { Right = true },

            // The counts tell more at a glance than the end of a reason, which explain tells in full.
            new("why", 0, Why) { Least = 20 },
        ];
        var useless = new List<string>();
        if (jobs.All(job => job.Until is null || job.Until <= now))
        {
            useless.Add(Countdown);
        }

        if (jobs.All(job => job.Failed is 0))
        {
            useless.Add("failed");
        }

        return Table.Lay(
            [.. columns.Where(column => !useless.Contains(column.Title))], jobs, options.Width - 2, options.Glyphs.Ellipsis);
    }

    private static Line Marked(JobPart job, bool pointed, ScreenOptions options) =>
        !pointed ? Line.Of(job.Name)
        : job.Name == options.SelectedJob ? Line.Of($"{options.Glyphs.Pointer} {job.Name}", Ink.Selected)
        : Line.Of($"  {job.Name}");

    // The column counts the wait down.
    private static Line Why(JobPart job) => Line.Of(Reasons.Line(job.Headline, until: null, default, job.Figures), InkOf(job.Verdict));

    private static string Count(int? count) => count is { } known ? $"{known}" : "?";

    private static Ink InkOf(string verdict) => verdict switch
    {
        "start" => Ink.Good,
        "held back" => Ink.Bad,
        "paused" => Ink.Warning,
        "done" => Ink.Dim,
        _ => Ink.Plain,
    };
}
