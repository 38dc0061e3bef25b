using PlotManager.Core.Plotters.Logs.Lines;

namespace PlotManager.Core.Plotters.Logs;

/// <summary>What the head of a log says for all plots of its run.</summary>
internal sealed record RunHeader
{
    public int? K { get; init; }
    public string? Temp { get; init; }
    public string? Temp2 { get; init; }
    public string? Destination { get; init; }
    public string? Stage { get; init; }
    public bool Staged { get; init; }
    public bool Checked { get; init; }
    public int? Threads { get; init; }
    public int? Buckets { get; init; }
    public int? BufferMiB { get; init; }

    public RunHeader With(Captures captures) => this with
    {
        K = captures.Int(LogField.K) ?? K,
        Temp = captures.Directory(LogField.Temp) ?? Temp,
        Temp2 = captures.Directory(LogField.Temp2) ?? Temp2,
        Destination = captures.Directory(LogField.Destination) ?? Destination,
        Stage = captures.Directory(LogField.Stage) ?? Stage,
        Threads = captures.Int(LogField.Threads) ?? Threads,
        Buckets = captures.Int(LogField.Buckets) ?? Buckets,
        BufferMiB = captures.Int(LogField.BufferMiB) ?? BufferMiB,
    };
}
