namespace PlotManager.Observing;

/// <summary>
/// Tells a wall clock that was set from one that merely runs. Waits are measured monotonically; when the wall clock jumps, what is
/// remembered of the past is moved by the same amount, so that a jump neither stalls nor floods.
/// </summary>
public sealed class FarmClock(TimeProvider time)
{
    /// <summary>Smaller differences are drift (NTP slews at most 0.5 ms a second) or a look that took long.</summary>
    private static readonly TimeSpan Jump = TimeSpan.FromSeconds(30);

    private DateTimeOffset _wall = time.GetUtcNow();
    private long _mark = time.GetTimestamp();

    /// <summary>The instant in local time, and by how much the wall clock was set since the last call (usually zero).</summary>
    public (DateTimeOffset Now, TimeSpan SetBy) Read()
    {
        var wall = time.GetUtcNow();
        var mark = time.GetTimestamp();
        var difference = wall - _wall - time.GetElapsedTime(_mark, mark);
        (_wall, _mark) = (wall, mark);
        return (TimeZoneInfo.ConvertTime(wall, time.LocalTimeZone), IsSet(difference) ? difference : TimeSpan.Zero);
    }

    /// <summary>Whether a difference between two ways to tell the time means that the clock was set.</summary>
    public static bool IsSet(TimeSpan difference) => difference.Duration() > Jump;
}
