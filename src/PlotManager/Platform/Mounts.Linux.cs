using System.Diagnostics;
using System.Runtime.Versioning;

namespace PlotManager.Platform;

/// <summary>
/// The mounts of this process, read anew only when they have changed: the kernel tells so whoever polls an open /proc/self/mountinfo
/// (proc_pid_mounts(5)). A kernel that does not tell is asked anew every second.
/// </summary>
[SupportedOSPlatform("linux")]
internal sealed class LinuxMounts
{
    private const string Source = "/proc/self/mountinfo";
    private static readonly TimeSpan Trusted = TimeSpan.FromSeconds(1);

    private readonly Lock turn = new();
    private readonly int watched = LinuxCalls.OpenToRead(Source);
    private MountTable table = new([]);
    private long? readAt;

    /// <summary>As they are now; empty if /proc cannot be read.</summary>
    internal MountTable Table()
    {
        lock (turn)
        {
            // Asked first: what changes after this is told the next time.
            var changed = LinuxCalls.HasChanged(watched);
            if (changed || readAt is not { } at || Stopwatch.GetElapsedTime(at) > Trusted)
            {
                (table, readAt) = (MountTable.Parse(ProcFiles.Text(Source) ?? ""), Stopwatch.GetTimestamp());
            }

            return table;
        }
    }
}
