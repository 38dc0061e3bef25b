using System.Runtime.InteropServices;
using System.Text;

namespace PlotManager.Platform;

/// <summary>
/// How many files this process may have open at once. The runtime has raised the limit to the hard one before the program begins; where
/// that is low, it cannot even load its own parts, and says only that a file is missing. So it is asked first.
/// </summary>
public static partial class OpenFileLimit
{
    /// <summary>What any command needs, the runtime's own files included.</summary>
    public const int OfACommand = 120;

    /// <summary>What a manager needs for itself, its clients and one launch.</summary>
    public const int OfAManager = 220;

    private const int StandardError = 2;

    /// <summary>Null where so many may be open; else what is wrong and how it is mended, in one line.</summary>
    public static string? Refusal(int needed) => Current() is { } limit && limit < (ulong)needed
        ? $"only {limit} files may be open at once here, and {needed} are needed; raise the limit with ulimit -n 1024 (LimitNOFILE= in "
            + "a systemd unit, nofile in /etc/security/limits.conf)"
        : null;

    /// <summary>Writes a line to the standard error output without loading anything that needs a file.</summary>
    public static unsafe void Complain(string line)
    {
        var bytes = Encoding.UTF8.GetBytes($"plotmanager: {line}\n");
        fixed (byte* start = bytes)
        {
            _ = Write(StandardError, start, (nuint)bytes.Length); // there is nobody left to tell
        }
    }

    // struct rlimit: the soft and the hard limit, 64 bits each on both systems.
    private static unsafe ulong? Current()
    {
        const int LinuxOpenFiles = 7, MacOpenFiles = 8;
        if (!OperatingSystem.IsLinux() && !OperatingSystem.IsMacOS())
        {
            return null;
        }

        var limits = stackalloc ulong[2];
        return GetLimit(OperatingSystem.IsLinux() ? LinuxOpenFiles : MacOpenFiles, limits) == 0 ? limits[0] : null;
    }

    [LibraryImport("libc", EntryPoint = "getrlimit")]
    private static unsafe partial int GetLimit(int resource, ulong* limits);

    [LibraryImport("libc", EntryPoint = "write")]
    private static unsafe partial nint Write(int descriptor, byte* bytes, nuint count);
}
