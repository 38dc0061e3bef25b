using System.Collections.Immutable;

namespace PlotManager.Core.Plotters.Logs;

/// <summary>Tells the cause of a failure by its words, and says it plainly.</summary>
internal static class FailureText
{
    private const int LongestQuote = 600;

    // The system's own words, as they come through any plotter.
    private static readonly ImmutableArray<CauseWords> SystemWords =
    [
        new("No space left on device", FailureCause.TempFull),
        new("Disk quota exceeded", FailureCause.TempFull),
        new("There is not enough space on the disk", FailureCause.TempFull),
        new("Permission denied", FailureCause.Permission),
        new("Operation not permitted", FailureCause.Permission),
        new("Read-only file system", FailureCause.Permission),
        new("Access is denied", FailureCause.Permission),
        new("No such file or directory", FailureCause.DirectoryVanished),
        new("The system cannot find the path", FailureCause.DirectoryVanished),
        new("does not exist", FailureCause.DirectoryVanished),
        new("Not a directory", FailureCause.DirectoryVanished),
        new("Stale file handle", FailureCause.DirectoryVanished),
        new("bad_alloc", FailureCause.OutOfMemory),
        new("MemoryError", FailureCause.OutOfMemory),
        new("Cannot allocate memory", FailureCause.OutOfMemory),
        new("out of memory", FailureCause.OutOfMemory),
        new("Not enough memory", FailureCause.OutOfMemory),
    ];

    /// <param name="waits">It has not failed, but waits and tries again.</param>
    public static Failure Of(FailureCause? cause, string message, ImmutableArray<CauseWords> words, PlotLog? plot, bool waits = false)
    {
        // A profile's own words first; then the system's, except that a rule knows better which drive is full.
        var system = CauseOf(message, SystemWords);
        if (system == FailureCause.TempFull && cause == FailureCause.DestinationFull)
        {
            system = cause;
        }

        var known = CauseOf(message, words) ?? system ?? cause ?? FailureCause.Unknown;
        if (known == FailureCause.TempFull && IsAtDestination(message, plot))
        {
            known = FailureCause.DestinationFull;
        }

        return new Failure(known, waits && known == FailureCause.Unknown ? Quote(message) : $"{Plain(known)}: {Quote(message)}");
    }

    /// <summary>Of several failures that a log tells, the first stands, unless a later one knows the cause better.</summary>
    public static bool IsBetter(Failure later, bool laterFromTraceback, Failure earlier, bool earlierFromTraceback) =>
        later.Cause == FailureCause.Unknown
            ? earlier.Cause == FailureCause.Unknown && earlierFromTraceback
            : earlier.Cause == FailureCause.Unknown || (laterFromTraceback && earlierFromTraceback);

    public static string Plain(FailureCause cause) => cause switch
    {
        FailureCause.TempFull => "temp is full",
        FailureCause.DestinationFull => "the destination is full",
        FailureCause.DirectoryVanished => "a directory is missing or cannot be used",
        FailureCause.Permission => "no permission",
        FailureCause.BadKey => "a key or the contract address is wrong",
        FailureCause.BadArgument => "a setting is wrong",
        FailureCause.OutOfMemory => "out of memory",
        FailureCause.Killed => "it was stopped",
        _ => "the plotter failed",
    };

    private static FailureCause? CauseOf(string message, ImmutableArray<CauseWords> words)
    {
        foreach (var entry in words)
        {
            if (message.Contains(entry.Words, StringComparison.OrdinalIgnoreCase))
            {
                return entry.Cause;
            }
        }
        return null;
    }

    private static bool IsAtDestination(string message, PlotLog? plot) =>
        plot?.Destination is { Length: > 1 } destination && destination != plot.Temp && destination != plot.Temp2
        && (message.Contains(destination + "/", StringComparison.Ordinal) || message.Contains(destination + "\\", StringComparison.Ordinal));

    private static string Quote(string message)
    {
        var line = LogSecrets.Mask(message.Trim());
        return line.Length <= LongestQuote ? line : line[..LongestQuote] + "...";
    }
}
