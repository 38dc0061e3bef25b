using System.Diagnostics;
using PlotManager.DemoPlotter.Settings;

namespace PlotManager.DemoPlotter.Plotting;

/// <summary>
/// Spreads the work of one plot over its time: each phase gets its share of the plot's duration, and within a phase the plotter says how
/// far it has come. Time in which the process stood still (SIGSTOP, a sleeping laptop) is not made up for, as real work would not be.
/// </summary>
internal sealed class Pace
{
    private static readonly TimeSpan ShortestSleep = TimeSpan.FromMilliseconds(4);

    /// <summary>A stop of the process can swallow at most one sleep, so sleeps are short.</summary>
    private static readonly TimeSpan LongestSleep = TimeSpan.FromMilliseconds(100);

    /// <summary>More than this between two calls was no work on a slow drive: the process stood still.</summary>
    private static readonly TimeSpan LongestWork = TimeSpan.FromMilliseconds(200);

    private readonly TimeSpan _duration;
    private readonly IReadOnlyList<double> _shares;
    private readonly Action<FailureCause> _meet;
    private PlannedFailure? _failure;
    private int _phase;
    private double _fraction;
    private TimeSpan _owed;
    private long _lastLook;

    /// <param name="duration">The time of the whole plot, without its copy.</param>
    /// <param name="shares">The shares of phases 1 to 4 in it.</param>
    /// <param name="failure">The failure that this plot is to meet.</param>
    /// <param name="meet">Called once, when the plot comes to the point of its failure.</param>
    public Pace(TimeSpan duration, IReadOnlyList<double> shares, PlannedFailure? failure, Action<FailureCause> meet)
    {
        _duration = duration;
        _shares = shares;
        _failure = failure;
        _meet = meet;
        _lastLook = Stopwatch.GetTimestamp();
    }

    public void Begin(int phase)
    {
        _phase = phase;
        _fraction = 0;
    }

    /// <summary>Returns when this fraction (0 to 1, never less than before) of the phase is over.</summary>
    public void To(double fraction)
    {
        if (_failure is { } failure && failure.Phase == _phase && failure.Fraction <= fraction)
        {
            _failure = null;
            Advance(Math.Max(_fraction, failure.Fraction));
            _meet(failure.Cause);
        }

        Advance(fraction);
    }

    private void Advance(double fraction)
    {
        _owed += _duration * (_shares[_phase - 1] / _shares.Sum()) * (fraction - _fraction);
        _fraction = fraction;
        var worked = Stopwatch.GetElapsedTime(_lastLook);
        _owed -= worked < LongestWork ? worked : LongestWork;
        while (_owed >= ShortestSleep)
        {
            var sleep = _owed < LongestSleep ? _owed : LongestSleep;
            var before = Stopwatch.GetTimestamp();
            Thread.Sleep(sleep);
            var slept = Stopwatch.GetElapsedTime(before);
            _owed -= slept < sleep + LongestWork ? slept : sleep + LongestWork;
        }

        _lastLook = Stopwatch.GetTimestamp();
    }
}
