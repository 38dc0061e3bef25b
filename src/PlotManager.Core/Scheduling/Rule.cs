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
