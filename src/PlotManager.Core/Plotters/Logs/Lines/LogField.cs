namespace PlotManager.Core.Plotters.Logs.Lines;

/// <summary>What a name in braces in a line pattern takes from the line.</summary>
public enum LogField
{
    /// <summary>Anything; it is not kept.</summary>
    Skip,
    PlotId,
    K,
    BufferMiB,
    Buckets,
    Threads,
    Temp,
    Temp2,
    Destination,

    /// <summary>The directory from which the finished plot is copied.</summary>
    Stage,
    ProcessId,

    /// <summary>How many plots the run makes in all.</summary>
    Plots,

    /// <summary>Which plot of the run this is, from 1.</summary>
    Number,
    Phase,

    /// <summary>A counter within a phase, such as the table.</summary>
    N,
    Seconds,
    Milliseconds,
    Bytes,
    GiB,

    /// <summary>Any file of the plot, which tells the plot's name.</summary>
    File,

    /// <summary>The same in its destination, which it tells too.</summary>
    DestinationFile,

    /// <summary>The plot under its final name.</summary>
    FinalFile,
    PlotName,
    Date,
    Message,

    /// <summary>Share of the phase in percent.</summary>
    Percent,

    /// <summary>Entries of a table, about 2^k in a sound plot.</summary>
    Matches,

    /// <summary>How many proofs a checker has found.</summary>
    Proofs,

    /// <summary>How many of them are wrong.</summary>
    Failures,
}

internal static class LogFields
{
    public static IReadOnlyDictionary<string, LogField> ByName { get; } = new Dictionary<string, LogField>
    {
        ["_"] = LogField.Skip,
        ["plot_id"] = LogField.PlotId,
        ["k"] = LogField.K,
        ["buffer_mib"] = LogField.BufferMiB,
        ["buckets"] = LogField.Buckets,
        ["threads"] = LogField.Threads,
        ["temp"] = LogField.Temp,
        ["temp2"] = LogField.Temp2,
        ["destination"] = LogField.Destination,
        ["stage"] = LogField.Stage,
        ["process_id"] = LogField.ProcessId,
        ["plots"] = LogField.Plots,
        ["number"] = LogField.Number,
        ["phase"] = LogField.Phase,
        ["n"] = LogField.N,
        ["seconds"] = LogField.Seconds,
        ["milliseconds"] = LogField.Milliseconds,
        ["bytes"] = LogField.Bytes,
        ["gib"] = LogField.GiB,
        ["file"] = LogField.File,
        ["destination_file"] = LogField.DestinationFile,
        ["final_file"] = LogField.FinalFile,
        ["plot_name"] = LogField.PlotName,
        ["date"] = LogField.Date,
        ["message"] = LogField.Message,
        ["percent"] = LogField.Percent,
        ["matches"] = LogField.Matches,
    };

    /// <summary>What a line of a checker's output may have in it.</summary>
    public static IReadOnlyDictionary<string, LogField> OfChecks { get; } = new Dictionary<string, LogField>
    {
        ["_"] = LogField.Skip,
        ["proofs"] = LogField.Proofs,
        ["failures"] = LogField.Failures,
        ["message"] = LogField.Message,
    };

    public static bool IsWhole(LogField field) => field is LogField.K or LogField.BufferMiB or LogField.Buckets or LogField.Threads
        or LogField.ProcessId or LogField.Plots or LogField.Number or LogField.Phase or LogField.N or LogField.Bytes or LogField.Matches
        or LogField.Proofs or LogField.Failures;

    public static bool IsDecimal(LogField field) => field is LogField.Seconds or LogField.Milliseconds or LogField.GiB or LogField.Percent;

    public static bool IsPath(LogField field) => field is LogField.Temp or LogField.Temp2 or LogField.Destination or LogField.Stage
        or LogField.File or LogField.DestinationFile or LogField.FinalFile;
}
