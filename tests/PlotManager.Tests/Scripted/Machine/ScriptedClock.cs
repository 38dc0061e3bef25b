namespace PlotManager.Tests.Scripted;

/// <summary>Time that passes only when told to. The wall clock can be set apart from the time that truly passes.</summary>
internal sealed class ScriptedClock(DateTimeOffset start) : TimeProvider
{
    private readonly List<Timer> _timers = [];
    private TimeSpan _setBy;

    /// <summary>What has truly passed.</summary>
    public TimeSpan Elapsed { get; private set; }

    public override TimeZoneInfo LocalTimeZone => TimeZoneInfo.Utc;

    public override long TimestampFrequency => TimeSpan.TicksPerSecond;

    public override DateTimeOffset GetUtcNow() => start + Elapsed + _setBy;

    public override long GetTimestamp() => Elapsed.Ticks;

    public void SetWallBy(TimeSpan by) => _setBy += by;

    public void PassTo(TimeSpan elapsed)
    {
        Elapsed = elapsed > Elapsed ? elapsed : throw new ArgumentOutOfRangeException(nameof(elapsed), elapsed, "time never goes back");
        foreach (var due in _timers.Where(timer => timer.Due <= Elapsed).ToList())
        {
            due.Dispose();
            due.Call();
        }
    }

    public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period)
    {
        var timer = new Timer(this, () => callback(state));
        timer.Change(dueTime, period);
        return timer;
    }

    // Calls once when its time has come.
    private sealed class Timer(ScriptedClock clock, Action call) : ITimer
    {
        public TimeSpan Due { get; private set; }

        public Action Call => call;

        public bool Change(TimeSpan dueTime, TimeSpan period)
        {
            clock._timers.Remove(this);
            if (dueTime != Timeout.InfiniteTimeSpan)
            {
                Due = clock.Elapsed + dueTime;
                clock._timers.Add(this);
            }

            return true;
        }

        public void Dispose() => clock._timers.Remove(this);

        public ValueTask DisposeAsync()
        {
            Dispose();
            return ValueTask.CompletedTask;
        }
    }
}
