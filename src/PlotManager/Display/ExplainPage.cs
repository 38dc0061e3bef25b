using PlotManager.Core.Scheduling;
using PlotManager.Core.Text;
using PlotManager.Display.Terminal;
using PlotManager.Snapshots;

namespace PlotManager.Display;

/// <summary>Each job's reason: the first no and until when, every further no, the counts, and where the next plot goes.</summary>
public static class ExplainPage
{
    /// <param name="only">Name of the one job to explain; null: all.</param>
    public static IEnumerable<Line> Lines(Snapshot snapshot, string? only = null)
    {
        if (snapshot.Manager.Running == false)
        {
            yield return Line.Of("No manager is running; this is what one that started now would find.", Ink.Dim);
        }
        else if (snapshot.Manager.Starts is null)
        {
            yield return Line.Of("This farm is another user's; this is what a manager without its records would find.", Ink.Warning);
        }

        var indent = Indent(snapshot, only);
        foreach (var job in Jobs(snapshot, only))
        {
            var held = string.Join(", ", job.Held.Where(part => part.Seconds >= 60).Select(Held));
            yield return Line.Of(job.Name, Ink.Title).Pad(indent)
                .Add(Reasons.WithCountdown(job.Headline, job.Until, snapshot.Now), InkOf(job));
            foreach (var verdict in job.Verdicts.Where(verdict => !verdict.Allows && verdict.Rule != job.Rule))
            {
                yield return Line.Of("").Pad(indent).Add(
                    $"also {verdict.Rule}: {Reasons.WithCountdown(verdict.Text, verdict.Until, snapshot.Now)}");
            }

            var next = job.Next is { } way ? $"next: {Reasons.Way(way)}" : null;
            var detail = string.Join(
                " · ", new[] { job.Figures, job.Verdict == "start" ? null : next, held.Length > 0 ? $"held today: {held}" : null }
                .Where(part => !string.IsNullOrEmpty(part)));
            if (detail.Length > 0)
            {
                yield return Line.Of("").Pad(indent).Add(detail, Ink.Dim);
            }
        }
    }

    /// <summary>Columns before the reasons, which stand below one another.</summary>
    public static int Indent(Snapshot snapshot, string? only) =>
        Jobs(snapshot, only).Select(job => Columns.Width(job.Name)).DefaultIfEmpty().Max() + 2;

    private static IEnumerable<JobPart> Jobs(Snapshot snapshot, string? only) =>
        snapshot.Jobs.Where(job => only is null || job.Name == only);

    private static string Held(HeldPart part) =>
        $"{part.Rule} {Durations.Words(TimeSpan.FromSeconds(part.Seconds))}"
        + (part.PlotsLost is >= 0.05 ? $", about {part.PlotsLost:0.0} plots lost" : "");

    private static Ink InkOf(JobPart job) => job.Verdict switch
    {
        "start" => Ink.Good,
        "held back" => Ink.Bad,
        "paused" => Ink.Warning,
        _ => Ink.Plain,
    };
}
