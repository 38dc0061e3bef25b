namespace PlotManager.Core.Plotting;

/// <summary>The three directories of a run. <see cref="Temp"/> is null for plotters that need none.</summary>
public sealed record PlotDirectories(string? Temp, string? Temp2, string? Destination);
