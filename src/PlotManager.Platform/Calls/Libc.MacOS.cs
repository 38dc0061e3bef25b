using System.Buffers.Binary;
using System.Runtime.InteropServices;
using System.Runtime.Versioning;
using System.Text;

namespace PlotManager.Platform;

/// <summary>
/// What only macOS has. Layouts are those of the 64-bit headers (sys/proc_info.h, sys/mount.h, sys/stat.h); arm64 has no other, x64 marks
/// them $INODE64.
/// </summary>
[SupportedOSPlatform("macos")]
internal static unsafe partial class MacCalls
{
    internal const int SIGSTOP = 17;
    internal const int SIGCONT = 19;
    internal const int SIGCHLD = 20;
    /// <summary>O_NOFOLLOW | O_CLOEXEC</summary>
    internal const int NoFollow = 0x100 | 0x1000000;

    /// <summary>sizeof(struct stat)</summary>
    private const int StatusSize = 144;

    internal const int EROFS = 30;

    /// <summary>O_WRONLY | O_APPEND | O_CREAT</summary>
    internal const int LogFlags = 0x1 | 0x8 | 0x200;

    /// <summary>How a file that is there is opened to write at its end: O_WRONLY | O_APPEND, no link.</summary>
    internal const int AppendFlags = 0x1 | 0x8 | NoFollow;

    [LibraryImport("libc", EntryPoint = "_NSGetEnviron")]
    private static partial nint** EnvironAddress();

    [LibraryImport("libproc", EntryPoint = "proc_listallpids", SetLastError = true)]
    private static partial int ListPids(int* pids, int bytes);

    [LibraryImport("libproc", EntryPoint = "proc_pidinfo", SetLastError = true)]
    private static partial int PidInfo(int pid, int flavor, ulong argument, byte* answer, int size);

    [LibraryImport("libproc", EntryPoint = "proc_pidfdinfo", SetLastError = true)]
    private static partial int DescriptorInfo(int pid, int descriptor, int flavor, byte* answer, int size);

    [LibraryImport("libproc", EntryPoint = "proc_pidpath", SetLastError = true)]
    private static partial int PidPath(int pid, byte* path, uint size);

    [LibraryImport("libc", EntryPoint = "sysctl", SetLastError = true)]
    private static partial int SysCtl(int* name, uint names, byte* answer, nuint* size, nint value, nuint valueSize);

    [LibraryImport("libc", EntryPoint = "sysctlbyname", SetLastError = true, StringMarshalling = StringMarshalling.Utf8)]
    private static partial int SysCtlByName(string name, byte* answer, nuint* size, nint value, nuint valueSize);

    [LibraryImport("libc", EntryPoint = "statfs", SetLastError = true, StringMarshalling = StringMarshalling.Utf8)]
    private static partial int StatFs(string path, byte* answer);

    [LibraryImport("libc", EntryPoint = "statfs$INODE64", SetLastError = true, StringMarshalling = StringMarshalling.Utf8)]
    private static partial int StatFs64(string path, byte* answer);

    [LibraryImport("libc", EntryPoint = "stat", SetLastError = true, StringMarshalling = StringMarshalling.Utf8)]
    private static partial int Stat(string path, byte* answer);

    [LibraryImport("libc", EntryPoint = "stat$INODE64", SetLastError = true, StringMarshalling = StringMarshalling.Utf8)]
    private static partial int Stat64(string path, byte* answer);

    [LibraryImport("libc", EntryPoint = "lstat", SetLastError = true, StringMarshalling = StringMarshalling.Utf8)]
    private static partial int LStat(string path, byte* answer);

    [LibraryImport("libc", EntryPoint = "lstat$INODE64", SetLastError = true, StringMarshalling = StringMarshalling.Utf8)]
    private static partial int LStat64(string path, byte* answer);

    [LibraryImport("libc", EntryPoint = "fstat", SetLastError = true)]
    private static partial int FStat(int descriptor, byte* answer);

