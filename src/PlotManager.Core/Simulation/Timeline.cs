using System.Collections.Immutable;
using System.Text;

namespace PlotManager.Core.Simulation;

/// <summary>A stretch of a row: blanks (phase 0) or the digits of one phase.</summary>
public readonly record struct TimelineSegment(string Text, int Phase);

/// <param name="Label">The temp directory; empty on the further rows of one that has several plots at a time.</param>
public sealed record TimelineRow(string Label, ImmutableArray<TimelineSegment> Segments)
{
    public override string ToString() => string.Concat(Segments.Select(segment => segment.Text)).TrimEnd();
}

/// <summary>
/// Draws plots over time: a row for each temp directory (more where plots overlap there), a bar for each plot, its phases as digits.
/// Keeps only what falls into its window.
/// </summary>
public sealed class Timeline(TimeSpan window)
{
    private readonly SortedDictionary<string, List<List<SimulatedRun>>> _lanes = new(StringComparer.Ordinal);

    public TimeSpan Window => window;

    public void Add(SimulatedRun run)
    {
        if (run.StartMinute >= window.TotalMinutes)
        {
            return;
        }

        var label = run.Directories.Temp ?? run.Directories.Destination ?? run.Job ?? "?";
        if (!_lanes.TryGetValue(label, out var lanes))
        {
            _lanes[label] = lanes = [];
        }

        var lane = lanes.Find(lane => lane[^1].EndMinute <= run.StartMinute);
        if (lane is null)
        {
            lanes.Add([run]);
        }
        else
        {
            lane.Add(run);
        }
    }

    /// <param name="columns">How many characters the window is wide.</param>
    public IEnumerable<TimelineRow> Draw(int columns)
    {
        foreach (var (label, lanes) in _lanes)
        {
            for (var i = 0; i < lanes.Count; i++)
            {
                yield return new(i == 0 ? label : "", Row(lanes[i], columns));
            }
        }
    }

    /// <summary>Hours or days along the top: "0 h      12 h     24 h".</summary>
    public string Scale(int columns)
    {
        var hours = window.TotalHours;
        double[] steps = [0.25, 0.5, 1, 2, 3, 6, 12, 24, 48, 96, 168];
        var step = Array.Find(steps, s => columns * s / hours >= 8);
        if (step == 0)
        {
            step = hours;
        }

        var text = new StringBuilder();
        for (var at = 0.0; at < hours; at += step)
        {
            var column = (int)(at / hours * columns);
            var mark = $"{at:0.##} h";
            if (column < text.Length || column + mark.Length > columns)
            {
                continue;
            }

            text.Append(' ', column - text.Length).Append(mark);
        }
        return text.ToString();
    }

    private ImmutableArray<TimelineSegment> Row(List<SimulatedRun> lane, int columns)
    {
        var phases = new int[columns];
        var width = window.TotalMinutes / columns;
        foreach (var run in lane)
        {
            var shown = false;
            var first = Math.Max(0, (int)(run.StartMinute / width));
            for (var column = first; column < columns && column * width < run.EndMinute; column++)
            {
                var phase = PhaseAt(run, (column + 0.5) * width);
                if (phase > 0)
                {
                    phases[column] = phase;
                }

                shown |= phase > 0;
            }
            if (!shown && first < columns && phases[first] == 0)
            {
                phases[first] = 1; // shorter than a column: not left out
            }
        }

        var segments = ImmutableArray.CreateBuilder<TimelineSegment>();
        for (var from = 0; from < columns;)
        {
            var to = from;
            while (to < columns && phases[to] == phases[from])
            {
                to++;
            }

            segments.Add(new(new(phases[from] == 0 ? ' ' : (char)('0' + (phases[from] % 10)), to - from), phases[from]));
            from = to;
        }
        return segments.ToImmutable();
    }

    private static int PhaseAt(SimulatedRun run, double minute)
    {
        if (minute < run.StartMinute)
        {
            return 0;
        }

        for (var i = 0; i < run.PhaseEndMinutes.Length; i++)
        {
            if (minute < run.PhaseEndMinutes[i])
            {
                return (i % run.PhasesPerPlot) + 1;
            }
        }

        return 0;
    }
}
