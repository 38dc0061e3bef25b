using System.Runtime.Versioning;
using PlotManager.Platform;

namespace PlotManager.Tests.Platform;

[SupportedOSPlatform("linux")]
public sealed class LinuxLoadTests
{
    [Fact]
    public void Ticks_FirstLineOfProcStat_IdleAndIowaitAreNotBusy() =>
        // user 100, nice 20, system 30, idle 800, iowait 50, irq 1, softirq 2, steal 3; guest time is in user already
        LinuxLoad.Ticks("cpu  100 20 30 800 50 1 2 3 40 5\ncpu0 1 2 3 4 5 6 7 8 9 10\n").ShouldBe((156L, 1006L));

    [Theory]
    [InlineData("")]
    [InlineData("intr 1 2 3 4 5 6")]
    [InlineData("cpu  a b c d e f g h")]
    public void Ticks_AnythingElse_IsUnknown(string text) => LinuxLoad.Ticks(text).ShouldBeNull();

    [Fact]
    public void Memory_Meminfo_IsInBytes() =>
        LinuxLoad.Memory("MemTotal:       24576000 kB\nMemFree:         1000 kB\nMemAvailable:   20000000 kB\n")
            .ShouldBe((25_165_824_000L, 20_480_000_000L));

    [Fact]
    public void Memory_WithoutTheLine_IsUnknown() => LinuxLoad.Memory("MemTotal: 5 kB").ShouldBe((5120L, (long?)null));
}
