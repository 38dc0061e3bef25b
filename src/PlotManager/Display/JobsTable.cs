using System.Collections.Immutable;
using PlotManager.Manager;

namespace PlotManager.Display;

/// <summary>Why nothing starts: each job's decision, how long it holds, and the reason.</summary>
internal static class JobsTable
{
    public static IReadOnlyList<Line> Draw(ImmutableArray<JobPart> jobs, ScreenOptions options, DateTimeOffset now)
    {
        Column<JobPart>[] columns =
        [
            new("job", 0, job => Line.Of(job.Name)) { Least = 6 },
            new("", 0, job => Verdict(job)),
            new("for", 2, job => Line.Of(job.Until is { } until && until > now ? Figures.Words(until - now) : "")) { Right = true },
            new("running", 3, job => Line.Of($"{job.Running}")) { Right = true },
            new("started", 4, job => Line.Of($"{job.KickedOff} of {job.MaxPlots}")) { Right = true },
            new("made", 5, job => Line.Of($"{job.Completed}")) { Right = true },
            new("failed", 6, job => job.Failed > 0 ? Line.Of($"{job.Failed}", Ink.Bad) : Line.Of("-", Ink.Dim)) { Right = true },
            // The reason matters more than the counts: they are shown where it keeps most of the width.
            new("why", 1, job => Line.Of(job.Text)) { Least = Math.Max(20, options.Width * 6 / 10) },
        ];
        if (jobs.All(job => job.Until is null || job.Until <= now))
        {
            columns = [.. columns.Where(column => column.Title != "for")];
        }

        return Table.Lay(columns, jobs, options.Width - 2, options.Glyphs.Ellipsis);
    }

    private static Line Verdict(JobPart job) => job.Verdict switch
    {
        "start" => Line.Of("starts", Ink.Good),
        "wait" => Line.Of("waits"),
        "held back" => Line.Of("held back", Ink.Bad),
        "paused" => Line.Of("paused", Ink.Warning),
        var other => Line.Of(other, Ink.Dim),
    };
}
