namespace PlotManager.Core.Configuration;

/// <summary>
/// Tells when a changed config may be read: once its size and time have stood still for two seconds, so that no half-written file is taken.
/// A file that is away for a moment, as editors and git replace it, is no change until it is back.
/// </summary>
public sealed record ConfigWatch
{
    /// <summary>An editor writes in one go; a copy over a slow network drive shows its size growing.</summary>
    public static readonly TimeSpan StandsStill = TimeSpan.FromSeconds(2);

    private readonly FileState? _read;
    private readonly FileState? _seen;
    private readonly TimeSpan _seenSince;

    private ConfigWatch(FileState? read, FileState? seen, TimeSpan seenSince)
    {
        _read = read;
        _seen = seen;
        _seenSince = seenSince;
    }

    /// <summary>Begins with the file as it was when the config in use was read.</summary>
    public static ConfigWatch Of(FileState asRead) => new(asRead, asRead, TimeSpan.Zero);

    /// <summary>When to look again at the earliest: null while nothing has changed.</summary>
    /// <remarks>On the same monotonic clock as <see cref="Look"/>.</remarks>
    public TimeSpan? LookAgain => _seen is null || _seen == _read ? null : _seenSince + StandsStill;

    /// <param name="now">The file as it is, null if it is away.</param>
    /// <param name="clock">A monotonic clock: time of day may jump.</param>
    /// <returns>What to go on with, and whether the file is to be read now. It is told once for each change, right or wrong.</returns>
    public (ConfigWatch Next, bool ReadNow) Look(FileState? now, TimeSpan clock)
    {
        if (now != _seen)
        {
            return (new ConfigWatch(_read, now, clock), false);
        }

        if (now is null || now == _read || clock - _seenSince < StandsStill)
        {
            return (this, false);
        }

        return (new ConfigWatch(now, now, clock), true);
    }

    /// <summary>What tells one content of a file from another without reading it.</summary>
    public readonly record struct FileState(long Size, DateTimeOffset Changed);
}
