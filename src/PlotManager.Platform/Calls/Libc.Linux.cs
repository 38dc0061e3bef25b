using System.Runtime.InteropServices;
using System.Runtime.Versioning;

namespace PlotManager.Platform;

/// <summary>What only Linux has. Numbers of system calls and layouts are those of 64-bit Linux (x64 and arm64, glibc and musl).</summary>
[SupportedOSPlatform("linux")]
internal static unsafe partial class LinuxCalls
{
    internal const int SIGCHLD = 17;
    internal const int SIGCONT = 18;
    internal const int SIGSTOP = 19;
    internal const int EAGAIN = 11;
    internal const int EROFS = 30;

    private const int ReadOnly = 0;
    private const int WriteOnly = 1;
    private const int Create = 0x40;
    private const int Append = 0x400;
    private const int CloseOnExec = 0x80000;

    /// <summary>O_NOFOLLOW | O_CLOEXEC; the first is one of the few flags that arm64 has elsewhere.</summary>
    internal static int NoFollow => (RuntimeInformation.ProcessArchitecture == Architecture.Arm64 ? 0x8000 : 0x20000) | CloseOnExec;

    /// <summary>How the log of a plotter is opened.</summary>
    internal const int LogFlags = WriteOnly | Create | Append;

    /// <summary>How a file that is there is opened to write at its end.</summary>
    internal static int AppendFlags => WriteOnly | Append | NoFollow;

    // One number on every architecture: both came after the tables were unified.
    private const long PidfdSendSignalNumber = 424;
    private const long PidfdOpenNumber = 434;

    [LibraryImport("libc", EntryPoint = "open", SetLastError = true, StringMarshalling = StringMarshalling.Utf8)]
    private static partial int Open(string path, int flags, uint mode);

    // fcntl(2) takes a variable list, which 64-bit Linux passes as it does other arguments.
    [LibraryImport("libc", EntryPoint = "fcntl", SetLastError = true)]
    private static partial int FileControl(int descriptor, int command, nint argument);

    [LibraryImport("libc", EntryPoint = "ioctl", SetLastError = true)]
    private static partial int Ioctl(int descriptor, ulong request, byte* argument);

    [LibraryImport("libc", EntryPoint = "poll", SetLastError = true)]
    private static partial int Poll(PollAnswer* asked, nuint count, int milliseconds);

    [LibraryImport("libc", EntryPoint = "read", SetLastError = true)]
    private static partial nint Read(int descriptor, byte* buffer, nuint count);

    [LibraryImport("libc", EntryPoint = "readlink", SetLastError = true, StringMarshalling = StringMarshalling.Utf8)]
    private static partial nint ReadLink(string path, byte* buffer, nuint size);

    [LibraryImport("libc", EntryPoint = "sysconf")]
    private static partial nint SystemConfiguration(int name);

    [LibraryImport("libc", EntryPoint = "sched_setaffinity", SetLastError = true)]
    private static partial int SetAffinity(int thread, nuint size, ulong* mask);

    [LibraryImport("libc", EntryPoint = "sched_getaffinity", SetLastError = true)]
    private static partial int GetAffinity(int thread, nuint size, ulong* mask);

    [LibraryImport("libc", EntryPoint = "syscall", SetLastError = true)]
    private static partial nint SystemCall(long number, nint a, nint b, nint c, nint d, nint e);

    [LibraryImport("libc", EntryPoint = "statvfs", SetLastError = true, StringMarshalling = StringMarshalling.Utf8)]
    private static partial int StatVfs(string path, ulong* answer);

    /// <summary>Clock ticks a second, the unit of start times in /proc.</summary>
    internal static long TicksPerSecond { get; } = SystemConfiguration(2);

    /// <returns>0, or the error number.</returns>
    internal static int OpenForAppend(string path)
    {
        int descriptor = Open(path, LogFlags | CloseOnExec, 0x1A4); // 0644
        if (descriptor < 0)
        {
            return Marshal.GetLastPInvokeError();
        }

        Libc.Close(descriptor);
        return 0;
    }

