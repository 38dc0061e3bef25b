namespace PlotManager.Core.Tests.Simulation;

/// <summary>Tests that measure memory: no other test runs beside them.</summary>
[CollectionDefinition(Name, DisableParallelization = true)]
public sealed class Alone
{
    public const string Name = "alone";
}
