using System.Collections.Immutable;

namespace PlotManager.Core.Plotters.Logs.Failures;

/// <summary>Tells the cause of a failure by its words, and says it plainly.</summary>
public static class FailureText
{
    private const int LongestQuote = 600;

    /// <param name="waits">It has not failed, but waits and tries again.</param>
    internal static Failure Of(FailureCause? cause, string message, ImmutableArray<CauseWords> words, PlotLog? plot, bool waits = false)
    {
        var known = CauseWords.Find(message, words) ?? Known(SystemErrors.CauseOf(message, plot), cause) ?? FailureCause.Unknown;
        if (known == FailureCause.TempFull)
        {
            known = CauseWords.FullAt(message, words) ?? (IsAtDestination(message, plot) ? FailureCause.DestinationFull : known);
        }

        return new Failure(known, waits && known == FailureCause.Unknown ? Quote(message) : $"{Plain(known)}: {Quote(message)}");
    }

    // The system's words count for more than the default of a line. But a line knows which drive is full, and what an I/O error means in
    // it.
    private static FailureCause? Known(FailureCause? system, FailureCause? line) => (system, line) switch
    {
        (FailureCause.TempFull, FailureCause.DestinationFull) => line,
        (FailureCause.DriveFailed, not null) => line,
        _ => system ?? line,
    };

    /// <summary>Of several failures that a log tells, the first stands, unless a later one knows the cause better.</summary>
    internal static bool IsBetter(Failure later, bool laterFromTraceback, Failure earlier, bool earlierFromTraceback) =>
        later.Cause == FailureCause.Unknown
            ? earlier.Cause == FailureCause.Unknown && earlierFromTraceback
            : earlier.Cause == FailureCause.Unknown || (laterFromTraceback && earlierFromTraceback);

    /// <summary>The cause in a few words.</summary>
    public static string Plain(FailureCause cause) => cause switch
    {
        FailureCause.TempFull => "temp is full",
        FailureCause.DestinationFull => "the destination is full",
        FailureCause.DirectoryVanished => "a directory is missing or cannot be used",
        FailureCause.Permission => "no permission",
        FailureCause.ReadOnly => "the drive is read-only",
        FailureCause.DriveFailed => "the drive or its connection fails (input/output error)",
        FailureCause.FileTooLarge => "the file system cannot hold files of this size (FAT32: 4 GiB)",
        FailureCause.TooManyFiles => "too many files are open",
        FailureCause.Crashed => "the plotter crashed",
        FailureCause.CheckFailed => "the plot did not pass the plotter's own check",
        FailureCause.BadKey => "a key or the contract address is wrong",
        FailureCause.BadArgument => "a setting is wrong",
        FailureCause.OutOfMemory => "out of memory",
        FailureCause.Killed => "it was stopped",
        _ => "the plotter failed",
    };

    private static bool IsAtDestination(string message, PlotLog? plot) =>
        plot?.Destination is { Length: > 1 } destination && destination != plot.Temp && destination != plot.Temp2
        && (message.Contains(destination + "/", StringComparison.Ordinal)
            || message.Contains(destination + "\\", StringComparison.Ordinal));

    private static string Quote(string message)
    {
        var line = LogSecrets.Mask(message.Trim());
        return line.Length <= LongestQuote ? line : line[..LongestQuote] + "...";
    }
}
