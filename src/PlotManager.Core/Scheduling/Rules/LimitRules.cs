namespace PlotManager.Core.Scheduling.Rules;

/// <summary>Rules that compare a count with a limit. When a run ends is not known, so neither is when they give way.</summary>
internal static class LimitRules
{
    /// <summary>No when runs in flight, foreign ones included, have reached <c>global.max_concurrent</c>.</summary>
    public static Verdict MaxConcurrent(in RuleInput input) =>
        Verdict.Below(Rule.MaxConcurrent, input.RunCounts.Running, input.Config.Global.MaxConcurrent);

    /// <summary>No when runs in phase 1 or before, anywhere, have reached <c>global.max_for_phase_1</c>.</summary>
    public static Verdict MaxForPhase1(in RuleInput input) =>
        Verdict.Below(Rule.MaxForPhase1, input.RunCounts.InPhase1, input.Config.Global.MaxForPhase1);

    /// <summary>No when the job's runs in phase 1 or before have reached its own <c>max_for_phase_1</c>; 0 is no limit.</summary>
    public static Verdict JobMaxForPhase1(in RuleInput input) => input.Job.MaxForPhase1 == 0
        ? Verdict.Yes(Rule.JobMaxForPhase1, input.Counts.InPhase1)
        : Verdict.Below(Rule.JobMaxForPhase1, input.Counts.InPhase1, input.Job.MaxForPhase1);

    /// <summary>No when the plots kicked off have reached <c>max_plots</c>.</summary>
    public static Verdict MaxPlots(in RuleInput input) =>
        Verdict.Below(Rule.MaxPlots, input.History.KickedOff, input.Job.MaxPlots);
}
