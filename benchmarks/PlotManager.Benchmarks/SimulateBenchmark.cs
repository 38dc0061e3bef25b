using BenchmarkDotNet.Attributes;
using PlotManager.Core.Simulation;

namespace PlotManager.Benchmarks;

/// <summary>A year of twenty jobs with four plots a day each, with and without polling.</summary>
[MemoryDiagnoser]
public class SimulateBenchmark
{
    [Params(false, true)]
    public bool Polling { get; set; }

    [Benchmark]
    public int Year()
    {
        var config = BigFarm.Config(jobs: 20);
        var plan = new SimulationPlan(
            config, EmptyFarm.Of(config, EmptyFarm.Midnight), new(150, 60, 110, 8), TimeSpan.FromDays(365), Polling);
        return Simulator.Run(plan).Started;
    }
}
