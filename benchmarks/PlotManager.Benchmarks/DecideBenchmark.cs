using BenchmarkDotNet.Attributes;
using PlotManager.Core.Configuration;
using PlotManager.Core.Scheduling;

namespace PlotManager.Benchmarks;

/// <summary>One look over a farm: every rule's verdict for every job.</summary>
[MemoryDiagnoser]
public class DecideBenchmark
{
    private Config _config = null!;
    private World _world = null!;

    [Params(40, 200)]
    public int Runs { get; set; }

    [GlobalSetup]
    public void Setup()
    {
        _config = BigFarm.Config(jobs: 20);
        _world = BigFarm.World(_config, Runs);
    }

    [Benchmark]
    public Decision Decide() => Scheduler.Decide(_config, _world);
}
