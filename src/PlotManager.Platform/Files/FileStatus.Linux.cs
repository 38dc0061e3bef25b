using System.Runtime.InteropServices;
using System.Runtime.Versioning;

namespace PlotManager.Platform;

[SupportedOSPlatform("linux")]
internal static unsafe partial class LinuxFileStatus
{
    private const int CurrentFolder = -100; // AT_FDCWD
    private const int NoFollow = 0x100; // AT_SYMLINK_NOFOLLOW
    private const int BasicStats = 0x7FF; // STATX_BASIC_STATS
    private const int BirthTime = 0x800; // STATX_BTIME
    private const int EmptyPath = 0x1000; // AT_EMPTY_PATH
    private const int AllocationUnit = 512; // of stx_blocks, whatever the filesystem's block size

    /// <summary>For <see cref="DiskFiles"/>: null where there is no file.</summary>
    internal static FileStatus? OfPath(string path, bool followLinks)
    {
        var status = Read(path, followLinks, out int error);
        return error is 0 or Libc.ENOENT or Libc.ENOTDIR ? status
            : error is Libc.EACCES or Libc.EPERM ? throw new UnauthorizedAccessException($"{path}: {Libc.Message(error)}")
            : throw new IOException($"{path}: {Libc.Message(error)}");
    }

    /// <summary>By statx(2), whose layout is one on all architectures, while that of struct stat is not.</summary>
    /// <returns>Null and the error number if it cannot be read.</returns>
    internal static FileStatus? Read(string path, bool followLinks, out int error) =>
        Read(CurrentFolder, path, followLinks ? 0 : NoFollow, out error);

    /// <summary>Links not followed.</summary>
    internal static FileStatus? OfName(string path, out int error) => Read(path, followLinks: false, out error);

    internal static FileStatus? OfDescriptor(int descriptor) => Read(descriptor, "", EmptyPath, out _);

    private static FileStatus? Read(nint folder, string path, nint flags, out int error)
    {
        StatX answer = default;
        error = SystemCall(Number, folder, path, flags, BasicStats | BirthTime, &answer) == 0 ? 0 : Marshal.GetLastPInvokeError();
        if (error != 0)
        {
            return null;
        }

        int kind = answer.Mode & FileStatus.KindMask;
        return new FileStatus(
            kind == FileStatus.Regular, kind == FileStatus.Folder, (long)answer.Size, (long)answer.Blocks * AllocationUnit,
            Time(answer.ChangedSeconds, answer.ChangedNanoseconds), $"{answer.DeviceMajor:x}:{answer.DeviceMinor:x}:{answer.Inode}",
            answer.Mode, answer.Owner, answer.Links)
        {
            Born = (answer.Mask & BirthTime) != 0 ? Time(answer.BornSeconds, answer.BornNanoseconds) : null,
        };
    }

    private static DateTimeOffset Time(long seconds, uint nanoseconds) =>
        DateTimeOffset.FromUnixTimeSeconds(seconds).AddTicks(nanoseconds / 100);

    private static long Number => RuntimeInformation.ProcessArchitecture switch
    {
        Architecture.X64 => 332,
        Architecture.Arm64 or Architecture.RiscV64 or Architecture.LoongArch64 => 291,
        var other => throw new PlatformNotSupportedException($"statx: no number known for {other}"),
    };

    [LibraryImport("libc", EntryPoint = "syscall", SetLastError = true, StringMarshalling = StringMarshalling.Utf8)]
    private static partial nint SystemCall(long number, nint folder, string path, nint flags, nint mask, StatX* answer);

    /// <summary>struct statx; 256 bytes.</summary>
    [StructLayout(LayoutKind.Explicit, Size = 256)]
    private struct StatX
    {
        [FieldOffset(0)] internal uint Mask;
        [FieldOffset(16)] internal uint Links;
        [FieldOffset(20)] internal uint Owner;
        [FieldOffset(28)] internal ushort Mode;
        [FieldOffset(32)] internal ulong Inode;
        [FieldOffset(40)] internal ulong Size;
        [FieldOffset(48)] internal ulong Blocks;
        [FieldOffset(80)] internal long BornSeconds;
        [FieldOffset(88)] internal uint BornNanoseconds;
        [FieldOffset(112)] internal long ChangedSeconds;
        [FieldOffset(120)] internal uint ChangedNanoseconds;
        [FieldOffset(136)] internal uint DeviceMajor;
        [FieldOffset(140)] internal uint DeviceMinor;
    }
}