    /// <returns>A descriptor, -1 if it cannot be opened.</returns>
    internal static int OpenToRead(string path) => Open(path, ReadOnly | CloseOnExec, 0);

    /// <summary>
    /// Whether an ATA disk says that it is in standby (CHECK POWER MODE, as hdparm -C asks); false where it cannot be asked: it takes root
    /// and a disk that knows the command.
    /// </summary>
    internal static bool IsInStandby(string disk)
    {
        const int NonBlocking = 0x800;
        const ulong DriveCommand = 0x031f; // linux/hdreg.h
        const byte CheckPowerMode = 0xe5, Standby = 0;
        int descriptor = Open(disk, ReadOnly | CloseOnExec | NonBlocking, 0);
        if (descriptor < 0)
        {
            return false;
        }

        Span<byte> command = [CheckPowerMode, 0, 0xff, 0];
        fixed (byte* asked = command)
        {
            var answered = Ioctl(descriptor, DriveCommand, asked) == 0;
            Libc.Close(descriptor);
            return answered && command[2] == Standby;
        }
    }

    /// <summary>
    /// Whether a file of the kernel has changed since this was asked before (POLLPRI with POLLERR). True where that cannot be told.
    /// </summary>
    internal static bool HasChanged(int descriptor)
    {
        const short Urgent = 2;
        var asked = new PollAnswer { Descriptor = descriptor, Events = Urgent };
        return descriptor < 0 || Poll(&asked, 1, 0) != 0;
    }

    /// <summary>Reads a file of the kernel whole into a buffer that grows as needed; -1 if it cannot be read (any longer).</summary>
    /// <exception cref="IOException">This process has no descriptors or no memory left: whether it can be read is not known.</exception>
    /// <param name="oneRecord">A read that leaves room in the buffer has read all: so it is with files that are not a list
    /// (proc_pid_stat(5), proc_pid_cmdline(5)).</param>
    internal static int ReadWhole(string path, ref byte[] buffer, out int error, bool oneRecord = false)
    {
        error = 0;
        int descriptor = Open(path, ReadOnly | CloseOnExec, 0);
        if (descriptor < 0)
        {
            error = Marshal.GetLastPInvokeError();
            return Libc.IsShortage(error) ? throw new IOException($"{path}: {Libc.Message(error)}") : -1;
        }
        int length = 0;
        while (true)
        {
            if (length == buffer.Length)
            {
                Array.Resize(ref buffer, buffer.Length * 2);
            }

            nint got;
            fixed (byte* start = buffer)
            {
                got = Read(descriptor, start + length, (nuint)(buffer.Length - length));
            }

            if (got < 0 && Marshal.GetLastPInvokeError() is var reason and not Libc.EINTR)
            {
                // A process that ends between open and read says ESRCH here.
                error = reason;
                length = -1;
                break;
            }
            if (got == 0)
            {
                break;
            }

            if (got > 0)
            {
                length += (int)got;
                if (oneRecord && length < buffer.Length)
                {
                    break;
                }
            }
        }
        Libc.Close(descriptor);
        return length;
    }

    /// <summary>Where a link points to, null if it cannot be read.</summary>
    internal static string? LinkTarget(string path) => LinkTarget(path, out _);

    internal static string? LinkTarget(string path, out int error)
    {
        const int Longest = 4096;
        var buffer = stackalloc byte[Longest];
        nint length = ReadLink(path, buffer, Longest);
        error = length < 0 ? Marshal.GetLastPInvokeError() : 0;
        return length < 0 ? null : System.Text.Encoding.UTF8.GetString(buffer, (int)length);
    }

