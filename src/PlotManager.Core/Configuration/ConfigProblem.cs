using System.Collections.Immutable;

namespace PlotManager.Core.Configuration;

public enum Severity
{
    Error,
    Warning,
}

/// <summary>One thing that is wrong in a config file, with its place (1-based) and remedy.</summary>
/// <param name="Path">Key path such as <c>jobs[1].size</c>; empty for the file as a whole.</param>
public sealed record ConfigProblem(string File, int Line, int Column, Severity Severity, string Path, string Message)
{
    /// <summary>The line of the file it is on, secrets masked; empty if there is none.</summary>
    public string SourceLine { get; init; } = "";

    public override string ToString() =>
        $"{File}:{Line}:{Column}: {(Severity == Severity.Error ? "error" : "warning")}: {(Path.Length == 0 ? "" : Path + ": ")}{Message}";
}

/// <summary>What came of reading a file. <see cref="Config"/> is null when there is any error.</summary>
public sealed record ConfigReading(Config? Config, ImmutableArray<ConfigProblem> Problems);

/// <summary>What the reader must know of the machine to expand paths and check names; Core itself asks nothing.</summary>
/// <param name="Home">The home directory that <c>~</c> stands for.</param>
/// <param name="Variable">Value of an environment variable, or null.</param>
/// <param name="Windows">Whether Windows' rules for paths and file names hold.</param>
public sealed record ConfigEnvironment(string Home, Func<string, string?> Variable, bool Windows)
{
    /// <summary>The folder that relative paths are taken from, the config's own; null: they stay relative.</summary>
    public string? Folder { get; init; }
}
