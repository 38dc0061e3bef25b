using System.Collections.Immutable;
using PlotManager.Core.Configuration.Yaml;

namespace PlotManager.Core.Configuration;

/// <summary>
/// Everything found wrong while one file is read. It holds at most <see cref="Limit"/> problems, so that a file of garbage
/// costs a bounded time; how many more there were is its last word.
/// </summary>
public sealed class Problems(string file)
{
    public const int Limit = 200;

    private readonly List<ConfigProblem> _found = [];
    private int _left;

    public bool HasErrors { get; private set; }

    /// <summary>Further problems are only counted: their messages need not be worked out.</summary>
    public bool IsFull => _found.Count >= Limit;

    public void Error(Place place, string path, string message) => Add(place, Severity.Error, path, message);

    public void Warn(Place place, string path, string message) => Add(place, Severity.Warning, path, message);

    /// <summary>All problems by place, each with its source line, secrets masked.</summary>
    public ImmutableArray<ConfigProblem> Sorted(SourceLines source)
    {
        var sorted = _found
            .OrderBy(problem => problem.Line).ThenBy(problem => problem.Column)
            .Select(problem => problem with { SourceLine = source.Masked(problem.Line) })
            .ToList();
        if (_left > 0)
        {
            var last = sorted[^1];
            sorted.Add(last with { Path = "", Message = Messages.MoreProblems(_left), SourceLine = "" });
        }
        return [.. sorted];
    }

    private void Add(Place place, Severity severity, string path, string message)
    {
        HasErrors |= severity == Severity.Error;
        if (IsFull)
            _left++;
        else
            _found.Add(new ConfigProblem(file, place.Line, place.Column, severity, path, message));
    }
}
