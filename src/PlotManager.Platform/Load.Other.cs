namespace PlotManager.Platform;

/// <summary>Windows and macOS: the runtime tells the memory; their counters of CPU time are not read yet, so that stays unknown.</summary>
public sealed class OtherLoad : ILoad
{
    public MachineLoad Read()
    {
        var memory = GC.GetGCMemoryInfo();
        return new MachineLoad(null, memory.MemoryLoadBytes, memory.TotalAvailableMemoryBytes);
    }
}
