using System.Runtime.InteropServices;

namespace PlotManager.Platform;

internal static unsafe partial class MacCalls
{
    [LibraryImport("libc", EntryPoint = "setiopolicy_np")]
    private static partial int SetIoPolicy(int kind, int scope, int policy);

    /// <summary>For this process and what it starts.</summary>
    /// <returns>Whether the system has granted it.</returns>
    internal static bool TakeDisksWhenIdle()
    {
        const int Disk = 0, Process = 0, Throttle = 3; // sys/resource.h
        return SetIoPolicy(Disk, Process, Throttle) == 0;
    }
}
