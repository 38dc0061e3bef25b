using System.Collections.Immutable;
using PlotManager.Core.Plotters;

namespace PlotManager.Core.Configuration;

/// <summary>One entry under <c>jobs:</c>: settings for a stream of plots. Paths are expanded and have no trailing separator.</summary>
public sealed record Job
{
    public required string Name { get; init; }
    public required PlotterProfile Plotter { get; init; }

    /// <summary>Path of the plotter, or a name to be found on PATH.</summary>
    public required string Location { get; init; }
    public required int MaxPlots { get; init; }
    public string? FarmerPublicKey { get; init; }
    public string? PoolPublicKey { get; init; }
    public string? PoolContractAddress { get; init; }
    public required ImmutableArray<string> Temp { get; init; }
    public ImmutableArray<string> Temp2 { get; init; } = [];
    public required ImmutableArray<string> Destination { get; init; }

    /// <summary>The plot size as its exponent, <c>size</c> in the config.</summary>
    public required int K { get; init; }
    public bool Bitfield { get; init; } = true;
    public int? Threads { get; init; }
    public int? Buckets { get; init; }
    public int? MemoryBufferMiB { get; init; }
    public int? ThreadXP2 { get; init; }
    public int? BucketsP3 { get; init; }
    public required int MaxConcurrent { get; init; }
    public required int MaxConcurrentWithStartEarly { get; init; }
    public TimeSpan InitialDelay { get; init; }
    public TimeSpan Stagger { get; init; }

    /// <summary>0: no limit.</summary>
    public int MaxForPhase1 { get; init; }

    /// <summary>The phase from which a run no longer counts against <see cref="MaxConcurrent"/>; null: off.</summary>
    public int? StartEarlyPhase { get; init; }
    public TimeSpan StartEarlyDelay { get; init; }
    public bool Temp2DestinationSync { get; init; }
    public bool ExcludeFinalDirectory { get; init; }
    public bool SkipFullDestinations { get; init; } = true;
    public int UnixPriority { get; init; } = 10;
    public int WindowsPriority { get; init; } = 32;

    /// <summary>Logical CPUs; empty unless <c>enable_cpu_affinity</c> is on.</summary>
    public ImmutableArray<int> CpuAffinity { get; init; } = [];
    public int? Compression { get; init; }
    public int PlotsPerRun { get; init; } = 1;
    public ImmutableArray<string> ExtraArgs { get; init; } = [];
    public bool CheckTempSpace { get; init; }
    public bool RequireMount { get; init; }
    public bool CleanUpFailed { get; init; }
    public VerifyAfterPlot VerifyAfterPlot { get; init; } = VerifyAfterPlot.File;
}

/// <summary>What proves a plot that its plotter calls finished.</summary>
public enum VerifyAfterPlot
{
    /// <summary>The plotter's word.</summary>
    None,

    /// <summary>The header and the length of its file.</summary>
    File,

    /// <summary>The same, and then a check for proofs.</summary>
    Proofs,
}