    [LibraryImport("libc", EntryPoint = "fstat$INODE64", SetLastError = true)]
    private static partial int FStat64(int descriptor, byte* answer);

    private static bool IsArm => RuntimeInformation.ProcessArchitecture == Architecture.Arm64;

    internal static nint* Environ => *EnvironAddress();

    /// <summary>Names this boot.</summary>
    internal static string BootId { get; } = Text("kern.bootsessionuuid");

    internal static int[] Pids()
    {
        var pids = new int[ListPids(null, 0) + 64]; // a few may be born meanwhile
        fixed (int* start = pids)
        {
            int count = ListPids(start, pids.Length * sizeof(int));
            return pids[..Math.Clamp(count, 0, pids.Length)];
        }
    }

    /// <summary>struct proc_bsdinfo. Other users' processes are shown to root only.</summary>
    internal static MacProcess? Process(int pid)
    {
        const int Flavor = 3, Size = 136, ZombiesToo = 1;
        var answer = stackalloc byte[Size];
        if (PidInfo(pid, Flavor, ZombiesToo, answer, Size) != Size)
        {
            return null;
        }

        var info = new ReadOnlySpan<byte>(answer, Size);
        long seconds =
            BinaryPrimitives.ReadInt64LittleEndian(info[120..]), microseconds = BinaryPrimitives.ReadInt64LittleEndian(info[128..]);
        return new MacProcess(
            pid,
            BinaryPrimitives.ReadInt32LittleEndian(info[16..]),
            BinaryPrimitives.ReadInt32LittleEndian(info[4..]),
            BinaryPrimitives.ReadUInt32LittleEndian(info[28..]),
            TextIn(info.Slice(64, 32)) is { Length: > 0 } name ? name : TextIn(info.Slice(48, 16)),
            seconds * 1_000_000 + microseconds);
    }

    internal static MacProcessArguments? Arguments(int pid)
    {
        var name = stackalloc int[] { 1, 49, pid }; // CTL_KERN, KERN_PROCARGS2
        nuint size = 1 << 20; // ARG_MAX
        var answer = new byte[(int)size];
        fixed (byte* start = answer)
        {
            return SysCtl(name, 3, start, &size, 0, 0) == 0 ? MacProcessArguments.Parse(answer.AsSpan(0, (int)size)) : null;
        }
    }

    internal static string? Executable(int pid)
    {
        const int Longest = 4096;
        var path = stackalloc byte[Longest];
        int length = PidPath(pid, path, Longest);
        return length > 0 ? Encoding.UTF8.GetString(path, length) : null;
    }

    /// <summary>struct proc_vnodepathinfo begins with the working directory: a vnode_info of 152 bytes, then its path.</summary>
    internal static string? WorkingDirectory(int pid)
    {
        const int Flavor = 9, Size = 2352, PathAt = 152, PathBytes = 1024;
        var answer = new byte[Size];
        fixed (byte* start = answer)
        {
            return PidInfo(pid, Flavor, 0, start, Size) == Size ? TextIn(answer.AsSpan(PathAt, PathBytes)) : null;
        }
    }

    /// <summary>struct vnode_fdinfowithpath of descriptor 1; null unless it is a regular file.</summary>
    internal static string? OutputFile(int pid)
    {
        const int Flavor = 2, Size = 1200, KindAt = 160, PathAt = 176, PathBytes = 1024, RegularFile = 1;
        var answer = new byte[Size];
        fixed (byte* start = answer)
        {
            return DescriptorInfo(pid, 1, Flavor, start, Size) == Size
                && BinaryPrimitives.ReadInt32LittleEndian(answer.AsSpan(KindAt)) == RegularFile
                ? TextIn(answer.AsSpan(PathAt, PathBytes))
                : null;
        }
    }

