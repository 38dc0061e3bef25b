using System.Runtime.InteropServices;
using System.Runtime.Versioning;
using Microsoft.Win32.SafeHandles;

namespace PlotManager.Platform;

/// <summary>
/// The calls of kernel32 and ntdll that the Windows side needs, with their documented names and constants. 64-bit Windows only.
/// </summary>
[SupportedOSPlatform("windows")]
internal static unsafe partial class Win32
{
    internal const uint Terminate = 0x0001, ReadMemory = 0x0010, DuplicateHandles = 0x0040, SuspendResume = 0x0800, QueryLimited = 0x1000;
    internal const uint GenericRead =
        0x8000_0000, AppendData = 0x0004, AddFile = 0x0002, ReadAttributes = 0x0080, Synchronize = 0x0010_0000;
    internal const uint ShareAll = 0x7, OpenExisting = 3, OpenAlways = 4, BackupSemantics = 0x0200_0000, OpenReparsePoint = 0x0020_0000;
    internal const int FileNotFound = 2, PathNotFound = 3, AccessDenied = 5, WriteProtected = 19, InvalidParameter = 87, InvalidName = 123;
    internal const uint WaitObject0 = 0, DiskFile = 1, SameAccess = 2;

    [StructLayout(LayoutKind.Sequential)]
    internal struct SecurityAttributes
    {
        internal int Length;
        internal nint Descriptor;
        internal int Inherit;
    }

    [StructLayout(LayoutKind.Sequential)]
    internal struct StartupInfoEx
    {
        internal int Size;
        internal nint Reserved, Desktop, Title;
        internal int X, Y, XSize, YSize, XCountChars, YCountChars, FillAttribute, Flags;
        internal short ShowWindow, ReservedBytes;
        internal nint ReservedPointer, Input, Output, Error;
        internal nint AttributeList;
    }

    [StructLayout(LayoutKind.Sequential)]
    internal struct ProcessInformation
    {
        internal nint Process, Thread;
        internal int ProcessId, ThreadId;
    }

    [StructLayout(LayoutKind.Sequential)]
    internal struct FileInformation
    {
        internal uint Attributes;
        internal uint CreatedLow, CreatedHigh, AccessedLow, AccessedHigh, WrittenLow, WrittenHigh;
        internal uint VolumeSerial, SizeHigh, SizeLow, Links, IndexHigh, IndexLow;
    }

    [StructLayout(LayoutKind.Sequential)]
    internal struct StandardInformation
    {
        internal long AllocationSize, EndOfFile;
        internal uint Links;
        internal byte DeletePending, Directory;
    }

    [LibraryImport("kernel32", EntryPoint = "CreateFileW", SetLastError = true, StringMarshalling = StringMarshalling.Utf16)]
    internal static partial SafeFileHandle CreateFile(
        string path, uint access, uint share, SecurityAttributes* security, uint disposition, uint flags, nint template);

    [LibraryImport("kernel32", EntryPoint = "CreateProcessW", SetLastError = true)]
    [return: MarshalAs(UnmanagedType.Bool)]
    internal static partial bool CreateProcess(
        char* application, char* commandLine, nint processSecurity, nint threadSecurity, [MarshalAs(
            UnmanagedType.Bool)] bool inherit, uint flags,
        char* environment, char* folder, StartupInfoEx* startup, ProcessInformation* information);

    [LibraryImport("kernel32", SetLastError = true)]
    [return: MarshalAs(UnmanagedType.Bool)]
    internal static partial bool InitializeProcThreadAttributeList(void* list, int count, int flags, nuint* size);

    [LibraryImport("kernel32", SetLastError = true)]
    [return: MarshalAs(UnmanagedType.Bool)]
    internal static partial bool UpdateProcThreadAttribute(
        void* list, uint flags, nuint attribute, void* value, nuint size, nint previous, nint returned);

    [LibraryImport("kernel32")]
    internal static partial void DeleteProcThreadAttributeList(void* list);

    [LibraryImport("kernel32", SetLastError = true)]
    internal static partial uint ResumeThread(nint thread);

    [LibraryImport("kernel32", SetLastError = true)]
    [return: MarshalAs(UnmanagedType.Bool)]
    internal static partial bool CloseHandle(nint handle);

    [LibraryImport("kernel32", SetLastError = true)]
    [return: MarshalAs(UnmanagedType.Bool)]
    internal static partial bool TerminateProcess(SafeProcessHandle process, uint exitCode);

    [LibraryImport("kernel32")]
    internal static partial nint GetCurrentProcess();

    [LibraryImport("kernel32", SetLastError = true)]
    [return: MarshalAs(UnmanagedType.Bool)]
    internal static partial bool GetProcessAffinityMask(nint process, nuint* own, nuint* system);

    [LibraryImport("kernel32", SetLastError = true)]
    [return: MarshalAs(UnmanagedType.Bool)]
    internal static partial bool SetProcessAffinityMask(SafeProcessHandle process, nuint mask);

