using System.Collections.Immutable;
using PlotManager.Core.Plotters.Logs;
using PlotManager.Core.Plotting;

namespace PlotManager.Core.Farm;

/// <summary>
/// When what a log tells of happened, by the manager's own clock. A log's times are of the plotter's clock, which may have been set
/// since or before: they are believed as far as they are possible.
/// </summary>
/// <param name="heardAt">All that the log had said by then was known. Null: it is read for the first time.</param>
/// <param name="zone">In which the plotter writes.</param>
internal sealed class PlotTimes(DateTimeOffset launched, DateTimeOffset? heardAt, DateTimeOffset now, TimeZoneInfo zone)
{
    /// <summary>By so much the time in a line may differ from start + durations: a plotter takes a while to begin its phase 1.</summary>
    private static readonly TimeSpan Tolerance = TimeSpan.FromMinutes(2);

    /// <summary>When a plot began that is not the first of its run.</summary>
    public DateTimeOffset Start(PlotLog log) => Possible(zone.In(log.StartedAt) ?? now, launched);

    /// <summary>Phase by phase; null where nobody told. What was known stays as it was.</summary>
    public ImmutableArray<DateTimeOffset?> PhaseEnds(PlotRecord known, DateTimeOffset started, PlotLog log)
    {
        var ends = known.PhaseEnds;
        var soFar = 0.0;
        for (var index = 0; index < log.Phases.Length; index++)
        {
            var end = log.Phases[index];
            soFar += end.Seconds;
            if (end.Phase <= ends.Length)
            {
                continue;
            }

            var byDurations = index == end.Phase - 1 && soFar < (DateTimeOffset.MaxValue - started).TotalSeconds
                ? (DateTimeOffset?)started.AddSeconds(soFar)
                : null;
            var earliest = ends.Length > 0 && ends[^1] > started ? ends[^1]!.Value : started;
            while (ends.Length < end.Phase - 1)
            {
                ends = ends.Add(null);
            }

            ends = ends.Add(End(zone.In(end.EndedAt), byDurations) is { } told ? Possible(told, earliest) : null);
        }

        return ends;
    }

    // Of what was heard as it happened, only the seconds are in question. Of the past, durations tell whether the clock was set.
    private DateTimeOffset? End(DateTimeOffset? inLine, DateTimeOffset? byDurations) =>
        heardAt is not null ? inLine ?? byDurations ?? now
        : inLine is { } told && byDurations is { } counted && (told - counted).Duration() > Tolerance ? counted
        : inLine ?? byDurations;

    private DateTimeOffset Possible(DateTimeOffset told, DateTimeOffset earliest)
    {
        var from = heardAt > earliest ? heardAt.Value : earliest;
        var possible = told > from ? told : from;
        return possible < now ? possible : now;
    }
}
