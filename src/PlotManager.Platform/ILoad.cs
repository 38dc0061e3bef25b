namespace PlotManager.Platform;

/// <summary>How busy the machine is. What the system does not tell is null.</summary>
/// <param name="CpuPercent">Of all CPUs since the reading before, 0..100; null at the first.</param>
/// <param name="RamUsed">Bytes that are neither free nor given back on demand (caches).</param>
public sealed record MachineLoad(double? CpuPercent, long? RamUsed, long? RamTotal)
{
    public static MachineLoad Unknown { get; } = new(null, null, null);
}

public interface ILoad
{
    MachineLoad Read();
}
