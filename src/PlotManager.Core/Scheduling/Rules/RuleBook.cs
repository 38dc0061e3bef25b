namespace PlotManager.Core.Scheduling.Rules;

/// <summary>The order of the rules. It stands here and nowhere else; each verdict's place is its rule's number.</summary>
internal static class RuleBook
{
    public static void AskAll(in Standing standing, Span<Verdict> verdicts)
    {
        verdicts[(int)Rule.Paused] = StartRules.Paused(standing);
        verdicts[(int)Rule.MaxConcurrent] = LimitRules.MaxConcurrent(standing);
        verdicts[(int)Rule.MaxForPhase1] = LimitRules.MaxForPhase1(standing);
        verdicts[(int)Rule.JobMaxForPhase1] = LimitRules.JobMaxForPhase1(standing);
        verdicts[(int)Rule.MaxPlots] = LimitRules.MaxPlots(standing);
        verdicts[(int)Rule.HeldBack] = StartRules.HeldBack(standing);
        verdicts[(int)Rule.Stagger] = StaggerRule.Stagger(standing);
        verdicts[(int)Rule.JobMaxConcurrent] = EarlyRules.JobMaxConcurrent(standing);
        verdicts[(int)Rule.WithStartEarly] = EarlyRules.WithStartEarly(standing);
        verdicts[(int)Rule.Plotter] = StartRules.Plotter(standing);
        verdicts[(int)Rule.Temp] = DirectoryRules.Temp(standing);
        verdicts[(int)Rule.Destination] = DirectoryRules.Destination(standing);
    }
}
