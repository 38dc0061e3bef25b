namespace PlotManager.Core.Scheduling.Rules;

internal delegate Verdict RuleOf(in Standing standing);

/// <summary>The order of the rules. It stands here and nowhere else.</summary>
internal static class RuleBook
{
    public static readonly RuleOf[] InOrder =
    [
        StartRules.Paused,
        LimitRules.MaxConcurrent,
        LimitRules.MaxForPhase1,
        LimitRules.JobMaxForPhase1,
        LimitRules.MaxPlots,
        StartRules.HeldBack,
        StaggerRule.Stagger,
        EarlyRules.JobMaxConcurrent,
        EarlyRules.WithStartEarly,
        StartRules.Plotter,
        DirectoryRules.Temp,
        DirectoryRules.Destination,
    ];
}
