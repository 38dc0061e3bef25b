using PlotManager.Configuration;
using PlotManager.Core.Checkers;
using PlotManager.Core.Configuration;
using PlotManager.Core.PlotFiles;
using PlotManager.Core.Plotters;
using PlotManager.Snapshots;

namespace PlotManager.Acting.Checking;

/// <summary>Which checker takes a plot, and where its program is.</summary>
/// <param name="named">The one that the user names for this time; null: the config's.</param>
public sealed class CheckerChoice(Config config, ExecutableSearch executables, string? named = null)
{
    private readonly Dictionary<PlotFormat, (Checker?, string?)> _found = [];

    /// <summary>The checker, or why there is none, in words.</summary>
    public (Checker? Checker, string? Problem) For(PlotFormat format)
    {
        if (!_found.TryGetValue(format, out var found))
        {
            _found[format] = found = Find(format);
        }

        return found;
    }

    private (Checker?, string?) Find(PlotFormat format)
    {
        if ((named ?? config.Verify.Checker) is { } name)
        {
            return config.Checkers.Find(name) is not { } checker ? (null, $"there is no checker {name}")
                : !checker.Formats.Contains(format) ? (null, $"{checker.Title} does not check plots of the format {Words(format)}")
                : Located(checker);
        }

        var able = config.Checkers.All.Where(checker => !checker.OnlyByName && checker.Formats.Contains(format)).ToList();
        return able.Count == 0
            ? (null, $"no checker is known for plots of the format {Words(format)}")
            : able.Select(Located).FirstOrDefault(found => found.Checker is not null) is { Checker: not null } located ? located
            : (null, $"no checker for plots of the format {Words(format)} is on PATH "
                + $"({string.Join(", ", able.SelectMany(checker => checker.Executables).Distinct())}); "
                + "name one with verify.checker and verify.checker_location");
    }

    // The user's own place for it, a job's plotter of its name (chia makes plots and checks them), or its name on PATH.
    private (Checker? Checker, string? Problem) Located(CheckerProfile checker)
    {
        var isConfigs = string.Equals(config.Verify.Checker, checker.Name, StringComparison.OrdinalIgnoreCase);
        IEnumerable<string> places = isConfigs && config.Verify.Location is { } location
            ? [location]
            : config.Jobs.Select(job => job.Location)
                .Where(place => checker.Executables.Any(own => ProcessForm.ExecutableName(own) == ProcessForm.ExecutableName(place)))
                .Distinct()
                .Concat(checker.Executables);
        string? problem = null;
        foreach (var place in places)
        {
            var (path, refusal) = executables.Find(place, "verify.checker_location");
            if (path is not null)
            {
                return (new Checker(checker, path), null);
            }

            problem ??= refusal;
        }

        return (null, problem);
    }

    private static string Words(PlotFormat format) => PlotWords.Format(format);
}

/// <param name="Executable">Absolute path.</param>
public sealed record Checker(CheckerProfile Profile, string Executable);
