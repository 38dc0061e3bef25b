using PlotManager.Core.Scheduling.Rules;

namespace PlotManager.Core.Scheduling;

/// <summary>The rules that may forbid a start, in the order in which they are asked; the first no is the job's reason.</summary>
public enum Rule : byte
{
    Paused,
    MaxConcurrent,
    MaxForPhase1,
    JobMaxForPhase1,
    MaxPlots,
    HeldBack,
    Stagger,
    JobMaxConcurrent,
    WithStartEarly,
    Plotter,
    Temp,
    Destination,
}

/// <summary>What exactly stands behind a no of a rule that has several ways to say it.</summary>
public enum Cause : byte
{
    None,
    Paused,
    Draining,
    StaggerOfJob,
    MinimumBetweenJobs,
    InitialDelay,
    NoTempUsable,
    NoTemp2Usable,
}

public static class RuleNames
{
    public const int Count = (int)Rule.Destination + 1;

    /// <summary>The name under which the rule appears in explain, in JSON and in the documentation.</summary>
    public static string Name(this Rule rule) => rule switch
    {
        Rule.Paused => "paused",
        Rule.MaxConcurrent => "max concurrent",
        Rule.MaxForPhase1 => "max for phase 1",
        Rule.JobMaxForPhase1 => "job max for phase 1",
        Rule.MaxPlots => "max plots",
        Rule.HeldBack => "held back",
        Rule.Stagger => "stagger",
        Rule.JobMaxConcurrent => "job max concurrent",
        Rule.WithStartEarly => "with start early",
        Rule.Plotter => "plotter",
        Rule.Temp => "temp",
        Rule.Destination => "destination",
        _ => throw new ArgumentOutOfRangeException(nameof(rule)),
    };
}

/// <summary>What each rule asks. Its verdict has the place of its number.</summary>
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
