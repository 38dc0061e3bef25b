using System.Collections.Immutable;
using PlotManager.Core.Scheduling;
using PlotManager.Core.Text;
using PlotManager.Display.Terminal;
using PlotManager.Snapshots;

namespace PlotManager.Display;

/// <summary>Why nothing starts: each job's decision, how long it holds, and the reason.</summary>
internal static class JobsTable
{
    private const string Countdown = "in";

    public static IReadOnlyList<Line> Draw(ImmutableArray<JobPart> jobs, ScreenOptions options, DateTimeOffset now)
    {
        Column<JobPart>[] columns =
        [
            new("job", 0, job => Line.Of(job.Name)) { Least = 6 },
            new("running", 3, job => Line.Of($"{job.Running}")) { Right = true },
            new("started", 4, job => Line.Of($"{Count(job.KickedOff)} of {job.MaxPlots}")) { Right = true },
            new("made", 5, job => Line.Of(Count(job.Completed))) { Right = true },
            new("failed", 6, job => job.Failed is 0
                ? Line.Of("-", Ink.Dim)
                : Line.Of(Count(job.Failed), job.Failed > 0 ? Ink.Bad : Ink.Plain)) { Right = true },
            new(Countdown, 1, job => Line.Of(job.Until is { } until && until > now ? Durations.Words(until - now) : "")) { Right = true },

            // The reason matters more than the counts: they are shown where it keeps most of the width.
            new("why", 0, Why) { Least = Math.Max(20, options.Width * 7 / 10) },
        ];
        if (jobs.All(job => job.Until is null || job.Until <= now))
        {
            columns = [.. columns.Where(column => column.Title != Countdown)];
        }

        return Table.Lay(columns, jobs, options.Width - 2, options.Glyphs.Ellipsis);
    }

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
