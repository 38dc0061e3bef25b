using System.Collections.Immutable;

namespace PlotManager.Core.Yaml;

/// <summary>
/// Everything found wrong while one file is read. It holds at most <see cref="Limit"/> problems, so that a file of garbage
/// costs a bounded time; a file with more is refused.
/// </summary>
public sealed class Problems(string file)
{
    public const int Limit = 200;

    private readonly List<ConfigProblem> _found = [];
    private readonly HashSet<int> _silent = [];
    private bool _hasErrors;

    public bool HasErrors => _hasErrors || IsFull;

    /// <summary>Reading on is in vain: no more problems are taken, and the file is refused.</summary>
    public bool IsFull => _found.Count >= Limit;

    public void Error(Place place, string path, string message) => Add(place, Severity.Error, path, message);

    public void Warn(Place place, string path, string message) => Add(place, Severity.Warning, path, message);

    /// <summary>Takes no more problems of a line: what stands there was guessed at, so more about it would only confuse.</summary>
    public void Silence(int line) => _silent.Add(line);

    /// <summary>All problems by place, each with its source line, secrets masked.</summary>
    public ImmutableArray<ConfigProblem> Sorted(SourceLines source)
    {
        var sorted = _found
            .OrderBy(problem => problem.Line).ThenBy(problem => problem.Column)
            .Select(problem => problem with { SourceLine = source.Masked(problem.Line) })
            .ToList();
        if (IsFull)
        {
            sorted.Add(
                sorted[^1] with { Severity = Severity.Error, Path = "", Message = YamlMessages.TooManyProblems(Limit), SourceLine = "" });
        }

        return [.. sorted];
    }

    private void Add(Place place, Severity severity, string path, string message)
    {
        if (IsFull || _silent.Contains(place.Line))
        {
            return;
        }

        _hasErrors |= severity == Severity.Error;
        _found.Add(new ConfigProblem(file, place.Line, place.Column, severity, path, message));
    }
}