    /// <summary>
    /// Whether any process of this kernel has the file open or mapped, in whatever container and of whatever user it is: the kernel grants
    /// a write lease (fcntl(2), F_SETLEASE) on a file of one's own only where nobody else has it open.
    /// </summary>
    /// <returns>Null where that cannot be told: another user's file, a filesystem without leases, as most network drives are.</returns>
    internal static bool? IsOpen(string path)
    {
        // A child that is just being started shares for an instant whatever its parent has open: what is open stays so for longer.
        const int Times = 5, Milliseconds = 10;
        for (var time = 1; ; time++)
        {
            var isOpen = IsOpenNow(path);
            if (isOpen is not true || time == Times)
            {
                return isOpen;
            }

            Thread.Sleep(Milliseconds);
        }
    }

    private static bool? IsOpenNow(string path)
    {
        const int NonBlocking = 0x800; // O_NONBLOCK
        const int SetSignal = 10, SetLease = 1024, WriteLease = 1, NoLease = 2; // F_SETSIG, F_SETLEASE, F_WRLCK, F_UNLCK
        const int HarmlessSignal = 23; // SIGURG: one who opens the file meanwhile must not end this process by SIGIO
        int noFollow = RuntimeInformation.ProcessArchitecture == Architecture.Arm64 ? 0x8000 : 0x20000; // O_NOFOLLOW
        int descriptor = Open(path, ReadOnly | CloseOnExec | NonBlocking | noFollow, 0);
        if (descriptor < 0)
        {
            return null;
        }

        try
        {
            if (FileControl(descriptor, SetSignal, HarmlessSignal) != 0)
            {
                return null;
            }

            if (FileControl(descriptor, SetLease, WriteLease) == 0)
            {
                FileControl(descriptor, SetLease, NoLease);
                return false;
            }

            return Marshal.GetLastPInvokeError() == EAGAIN ? true : null;
        }
        finally
        {
            Libc.Close(descriptor);
        }
    }

    /// <summary>Wide enough for 8192 CPUs, the most a kernel can be built for.</summary>
    internal const int AffinityWords = 128;

    /// <summary>Of the calling thread only.</summary>
    internal static int SetThreadAffinity(ReadOnlySpan<ulong> mask)
    {
        fixed (ulong* words = mask)
        {
            return SetAffinity(0, (nuint)(mask.Length * sizeof(ulong)), words) == 0 ? 0 : Marshal.GetLastPInvokeError();
        }
    }

    internal static int GetThreadAffinity(Span<ulong> mask)
    {
        fixed (ulong* words = mask)
        {
            return GetAffinity(0, (nuint)(mask.Length * sizeof(ulong)), words) == 0 ? 0 : Marshal.GetLastPInvokeError();
        }
    }

    /// <returns>A descriptor for the process, or -1 and the error number.</returns>
    internal static int OpenProcess(int pid, out int error)
    {
        nint descriptor = SystemCall(PidfdOpenNumber, pid, 0, 0, 0, 0);
        error = descriptor < 0 ? Marshal.GetLastPInvokeError() : 0;
        return (int)descriptor;
    }

    internal static int SendSignal(int processDescriptor, int signal) =>
        SystemCall(PidfdSendSignalNumber, processDescriptor, signal, 0, 0, 0) == 0 ? 0 : Marshal.GetLastPInvokeError();

    /// <summary>Size and free bytes for an unprivileged user of the filesystem of a path.</summary>
    /// <returns>0, or the error number.</returns>
    internal static int Space(string path, out long total, out long free)
    {
        // struct statvfs: f_bsize, f_frsize, f_blocks, f_bfree, f_bavail, ... in 8-byte words. Counts are in f_frsize;
        // virtiofs and some FUSE filesystems have a larger f_bsize.
        var answer = stackalloc ulong[64];
        int error = StatVfs(path, answer) == 0 ? 0 : Marshal.GetLastPInvokeError();
        ulong unit = answer[1] != 0 ? answer[1] : answer[0];
        total = error == 0 ? (long)(unit * answer[2]) : 0;
        free = error == 0 ? (long)(unit * answer[4]) : 0;
        return error;
    }

    /// <summary>struct pollfd.</summary>
    [StructLayout(LayoutKind.Sequential)]
    private struct PollAnswer
    {
        internal int Descriptor;
        internal short Events;
        internal short Returned;
    }
}
