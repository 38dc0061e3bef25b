using PlotManager.Core.Configuration;

namespace PlotManager.Core.Scheduling;

/// <summary>All that the rules are asked about: one job's place in the world at one instant of the pass.</summary>
internal readonly ref struct RuleInput(
    Config config, World world, Job job, JobHistory history, RunCounts runCounts, JobCounts counts, int comingEarly,
    in DirectoryChoice choice)
{
    public readonly Config Config = config;
    public readonly World World = world;
    public readonly Job Job = job;
    public readonly JobHistory History = history;
    public readonly RunCounts RunCounts = runCounts;
    public readonly JobCounts Counts = counts;
    public readonly int ComingEarly = comingEarly;
    public readonly DirectoryChoice Choice = choice;
}
