using PlotManager.Core.Farm;

namespace PlotManager.Core.Scheduling.Rules;

/// <summary>Rules about whether anything of this kind may start at all.</summary>
internal static class StartRules
{
    /// <summary>No when starts are paused or the manager drains.</summary>
    public static Verdict Paused(in RuleInput input) => input.World.Starts switch
    {
        StartMode.Allowed => Verdict.Yes(Rule.Paused),
        StartMode.Draining => Verdict.No(Rule.Paused, cause: Cause.Draining),
        _ => Verdict.No(Rule.Paused, cause: Cause.Paused),
    };

    /// <summary>No after early deaths, until the pause is over.</summary>
    public static Verdict HeldBack(in RuleInput input) =>
        input.History.HeldBackUntil is { } until && input.World.Now < until
            ? Verdict.No(Rule.HeldBack, until: until)
            : Verdict.Yes(Rule.HeldBack);

    /// <summary>No when the executable is missing or not executable.</summary>
    public static Verdict Plotter(in RuleInput input) =>
        input.History.PlotterProblem is null ? Verdict.Yes(Rule.Plotter) : Verdict.No(Rule.Plotter);
}
