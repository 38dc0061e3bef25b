namespace PlotManager.Logs;

/// <summary>How much of a log is read. A plotter's log has some megabytes at most; what a stranger writes may have no end.</summary>
/// <param name="Beginning">Bytes from the beginning that are always read.</param>
/// <param name="MostBehind">Of a log that is further ahead than so many bytes, only the last <see cref="End"/> are read.</param>
public sealed record LogLimits(int Beginning, long MostBehind)
{
    /// <summary>Bytes at the end of a log that are read though those before them are not.</summary>
    public const int End = 1 << 20;

    /// <summary>Bytes of one log that one pass reads. A log that has more is read on in the next passes.</summary>
    public const int APass = 4 << 20;

    public static LogLimits Own { get; } = new(APass, 256L << 20);

    public static LogLimits Stranger { get; } = new(64 << 10, End);

    /// <summary>Where the end of a log begins that is not read whole: where a character may begin, in UTF-16 as well.</summary>
    public static long EndOf(long length) => (length - End) / 2 * 2;
}
