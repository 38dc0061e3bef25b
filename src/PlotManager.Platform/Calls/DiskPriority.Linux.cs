using System.Runtime.InteropServices;

namespace PlotManager.Platform;

internal static unsafe partial class LinuxCalls
{
    /// <summary>For this thread and what it starts.</summary>
    /// <returns>Whether the system has granted it.</returns>
    internal static bool TakeDisksWhenIdle()
    {
        const int ThreadOrProcess = 1, Self = 0, IdleClass = 3 << 13; // linux/ioprio.h
        var setPriority = RuntimeInformation.ProcessArchitecture == Architecture.Arm64 ? 30 : 251;
        return SystemCall(setPriority, ThreadOrProcess, Self, IdleClass, 0, 0) == 0;
    }
}
