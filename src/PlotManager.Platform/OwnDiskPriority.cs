namespace PlotManager.Platform;

/// <summary>How much this very process, and what it starts from now on, waits for disks while others use them.</summary>
public static class OwnDiskPriority
{
    /// <summary>Takes the disk only while nobody else does (ionice -c 3).</summary>
    /// <returns>Whether the system has granted it; where it has no such thing, nice values and priority classes alone hold.</returns>
    public static bool GiveWay() =>
        OperatingSystem.IsLinux() ? LinuxCalls.TakeDisksWhenIdle()
        : OperatingSystem.IsMacOS() && MacCalls.TakeDisksWhenIdle();
}
