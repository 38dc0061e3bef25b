using System.Runtime.InteropServices;
using System.Runtime.Versioning;

namespace PlotManager.Platform;

/// <summary>
/// The calls of the C library that Linux and macOS have alike, by their POSIX names and meanings. Opaque structures are passed as pointers
/// to larger buffers.
/// </summary>
[SupportedOSPlatform("linux")]
[SupportedOSPlatform("macos")]
internal static unsafe partial class Libc
{
    internal const int EPERM = 1;
    internal const int ENOENT = 2;
    internal const int ESRCH = 3;
    internal const int EINTR = 4;
    internal const int ENOEXEC = 8;
    internal const int ECHILD = 10;
    internal const int ENOMEM = 12;
    internal const int EACCES = 13;
    internal const int EEXIST = 17;
    internal const int ENOTDIR = 20;
    internal const int EINVAL = 22;
    internal const int ETXTBSY = 26;
    internal const int ENFILE = 23;
    internal const int EMFILE = 24;

    internal const int ExecuteAccess = 1;
    internal const int WriteAccess = 2;

    internal const int SIGKILL = 9;
    internal const int SIGTERM = 15;

    internal const int WNOHANG = 1;
    internal const int PriorityOfProcess = 0;

    [LibraryImport("libc", EntryPoint = "kill", SetLastError = true)]
    internal static partial int Kill(int pid, int signal);

    [LibraryImport("libc", EntryPoint = "waitpid", SetLastError = true)]
    internal static partial int WaitPid(int pid, out int status, int options);

    [LibraryImport("libc", EntryPoint = "setpriority", SetLastError = true)]
    internal static partial int SetPriority(int which, uint who, int nice);

    [LibraryImport("libc", EntryPoint = "access", SetLastError = true, StringMarshalling = StringMarshalling.Utf8)]
    internal static partial int Access(string path, int mode);

    [LibraryImport("libc", EntryPoint = "geteuid")]
    internal static partial uint EffectiveUser();

    [LibraryImport("libc", EntryPoint = "mkdir", SetLastError = true, StringMarshalling = StringMarshalling.Utf8)]
    private static partial int MakeDirectory(string path, int mode);

    // Without O_CREAT, whose mode would be a variadic argument: macOS passes those elsewhere on arm64.
    [LibraryImport("libc", EntryPoint = "open", SetLastError = true, StringMarshalling = StringMarshalling.Utf8)]
    private static partial int OpenExisting(string path, int flags);

    [LibraryImport("libc", EntryPoint = "flock", SetLastError = true)]
    private static partial int Lock(int descriptor, int operation);

    [LibraryImport("libc", EntryPoint = "fchmod", SetLastError = true)]
    private static partial int ChangeModeOfOpen(int descriptor, int mode);

    [LibraryImport("libc", EntryPoint = "close")]
    internal static partial void Close(int descriptor);

    [LibraryImport("libc", EntryPoint = "dup2", SetLastError = true)]
    internal static partial int Duplicate(int from, int to);

    [LibraryImport("libc", EntryPoint = "realpath", SetLastError = true, StringMarshalling = StringMarshalling.Utf8)]
    private static partial nint RealPath(string path, nint resolved);

    [LibraryImport("libc", EntryPoint = "free")]
    private static partial void Free(nint memory);

    [LibraryImport("libc", EntryPoint = "getpwuid_r")]
    private static partial int GetPasswordEntry(uint user, nint* entry, byte* buffer, nuint size, nint** result);

    [LibraryImport("libc", EntryPoint = "sigaction", SetLastError = true)]
    private static partial int SignalAction(int signal, nint action, byte* old);

    [LibraryImport("libc", EntryPoint = "signal", SetLastError = true)]
    private static partial nint Signal(int signal, nint handler);

    /// <summary>The path with every link resolved, or null and the error number.</summary>
    internal static string? RealPath(string path, out int error)
    {
        nint resolved = RealPath(path, 0);
        if (resolved == 0)
        {
            error = Marshal.GetLastPInvokeError();
            return null;
        }
        error = 0;
        var text = Marshal.PtrToStringUTF8(resolved);
        Free(resolved);
        return text;
    }

    /// <summary>Real path of the path, or of the nearest of its folders that can be resolved.</summary>
    internal static string NearestReal(string path)
    {
        for (string? folder = path; folder != null; folder = Path.GetDirectoryName(folder))
        {
            if (RealPath(folder, out _) is { } real)
            {
                return real;
            }
        }
        return "/";
    }

    /// <returns>0, or the error number.</returns>
    internal static int MakeFolder(string path, int mode) => MakeDirectory(path, mode) == 0 ? 0 : Marshal.GetLastPInvokeError();

    /// <returns>A descriptor, or -1 and the error number.</returns>
    internal static int Open(string path, int flags, out int error)
    {
        int descriptor = OpenExisting(path, flags);
        error = descriptor < 0 ? Marshal.GetLastPInvokeError() : 0;
        return descriptor;
    }

    /// <summary>Locks an open file for this process alone, without waiting.</summary>
    /// <param name="error">0 where another process has locked it.</param>
    internal static bool TryLock(int descriptor, out int error)
    {
        const int Exclusive = 2, WithoutWaiting = 4;
        const int EWOULDBLOCK = 11, EWOULDBLOCKOnMac = 35;
        error = 0;
        while (Lock(descriptor, Exclusive | WithoutWaiting) != 0)
        {
            error = Marshal.GetLastPInvokeError();
            if (error != EINTR)
            {
                error = error == (OperatingSystem.IsMacOS() ? EWOULDBLOCKOnMac : EWOULDBLOCK) ? 0 : error;
                return false;
            }
        }

        return true;
    }

    /// <returns>0, or the error number.</returns>
    internal static int ChangeMode(int descriptor, int mode) => ChangeModeOfOpen(descriptor, mode) == 0 ? 0 : Marshal.GetLastPInvokeError();

    /// <summary>Name of a user, or the number as text where no directory knows it.</summary>
    internal static string UserName(uint user)
    {
        // struct passwd begins with char *pw_name on both systems; 16 KiB is what sysconf(_SC_GETPW_R_SIZE_MAX) suggests at most.
        var entry = stackalloc nint[32];
        var buffer = new byte[16 * 1024];
        nint* result = null;
        fixed (byte* text = buffer)
        {
            int error = GetPasswordEntry(user, entry, text, (nuint)buffer.Length, &result);
            return error == 0 && result != null ? Marshal.PtrToStringUTF8(entry[0]) ?? $"{user}" : $"{user}";
        }
    }

    /// <summary>
    /// A parent may have left SIGCHLD ignored, which is inherited; the kernel then reaps our children itself and their exit codes are lost.
    /// The handler is the first word of struct sigaction on both systems. A handler that somebody has set is left alone.
    /// </summary>
    internal static void StopIgnoringChildren(int sigchld)
    {
        const nint Default = 0, Ignore = 1;
        var action = stackalloc byte[512];
        if (SignalAction(sigchld, 0, action) == 0 && *(nint*)action == Ignore)
        {
            Signal(sigchld, Default);
        }
    }

    /// <summary>Why a file may not be executed, null if it may.</summary>
    internal static string? ExecutionProblem(string path) =>
        Access(path, ExecuteAccess) == 0 ? null : $"it is not executable ({Message(Marshal.GetLastPInvokeError())})";

    /// <summary>This process or the machine has no more of what every call needs: that tells nothing of what was asked for.</summary>
    internal static bool IsShortage(int error) => error is ENOMEM or ENFILE or EMFILE;

    internal static string Message(int error) => Marshal.GetPInvokeErrorMessage(error);
}
