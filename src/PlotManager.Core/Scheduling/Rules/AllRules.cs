namespace PlotManager.Core.Scheduling.Rules;

/// <summary>The order of the rules. It stands here and nowhere else; each verdict's place is its rule's number.</summary>
internal static class AllRules
{
    public static void AskAll(in RuleInput input, Span<Verdict> verdicts)
    {
        verdicts[(int)Rule.Paused] = StartRules.Paused(input);
        verdicts[(int)Rule.MaxConcurrent] = LimitRules.MaxConcurrent(input);
        verdicts[(int)Rule.MaxForPhase1] = LimitRules.MaxForPhase1(input);
        verdicts[(int)Rule.JobMaxForPhase1] = LimitRules.JobMaxForPhase1(input);
        verdicts[(int)Rule.MaxPlots] = LimitRules.MaxPlots(input);
        verdicts[(int)Rule.HeldBack] = StartRules.HeldBack(input);
        verdicts[(int)Rule.Stagger] = StaggerRule.Stagger(input);
        verdicts[(int)Rule.JobMaxConcurrent] = EarlyRules.JobMaxConcurrent(input);
        verdicts[(int)Rule.WithStartEarly] = EarlyRules.WithStartEarly(input);
        verdicts[(int)Rule.Plotter] = StartRules.Plotter(input);
        verdicts[(int)Rule.Temp] = DirectoryRules.Temp(input);
        verdicts[(int)Rule.Destination] = DirectoryRules.Destination(input);
    }
}