    /// <summary>struct statfs of a path.</summary>
    internal static DriveReading? Drive(string path, out int error)
    {
        const int Size = 2168;
        var answer = new byte[Size];
        fixed (byte* start = answer)
        {
            error = (IsArm ? StatFs(path, start) : StatFs64(path, start)) == 0 ? 0 : Marshal.GetLastPInvokeError();
        }

        if (error != 0)
        {
            return null;
        }

        long unit = BinaryPrimitives.ReadUInt32LittleEndian(answer);
        var fileSystem = TextIn(answer.AsSpan(72, 16));
        return new DriveReading(
            TextIn(answer.AsSpan(88, 1024)), MacDrives.Pool(fileSystem, TextIn(answer.AsSpan(1112, 1024))), fileSystem,
            unit * BinaryPrimitives.ReadInt64LittleEndian(answer.AsSpan(8)), unit
                * BinaryPrimitives.ReadInt64LittleEndian(answer.AsSpan(24)));
    }

    /// <summary>struct stat of a path.</summary>
    internal static FileStatus? Status(string path, bool followLinks, out int error)
    {
        var bytes = stackalloc byte[StatusSize];
        int failed = (followLinks, IsArm) switch
        {
            (true, true) => Stat(path, bytes),
            (true, false) => Stat64(path, bytes),
            (false, true) => LStat(path, bytes),
            (false, false) => LStat64(path, bytes),
        };
        error = failed == 0 ? 0 : Marshal.GetLastPInvokeError();
        return error == 0 ? Status(new ReadOnlySpan<byte>(bytes, StatusSize)) : null;
    }

    /// <summary>Links not followed.</summary>
    internal static FileStatus? StatusOfName(string path, out int error) => Status(path, followLinks: false, out error);

    internal static FileStatus? StatusOfDescriptor(int descriptor)
    {
        var bytes = stackalloc byte[StatusSize];
        return (IsArm ? FStat(descriptor, bytes) : FStat64(descriptor, bytes)) == 0
            ? Status(new ReadOnlySpan<byte>(bytes, StatusSize))
            : null;
    }

    private static FileStatus Status(ReadOnlySpan<byte> status)
    {
        const int AllocationUnit = 512;
        int mode = BinaryPrimitives.ReadUInt16LittleEndian(status[4..]), kind = mode & FileStatus.KindMask;
        return new FileStatus(
            kind == FileStatus.Regular, kind == FileStatus.Folder,
            BinaryPrimitives.ReadInt64LittleEndian(status[96..]), BinaryPrimitives.ReadInt64LittleEndian(status[104..]) * AllocationUnit,
            DateTimeOffset.FromUnixTimeSeconds(BinaryPrimitives.ReadInt64LittleEndian(status[48..]))
                .AddTicks(BinaryPrimitives.ReadInt64LittleEndian(status[56..]) / 100),
            $"{BinaryPrimitives.ReadInt32LittleEndian(status):x}:{BinaryPrimitives.ReadUInt64LittleEndian(status[8..])}",
            mode, BinaryPrimitives.ReadUInt32LittleEndian(status[16..]), BinaryPrimitives.ReadUInt16LittleEndian(status[6..]));
    }

    private static string Text(string name)
    {
        nuint size = 256;
        var answer = stackalloc byte[(int)size];
        return SysCtlByName(name, answer, &size, 0, 0) == 0 ? TextIn(new ReadOnlySpan<byte>(answer, (int)size)) : "";
    }

    private static string TextIn(ReadOnlySpan<byte> field)
    {
        int end = field.IndexOf((byte)0);
        return Encoding.UTF8.GetString(end < 0 ? field : field[..end]);
    }
}

/// <param name="Status">SIDL 1, SRUN 2, SSLEEP 3, SSTOP 4, SZOMB 5.</param>
/// <param name="StartMicroseconds">Since the epoch.</param>
internal readonly record struct MacProcess(int Pid, int ParentPid, int Status, uint User, string Name, long StartMicroseconds)
{
    internal ProcessCondition Condition =>
        Status switch { 5 => ProcessCondition.Zombie, 4 => ProcessCondition.Suspended, _ => ProcessCondition.Running };
}
