using System.Collections.Immutable;
using PlotManager.Core.Farm.Checks;
using PlotManager.Observing;
using PlotManager.Platform;

namespace PlotManager.Acting.Checking;

/// <summary>How a check is launched.</summary>
public static class CheckRun
{
    // The lowest there is: a check never takes the CPU from a plotter.
    private const int LowestNice = 19;
    private const int IdleClass = 64;

    public static LaunchOrder Order(Checker checker, CheckRecord check) =>
        OwnProgram.Current().Order(
            CheckFilter.Arguments(checker.Profile, checker.Executable, check.File, check.Challenges), check.LogFile!) with
        {
            UnixPriority = LowestNice,
            WindowsPriority = IdleClass,
            Environment = ImmutableDictionary<string, string>.Empty.Add(ProcessWatch.Mark, check.CheckId),
        };
}
