using System.Globalization;
using System.Runtime.Versioning;

namespace PlotManager.Platform;

/// <summary>
/// With autogroups on (sched(7), the default of desktop kernels) every session is a scheduling group, and nice values weigh only inside it:
/// a plotter in a session of its own would compete at full weight whatever its nice value. The group has a nice value too.
/// </summary>
[SupportedOSPlatform("linux")]
internal static class Autogroup
{
    /// <summary>
    /// Gives the new session's group the nice value of its process. Best effort: where there are no autogroups, or no right, nice works or
    /// fails as on any other system.
    /// </summary>
    internal static void SetNice(int pid, int? nice)
    {
        if (nice is null or 0 || !IsOn())
        {
            return;
        }

        try
        {
            File.WriteAllText($"/proc/{pid}/autogroup", nice.Value.ToString(CultureInfo.InvariantCulture));
        }
        catch (Exception refusal) when (refusal is IOException or UnauthorizedAccessException)
        {
            // EAGAIN (one change each 100 ms for other users than root), ESRCH (ended already), EPERM: the plot goes on all the same.
        }
    }

    private static bool IsOn()
    {
        const string Switch = "/proc/sys/kernel/sched_autogroup_enabled";
        return ProcFiles.Text(Switch)?.Trim() == "1";
    }
}
