using PlotManager.Platform;

namespace PlotManager.Configuration;

/// <summary>Finds a plotter, or another program of the config, by its path or on PATH, and says why it cannot be started.</summary>
public sealed class ExecutableSearch(IFiles files, Func<string, string?> variable)
{
    /// <summary>The absolute path, or the problem in words.</summary>
    public (string? Path, string? Problem) Find(string location) => Find(location, "chia_location");

    /// <param name="key">Of the config, where the path may be given.</param>
    public (string? Path, string? Problem) Find(string location, string key)
    {
        var withFolder = location.AsSpan().IndexOfAny('/', Path.DirectorySeparatorChar) >= 0;
        var candidates = withFolder ? [Path.GetFullPath(location)] : OnPath(location);
        string? problem = null;
        foreach (var candidate in candidates)
        {
            switch (ExecutionProblem(candidate))
            {
                case null:
                    return (candidate, null);
                case { } refusal:
                    problem ??= withFolder ? $"{location}: {refusal}" : null;
                    break;
            }
        }

        return (null, problem ?? $"{location} is not on PATH; give its full path in {key}");
    }

    private string? ExecutionProblem(string path)
    {
        try
        {
            return files.ExecutionProblem(path);
        }
        catch (Exception unreadable) when (unreadable is IOException or UnauthorizedAccessException)
        {
            return unreadable.Message; // its drive does not answer, say
        }
    }

    private IEnumerable<string> OnPath(string name)
    {
        var folders =
            (variable("PATH") ?? "").Split(Path.PathSeparator, StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);
        var endings = OperatingSystem.IsWindows() ? new[] { "", ".exe" } : [""];
        return from folder in folders from ending in endings select Path.Combine(folder, name + ending);
    }
}
