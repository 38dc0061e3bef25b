namespace PlotManager.Snapshots;

/// <summary>Which farm this is, for people.</summary>
public sealed record FarmName(string Host, string ConfigFile);
