namespace PlotManager.Core.Yaml;

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
