namespace PlotManager.Core.Plotting;

/// <summary>Times as logs and people write them, without their zone.</summary>
public static class LocalTimes
{
    /// <summary>A plotter's clock is taken to be this machine's. Null where there is no such time.</summary>
    public static DateTimeOffset? In(this TimeZoneInfo zone, DateTime? local)
    {
        if (local is not { } time)
        {
            return null;
        }

        var plain = DateTime.SpecifyKind(time, DateTimeKind.Unspecified);
        var offset = zone.GetUtcOffset(plain);
        // The first and last hours of the calendar have no time in every zone.
        return plain.Ticks - offset.Ticks is var utc && utc >= DateTime.MinValue.Ticks && utc <= DateTime.MaxValue.Ticks
            ? new DateTimeOffset(plain, offset)
            : null;
    }
}
