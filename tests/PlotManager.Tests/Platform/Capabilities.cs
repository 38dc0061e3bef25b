using System.Runtime.InteropServices;
using System.Runtime.Versioning;

namespace PlotManager.Tests.Platform;

/// <summary>Rights and user of the calling thread alone (the raw system calls), for tests that run as root.</summary>
[SupportedOSPlatform("linux")]
internal static class Capabilities
{
    private const uint Version3 = 0x20080522;

    public static void DropAll()
    {
        var header = new Header { Version = Version3, Pid = 0 };
        Set(ref header, new uint[6]).ShouldBe(0);
    }

    public static void BecomeNobody()
    {
        const int Nobody = 65534;
        // setresuid: 117 on x64, 147 on arm64
        long number = RuntimeInformation.ProcessArchitecture == Architecture.X64 ? 117 : 147;
        SystemCall(number, Nobody, Nobody, Nobody).ShouldBe(0);
    }

    [StructLayout(LayoutKind.Sequential)]
    private struct Header
    {
        public uint Version;
        public int Pid;
    }

    [DllImport("libc", EntryPoint = "capset", SetLastError = true)]
    private static extern int Set(ref Header header, uint[] data);

    [DllImport("libc", EntryPoint = "syscall", SetLastError = true)]
    private static extern nint SystemCall(long number, nint a, nint b, nint c);
}
