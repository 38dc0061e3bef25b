using System.Collections.Immutable;

namespace PlotManager.Core.Plotters.Logs;

/// <summary>The <c>progress:</c> section: four line ends and four weights; a value that is not given is null.</summary>
public sealed record ProgressSettings(ImmutableArray<int?> LineEnds, ImmutableArray<double?> Weights);
