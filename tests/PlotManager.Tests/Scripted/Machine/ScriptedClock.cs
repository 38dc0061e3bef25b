namespace PlotManager.Tests.Scripted;

/// <summary>Time that passes only when told to. The wall clock can be set apart from the time that truly passes.</summary>
internal sealed class ScriptedClock(DateTimeOffset start) : TimeProvider
{
    private TimeSpan _setBy;

    /// <summary>What has truly passed.</summary>
    public TimeSpan Elapsed { get; private set; }

    public override TimeZoneInfo LocalTimeZone => TimeZoneInfo.Utc;

    public override long TimestampFrequency => TimeSpan.TicksPerSecond;

    public override DateTimeOffset GetUtcNow() => start + Elapsed + _setBy;

    public override long GetTimestamp() => Elapsed.Ticks;

    public void SetWallBy(TimeSpan by) => _setBy += by;

    public void PassTo(TimeSpan elapsed) =>
        Elapsed = elapsed > Elapsed ? elapsed : throw new ArgumentOutOfRangeException(nameof(elapsed), elapsed, "time never goes back");

    public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period) =>
        throw new NotSupportedException("a look waits for nothing");
}
