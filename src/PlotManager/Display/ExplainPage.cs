using PlotManager.Core.Scheduling;
using PlotManager.Core.Text;
using PlotManager.Display.Terminal;
using PlotManager.Snapshots;

namespace PlotManager.Display;

/// <summary>Each job's reason: the first no and until when, every further no, the counts, and where the next plot goes.</summary>
public static class ExplainPage
{
    public static IEnumerable<Line> Lines(Snapshot snapshot)
    {
        if (snapshot.Manager.Running == false)
        {
            yield return Line.Of("no manager runs; this is what one that started now would find", Ink.Dim);
        }
        else if (snapshot.Manager.Starts is null)
        {
            yield return Line.Of("another user's farm; this is what a manager without its books would find", Ink.Warning);
        }

        var indent = snapshot.Jobs.Select(job => Columns.Width(job.Name)).DefaultIfEmpty().Max() + 2;
        foreach (var job in snapshot.Jobs)
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
