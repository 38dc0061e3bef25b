using System.Collections.Immutable;
using System.Globalization;
using System.IO.Enumeration;
using System.Runtime.Versioning;
using System.Text;

namespace PlotManager.Platform;

/// <summary>
/// The files of /proc that are read here. Any process may end between two reads, and another user's may refuse:
/// both are null, never an exception.
/// </summary>
[SupportedOSPlatform("linux")]
internal static partial class ProcFiles
{
    private const string DeletedMark = " (deleted)";

    private static readonly EnumerationOptions Everything = new() { AttributesToSkip = FileAttributes.None, IgnoreInaccessible = false };

    /// <summary>Names this boot; the same in all containers of a machine.</summary>
    internal static string BootId { get; } = Text("/proc/sys/kernel/random/boot_id")?.Trim() ?? "";

    internal static ProcessIdentity? Identity(int pid)
    {
        var buffer = new byte[1024];
        return Stat(pid, ref buffer) is { } stat ? new ProcessIdentity(pid, stat.StartTicks, BootId) : null;
    }

    internal static ProcStat? Stat(int pid, ref byte[] buffer)
    {
        int length = LinuxCalls.ReadWhole($"/proc/{pid}/stat", ref buffer, out _, oneRecord: true);
        return length <= 0 ? null : ProcStat.Parse(buffer.AsSpan(0, length));
    }

    /// <summary>Pids of all processes that can be seen.</summary>
    internal static IEnumerable<int> Pids() => Numbers("/proc");

    internal static List<int> OwnDescriptors() => [.. Numbers("/proc/self/fd")];

    /// <summary>Whether this process sees all processes of the machine: it is in no pid namespace of a container.</summary>
    internal static bool SeesWholeMachine { get; } = LinuxCalls.LinkTarget("/proc/self/ns/pid") == "pid:[4026531836]"; // PROC_PID_INIT_INO

    /// <summary>Tells the path behind each descriptor of a process that is a path.</summary>
    /// <returns>False if not all of them may be read.</returns>
    internal static bool DescriptorPaths(int pid, Action<int, string> tell)
    {
        try
        {
            var mayRead = true;
            foreach (int descriptor in Numbers($"/proc/{pid}/fd"))
            {
                // A folder that may be listed, with links that may not be read, is that of a process with rights that this one has not.
                var target = LinuxCalls.LinkTarget($"/proc/{pid}/fd/{descriptor}", out int error);
                mayRead &= error is not (Libc.EACCES or Libc.EPERM);
                if (target?.StartsWith('/') == true && !target.EndsWith(DeletedMark, StringComparison.Ordinal))
                {
                    tell(descriptor, target);
                }
            }

            return mayRead;
        }
        catch (UnauthorizedAccessException)
        {
            return false;
        }
        catch (IOException ended) when (!Libc.IsShortage(ended.HResult))
        {
            return true; // it has ended meanwhile
        }
    }

    /// <summary>
    /// argv; empty for kernel threads, zombies and where it may not be read. Programs that rename themselves pad with NULs.
    /// </summary>
    internal static ImmutableArray<string> Arguments(ReadOnlySpan<byte> commandLine)
    {
        var text = commandLine.TrimEnd((byte)0);
        return text.IsEmpty ? [] : [.. Encoding.UTF8.GetString(text).Split('\0')];
    }

    /// <summary>Path of the program file; the mark of one that was replaced since (an update) is taken off.</summary>
    internal static string? Executable(int pid)
    {
        var target = LinuxCalls.LinkTarget($"/proc/{pid}/exe");
        return target is null ? null : Undeleted(target);
    }

    private static string Undeleted(string target) =>
        target.EndsWith(DeletedMark, StringComparison.Ordinal) ? target[..^DeletedMark.Length] : target;

    /// <summary>The file that a program's full path is a link to, over as many links as there are; null if it is no link.</summary>
    internal static string? LinkedProgram(string? path)
    {
        try
        {
            return path?.StartsWith('/') == true ? File.ResolveLinkTarget(path, returnFinalTarget: true)?.FullName : null;
        }
        catch (Exception unreadable) when (unreadable is IOException or UnauthorizedAccessException)
        {
            return null;
        }
    }

    internal static string? WorkingDirectory(int pid) => LinuxCalls.LinkTarget($"/proc/{pid}/cwd");

    /// <summary>Real user id.</summary>
    internal static uint? User(int pid)
    {
        // Uid:\treal\teffective\tsaved\tfilesystem
        const string Key = "\nUid:\t";
        var status = Text($"/proc/{pid}/status");
        int start = status?.IndexOf(Key, StringComparison.Ordinal) ?? -1;
        if (start < 0)
        {
            return null;
        }

        var rest = status.AsSpan(start + Key.Length);
        return uint.TryParse(rest[..Math.Max(0, rest.IndexOf('\t'))], NumberStyles.None, CultureInfo.InvariantCulture, out uint user)
            ? user
            : null;
    }