    [LibraryImport("kernel32", SetLastError = true)]
    internal static partial SafeProcessHandle OpenProcess(uint access, [MarshalAs(UnmanagedType.Bool)] bool inherit, int pid);

    [LibraryImport("kernel32", SetLastError = true)]
    [return: MarshalAs(UnmanagedType.Bool)]
    internal static partial bool GetProcessTimes(
        SafeProcessHandle process, out long created, out long exited, out long kernel, out long user);

    [LibraryImport("kernel32", SetLastError = true)]
    internal static partial uint WaitForSingleObject(SafeProcessHandle process, uint milliseconds);

    [LibraryImport("kernel32", SetLastError = true)]
    [return: MarshalAs(UnmanagedType.Bool)]
    internal static partial bool GetExitCodeProcess(SafeProcessHandle process, out uint code);

    [LibraryImport("kernel32", EntryPoint = "QueryFullProcessImageNameW", SetLastError = true)]
    [return: MarshalAs(UnmanagedType.Bool)]
    internal static partial bool QueryFullProcessImageName(SafeProcessHandle process, uint flags, char* path, ref uint size);

    [LibraryImport("kernel32", SetLastError = true)]
    [return: MarshalAs(UnmanagedType.Bool)]
    internal static partial bool ReadProcessMemory(SafeProcessHandle process, ulong address, void* buffer, nuint size, out nuint read);

    [LibraryImport("kernel32", SetLastError = true)]
    [return: MarshalAs(UnmanagedType.Bool)]
    internal static partial bool DuplicateHandle(
        SafeProcessHandle from, nint handle, nint to, out SafeFileHandle copy, uint access, [MarshalAs(
            UnmanagedType.Bool)] bool inherit, uint options);

    [LibraryImport("kernel32", SetLastError = true)]
    internal static partial uint GetFileType(SafeFileHandle file);

    [LibraryImport("kernel32", EntryPoint = "GetFinalPathNameByHandleW", SetLastError = true)]
    internal static partial uint GetFinalPathNameByHandle(SafeFileHandle file, char* path, uint size, uint flags);

    [LibraryImport("kernel32", SetLastError = true)]
    [return: MarshalAs(UnmanagedType.Bool)]
    internal static partial bool GetFileInformationByHandle(SafeFileHandle file, out FileInformation information);

    [LibraryImport("kernel32", SetLastError = true)]
    [return: MarshalAs(UnmanagedType.Bool)]
    internal static partial bool GetFileInformationByHandleEx(SafeFileHandle file, int kind, StandardInformation* information, uint size);

    [LibraryImport("kernel32", EntryPoint = "GetVolumePathNameW", SetLastError = true, StringMarshalling = StringMarshalling.Utf16)]
    [return: MarshalAs(UnmanagedType.Bool)]
    internal static partial bool GetVolumePathName(string path, char* volume, uint size);

    [LibraryImport(
        "kernel32", EntryPoint = "GetVolumeNameForVolumeMountPointW", SetLastError = true, StringMarshalling = StringMarshalling.Utf16)]
    [return: MarshalAs(UnmanagedType.Bool)]
    internal static partial bool GetVolumeNameForVolumeMountPoint(string point, char* volume, uint size);

    [LibraryImport("kernel32", EntryPoint = "GetDiskFreeSpaceExW", SetLastError = true, StringMarshalling = StringMarshalling.Utf16)]
    [return: MarshalAs(UnmanagedType.Bool)]
    internal static partial bool GetDiskFreeSpaceEx(string folder, out long free, out long total, out long freeForAll);

    [LibraryImport("ntdll")]
    internal static partial int NtSuspendProcess(SafeProcessHandle process);

    [LibraryImport("ntdll")]
    internal static partial int NtResumeProcess(SafeProcessHandle process);

    [LibraryImport("ntdll")]
    internal static partial int NtQuerySystemInformation(int kind, byte* answer, uint size, out uint needed);

    [LibraryImport("ntdll")]
    internal static partial int NtQueryInformationProcess(SafeProcessHandle process, int kind, void* answer, uint size, out uint needed);

    internal static string LastMessage() => Marshal.GetPInvokeErrorMessage(Marshal.GetLastPInvokeError()).TrimEnd();

    /// <summary>The path behind an open file, links resolved, without the prefix of long paths.</summary>
    internal static string? FinalPath(SafeFileHandle file)
    {
        const int Longest = 32_767;
        var buffer = new char[Longest];
        uint length;
        fixed (char* start = buffer)
        {
            length = GetFinalPathNameByHandle(file, start, Longest, 0);
        }

        if (length is 0 or >= Longest)
        {
            return null;
        }

        var path = new string(buffer, 0, (int)length);
        return path.StartsWith(@"\\?\UNC\", StringComparison.Ordinal)
            ? @"\\" + path[8..]
            : path.StartsWith(@"\\?\", StringComparison.Ordinal)
            ? path[4..]
            : path;
    }
}
