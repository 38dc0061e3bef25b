namespace PlotManager.Core.Keys;

/// <summary>What the reader must know of the machine to expand paths and check names; Core itself asks nothing.</summary>
/// <param name="Home">The home directory that <c>~</c> stands for.</param>
/// <param name="Variable">Value of an environment variable, or null.</param>
/// <param name="Windows">Whether Windows' rules for paths and file names hold.</param>
public sealed record ConfigEnvironment(string Home, Func<string, string?> Variable, bool Windows)
{
    /// <summary>The folder that relative paths are taken from, the config's own; null: they stay relative.</summary>
    public string? Folder { get; init; }
}
