using System.Collections.Immutable;
using System.Globalization;

namespace PlotManager.Metrics;

/// <summary>
/// What happened since the process started: the counters and histograms, which a snapshot does not hold. All start at 0 with the
/// process. May be written by the manager and read by a scrape at the same time.
/// </summary>
public sealed class MetricsState
{
    private readonly Lock _turn = new();
    private Totals _totals = Totals.None;

    public void PlotCompleted(string job) => Change(now => now with { Completed = Count(now.Completed, job) });

    /// <summary>A plot that neither this farm made nor a plotter that plots for it.</summary>
    public void OthersCompleted() => Change(now => now with { OthersCompleted = now.OthersCompleted + 1 });

    /// <param name="cause">A few known words, as in the failure's cause: every value is a series of its own.</param>
    public void PlotFailed(string job, string cause) => Change(now => now with { Failed = Count(now.Failed, (job, cause)) });

    /// <param name="verdict">"good", "bad" or "not judged".</param>
    public void PlotChecked(string verdict) => Change(now => now with { Checked = Count(now.Checked, verdict) });

    /// <summary>The job did not start for so long because of this rule.</summary>
    public void StartHeld(string job, string rule, TimeSpan time) => Change(now =>
        now with { Held = now.Held.SetItem((job, rule), now.Held.GetValueOrDefault((job, rule)) + Math.Max(0, time.TotalSeconds)) });

    public void PhaseTook(string job, int phase, double seconds) => Change(now =>
    {
        var key = (job, phase.ToString(CultureInfo.InvariantCulture));
        return now with { Phases = now.Phases.SetItem(key, (now.Phases.GetValueOrDefault(key) ?? Totals.NoPhase).With(seconds)) };
    });

    public void LookTook(TimeSpan time) => Change(now => now with { Looks = now.Looks.With(time.TotalSeconds) });

    internal Totals Now
    {
        get
        {
            lock (_turn)
            {
                return _totals;
            }
        }
    }

    private void Change(Func<Totals, Totals> change)
    {
        lock (_turn)
        {
            _totals = change(_totals);
        }
    }

    private static ImmutableSortedDictionary<T, long> Count<T>(ImmutableSortedDictionary<T, long> counts, T key) where T : notnull =>
        counts.SetItem(key, counts.GetValueOrDefault(key) + 1);
}

/// <summary>All counters at one instant.</summary>
internal sealed record Totals(
    ImmutableSortedDictionary<string, long> Completed,
    ImmutableSortedDictionary<(string Job, string Cause), long> Failed,
    ImmutableSortedDictionary<(string Job, string Rule), double> Held,
    ImmutableSortedDictionary<(string Job, string Phase), Histogram> Phases,
    Histogram Looks)
{
    public long OthersCompleted { get; init; }

    /// <summary>By the verdict.</summary>
    public ImmutableSortedDictionary<string, long> Checked { get; init; } = ImmutableSortedDictionary<string, long>.Empty;

    /// <summary>Seconds: from a plot made in memory to a day for a phase of k35 on hard disks.</summary>
    public static readonly Histogram NoPhase =
        Histogram.Empty(10, 30, 60, 120, 300, 600, 1200, 1800, 3600, 5400, 7200, 10800, 14400, 21600, 28800, 43200, 86400);

    /// <summary>Seconds: a look takes milliseconds, and five seconds for a drive that does not answer.</summary>
    private static readonly Histogram NoLook = Histogram.Empty(0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30, 60);

    public static readonly Totals None = new(
        ImmutableSortedDictionary<string, long>.Empty,
        ImmutableSortedDictionary<(string, string), long>.Empty,
        ImmutableSortedDictionary<(string, string), double>.Empty,
        ImmutableSortedDictionary<(string, string), Histogram>.Empty,
        NoLook);
}
