using PlotManager.Core.Plotters.Logs;
using PlotManager.Core.Plotters.Logs.Failures;

namespace PlotManager.Snapshots;

/// <summary>A plot that waits, in one line: the cause, and what lets it go on. What its plotter said is in its log.</summary>
internal static class BlockedWords
{
    public static string Of(PlotRecord plot) => $"blocked: {Cause(plot)}; {Remedy(plot.Cause)}";

    private static string Cause(PlotRecord plot) => plot.Cause is { } cause and not FailureCause.Unknown
        ? FailureText.Plain(cause)
        : plot.Detail ?? "its plotter waits";

    private static string Remedy(FailureCause? cause) => cause switch
    {
        FailureCause.DestinationFull => "make room there; the plotter tries again by itself",
        FailureCause.TempFull => "make room in temp; the plotter tries again by itself, and the plot is to be checked then",
        FailureCause.DirectoryVanished => "bring the directory or its drive back; the plotter tries again by itself",
        FailureCause.ReadOnly => "see why the drive is read-only (the kernel's log tells), and mount it anew",
        FailureCause.Permission => "give the plotter's user the right to write there",
        FailureCause.DriveFailed => "look after the drive and its cable (the kernel's log tells)",
        FailureCause.FileTooLarge => "that drive takes no plots: kill the plot, and format the drive with another file system",
        FailureCause.TooManyFiles => "raise the limit of open files (ulimit -n) for the next start",
        _ => "see its log; plotmanager kill ends it",
    };
}
