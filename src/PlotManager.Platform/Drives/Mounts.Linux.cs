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

    private readonly Lock _turn = new();
    private readonly int _watched = LinuxCalls.OpenToRead(Source);
    private MountTable _table = new([]);
    private long? _readAt;

    /// <summary>As they are now; empty if /proc cannot be read.</summary>
    internal MountTable Table()
    {
        lock (_turn)
        {
            // Asked first: what changes after this is told the next time.
            var changed = LinuxCalls.HasChanged(_watched);
            if (changed || _readAt is not { } at || Stopwatch.GetElapsedTime(at) > Trusted)
            {
                (_table, _readAt) = (MountTable.Parse(ProcFiles.Text(Source) ?? ""), Stopwatch.GetTimestamp());
            }

            return _table;
        }
    }
}
