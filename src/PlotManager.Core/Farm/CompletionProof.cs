using PlotManager.Core.PlotFiles;
using PlotManager.Core.Plotters;
using PlotManager.Core.Plotters.Logs;
using PlotManager.Core.Plotting;

namespace PlotManager.Core.Farm;

/// <summary>What is known of a plot that is over by its file. The names are words of the journal.</summary>
public enum FileProof
{
    /// <summary>The file was there, and is whole as far as its bytes tell.</summary>
    Made,

    /// <summary>The file was there and is no plot, or the plotter itself has deleted it.</summary>
    NotMade,

    /// <summary>It was not there, and its drive was: somebody had moved or removed it by then.</summary>
    Moved,

    /// <summary>Nobody could look: the destination is gone or on another machine, or the file's name is not known.</summary>
    NotSeen,

    /// <summary>The user has said that it was made.</summary>
    Accepted,

    /// <summary>The user has said that it is lost.</summary>
    Lost,
}

/// <summary>An answer about a plot's finished file.</summary>
/// <param name="File">Null where it is not seen.</param>
/// <param name="IsAwaited">It is still being read: a later pass is told.</param>
public readonly record struct FileReading(PlotFile? File, bool IsAwaited = false);

/// <summary>Whether a plot that its log calls completed is there: the file has the last word. Pure.</summary>
public static class CompletionProof
{
    /// <param name="outcome">What the log says.</param>
    /// <param name="plot">As it is known.</param>
    /// <param name="file">The plot's finished file as its own bytes say; null where nobody has seen it: it was moved on already, or lies
    /// on another machine.</param>
    public static PlotOutcome Of(PlotOutcome outcome, PlotRecord plot, PlotFile? file)
    {
        if (outcome.State != PlotState.Completed || file is null)
        {
            return outcome;
        }

        if (Lack(plot, file) is { } lack)
        {
            var isCutOff = file.FillsFat32;
            return new PlotOutcome(
                PlotState.Failed,
                new Failure(
                    isCutOff ? FailureCause.FileTooLarge : FailureCause.Unknown,
                    $"the plotter said that the plot was made, but its file {lack}{(isCutOff ? ": FAT32 holds no more" : "")}"),
                null);
        }

        return file.State == PlotFileState.NameMismatch
            ? outcome with { Suspect = outcome.Suspect ?? $"its file holds another plot, {file.Id}" }
            : outcome;
    }

    // What cannot be read was not seen. What cannot be judged is whole unless the log says that it is longer.
    private static string? Lack(PlotRecord plot, PlotFile file) => file switch
    {
        { State: PlotFileState.Truncated, ExpectedLength: not null } => $"has {Size(file.Length)}, {Size(file.MissingBytes!.Value)} short",
        { State: PlotFileState.Truncated, MissingBytes: { } least } => $"has {Size(file.Length)}, at least {Size(least)} short",
        { State: PlotFileState.Truncated } => $"has {Size(file.Length)} only",
        { State: PlotFileState.Unfinished } => "is unfinished: where its tables are was never written",
        { State: PlotFileState.Unreadable, Note: PlotFileNote.IndexMismatch } => "has an index that does not fit its chunks",
        _ when IsNotJudged(file) && plot.FinalBytes is { } said && file.Length < PlotSizes.LeastShare * said =>
            $"has {Size(file.Length)}, {Size(said - file.Length)} short",
        _ => null,
    };

    private static bool IsNotJudged(PlotFile file) =>
        file.State == PlotFileState.UnknownFormat || file.Note is PlotFileNote.ZeroHeader or PlotFileNote.TooShort;

    private static string Size(long bytes) => bytes < 1L << 30 ? $"{bytes} bytes" : $"{bytes / (double)(1L << 30):0.0} GiB";
}