    internal static string? EnvironmentVariable(int pid, string name)
    {
        var buffer = new byte[16 * 1024];
        int length = LinuxCalls.ReadWhole($"/proc/{pid}/environ", ref buffer, out _);
        if (length <= 0)
        {
            return null;
        }

        var wanted = Encoding.UTF8.GetBytes(name + "=");
        ReadOnlySpan<byte> rest = buffer.AsSpan(0, length);
        while (!rest.IsEmpty)
        {
            int end = rest.IndexOf((byte)0);
            var variable = end < 0 ? rest : rest[..end];
            if (variable.StartsWith(wanted))
            {
                return Encoding.UTF8.GetString(variable[wanted.Length..]);
            }

            rest = end < 0 ? default : rest[(end + 1)..];
        }
        return null;
    }

    /// <summary>Path behind a descriptor, null unless it is a path that still has a name.</summary>
    internal static string? DescriptorPath(int pid, int descriptor)
    {
        var target = LinuxCalls.LinkTarget($"/proc/{pid}/fd/{descriptor}");
        return target?.StartsWith('/') == true && !target.EndsWith(DeletedMark, StringComparison.Ordinal) ? target : null;
    }

    /// <summary>Whether a descriptor is of a file with this name, deleted since or not; null if not all of them may be read.</summary>
    internal static bool? HasOpen(int pid, string fileName)
    {
        try
        {
            bool? none = false;
            foreach (int descriptor in Numbers($"/proc/{pid}/fd"))
            {
                var target = LinuxCalls.LinkTarget($"/proc/{pid}/fd/{descriptor}", out int error);
                if (target is not null && Path.GetFileName(Undeleted(target)) == fileName)
                {
                    return true;
                }

                none = error is Libc.EACCES or Libc.EPERM ? null : none;
            }

            return none;
        }
        catch (UnauthorizedAccessException)
        {
            return null;
        }
        catch (IOException ended) when (!Libc.IsShortage(ended.HResult))
        {
            return false; // it has ended meanwhile
        }
    }

    /// <summary>The path that descriptors of the file show, links resolved; null if it cannot be opened.</summary>
    internal static string? RealPath(string path)
    {
        try
        {
            using var file = SharedFile.OpenToRead(path);
            return DescriptorPath(Environment.ProcessId, (int)file.DangerousGetHandle());
        }
        catch (Exception unreadable) when (unreadable is IOException or UnauthorizedAccessException)
        {
            return null;
        }
    }

    /// <summary>False too for a process that is gone or may not be looked at.</summary>
    internal static bool HasOpenForWriting(int pid, string realPath)
    {
        try
        {
            return Numbers(
                $"/proc/{pid}/fd").Any(descriptor => DescriptorPath(pid, descriptor) == realPath && IsForWriting(pid, descriptor));
        }
        catch (Exception gone) when (gone is UnauthorizedAccessException || (gone is IOException && !Libc.IsShortage(gone.HResult)))
        {
            return false;
        }
    }

    // fdinfo: "flags:\t0100001", octal; the last two bits are 0 for reading, 1 for writing, 2 for both.
    internal static bool IsForWriting(int pid, int descriptor)
    {
        const string Key = "flags:\t";
        var text = Text($"/proc/{pid}/fdinfo/{descriptor}");
        int start = text?.IndexOf(Key, StringComparison.Ordinal) ?? -1;
        if (start < 0)
        {
            return false;
        }

        var flags = text.AsSpan(start + Key.Length);
        int end = flags.IndexOf('\n');
        return end > 0 && flags[end - 1] is >= '0' and <= '7' && ((flags[end - 1] - '0') & 3) != 0;
    }

    /// <summary>Since boot, in the clock that process start times are counted in; null if it cannot be read.</summary>
    internal static TimeSpan? Uptime()
    {
        var text = Text("/proc/uptime");
        return text != null && double.TryParse(
            text.AsSpan(0, Math.Max(0, text.IndexOf(' '))), NumberStyles.Float, CultureInfo.InvariantCulture, out double seconds)
            ? TimeSpan.FromSeconds(seconds)
            : null;
    }

    internal static string? Text(string path)
    {
        var buffer = new byte[4096];
        int length = LinuxCalls.ReadWhole(path, ref buffer, out _);
        return length < 0 ? null : Encoding.UTF8.GetString(buffer, 0, length);
    }

    // The names that are numbers: nothing else is asked of the entries.
    private static FileSystemEnumerable<int> Numbers(string folder) =>
        new(folder, static (
            ref FileSystemEntry entry) => int.Parse(entry.FileName, NumberStyles.None, CultureInfo.InvariantCulture), Everything)
        {
            ShouldIncludePredicate = static (
                ref FileSystemEntry entry) => int.TryParse(entry.FileName, NumberStyles.None, CultureInfo.InvariantCulture, out _),
        };
}
