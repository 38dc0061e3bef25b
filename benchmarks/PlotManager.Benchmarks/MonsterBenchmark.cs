using System.Text;
using BenchmarkDotNet.Attributes;
using PlotManager.Core.Configuration;
using PlotManager.Core.Keys;
using PlotManager.Core.Plotters.Reading;
using PlotManager.Core.Tests.Configuration;

namespace PlotManager.Benchmarks;

/// <summary>Configs that no farmer writes: none takes a second.</summary>
[MemoryDiagnoser]
public class MonsterBenchmark
{
    private static readonly ConfigEnvironment Machine = new("/home/me", _ => null, Windows: false);

    private byte[] _bytes = [];

    public static IEnumerable<string> Names => Monsters.All.Keys;

    [ParamsSource(nameof(Names))]
    public string Monster { get; set; } = "";

    [GlobalSetup]
    public void Setup() => _bytes = Encoding.UTF8.GetBytes(Monsters.All[Monster]);

    [Benchmark]
    public ConfigReading Read() => ConfigReader.Read(_bytes, "config.yaml", Machine, BuiltInProfiles.Catalog);
}
