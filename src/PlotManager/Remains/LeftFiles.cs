using System.Collections.Immutable;
using PlotManager.Core.Configuration;

namespace PlotManager.Remains;

/// <summary>What lost plots have left in the farm's directories.</summary>
/// <param name="ByFolder">Allocated bytes: what deleting the files frees.</param>
/// <param name="AllProven">Of each the end of its process is proven, so that the files can go at once.</param>
/// <param name="Finished">Plots that lie whole in temp and that nobody delivers any more. They are not among the others.</param>
public sealed record LeftFiles(
    int Plots, int Files, ImmutableDictionary<string, long> ByFolder, bool AllProven, ImmutableArray<KeptPlot> Finished)
{
    public static LeftFiles None { get; } = new(0, 0, ImmutableDictionary<string, long>.Empty, true, []);

    public long Bytes => ByFolder.Values.Sum();

    /// <summary>Bytes in the temp directories of a job.</summary>
    public long InTempOf(Job job) => job.Temp.Concat(job.Temp2).Distinct().Sum(folder => ByFolder.GetValueOrDefault(folder));
}

/// <summary>A finished plot in temp that nobody delivers any more.</summary>
/// <param name="Run">The run that made it; null where that is not known.</param>
public sealed record KeptPlot(string Path, long Bytes, RunRecord? Run)
{
    /// <summary>The name it is to have at its destination.</summary>
    public required string FinalName { get; init; }
}
