using System.Collections.Immutable;
using PlotManager.Core.Yaml;

namespace PlotManager.Core.Configuration;

/// <summary>What came of reading a file. <see cref="Config"/> is null when there is any error.</summary>
public sealed record ConfigReading(Config? Config, ImmutableArray<ConfigProblem> Problems);
