using System.Buffers.Binary;
using System.Text;
using PlotManager.Platform;

namespace PlotManager.Tests.Platform;

/// <summary>What Windows and macOS answer, put together by hand from their headers; the calls themselves are not run here.</summary>
public sealed class OtherSystemsTests
{
    [Fact]
    public void WindowsProcessTable_TwoProcesses_AreReadWithTheirThreads()
    {
        const ulong Address = 0x7000_0000;
        var table = new byte[0x400];
        // First: pid 4000, child of 12, two suspended threads, its name at 0x3C0.
        Process(0, next: 0x1A0, pid: 4000, parent: 12, created: 133_000, name: Address + 0x3C0, nameBytes: 6);
        Thread(0x100, state: 5, reason: 5);
        Thread(0x150, state: 5, reason: 5);
        Put32(0x04, 2);
        Encoding.Unicode.GetBytes("a.x").CopyTo(table, 0x3C0);
        // Second: one thread suspended, one running; a name that points nowhere.
        Process(0x1A0, next: 0, pid: 8, parent: 4000, created: 134_000, name: 0, nameBytes: 8);
        Put32(0x1A0 + 0x04, 2);
        Thread(0x1A0 + 0x100, state: 5, reason: 5);
        Thread(0x1A0 + 0x150, state: 2, reason: 0);

        WindowsProcessTable.Parse(table, Address).ShouldBe(
            [new WindowsProcess(
                4000, 12, "a.x", 133_000, IsSuspended: true), new WindowsProcess(8, 4000, "", 134_000, IsSuspended: false)]);
        WindowsProcessTable.Parse(table.AsSpan(0, 0x80), Address).ShouldBeEmpty();

        void Process(int at, int next, int pid, int parent, long created, ulong name, ushort nameBytes)
        {
            Put32(at, next);
            BinaryPrimitives.WriteInt64LittleEndian(table.AsSpan(at + 0x20), created);
            BinaryPrimitives.WriteUInt16LittleEndian(table.AsSpan(at + 0x38), nameBytes);
            BinaryPrimitives.WriteUInt64LittleEndian(table.AsSpan(at + 0x40), name);
            BinaryPrimitives.WriteInt64LittleEndian(table.AsSpan(at + 0x50), pid);
            BinaryPrimitives.WriteInt64LittleEndian(table.AsSpan(at + 0x58), parent);
        }

        void Thread(int at, int state, int reason)
        {
            Put32(at + 0x44, state);
            Put32(at + 0x48, reason);
        }

        void Put32(int at, int value) => BinaryPrimitives.WriteInt32LittleEndian(table.AsSpan(at), value);
    }

    [Fact]
    public void MacProcessArguments_CountedArguments_ThenTheEnvironment()
    {
        var text = "\x03\0\0\0/opt/chia_plot\0\0\0\0chia_plot\0\0-t\0A=1\0PLOTMANAGER_RUN=x=y\0\0stack";
        var parsed = MacProcessArguments.Parse(Encoding.UTF8.GetBytes(text)).ShouldNotBeNull();
        parsed.Executable.ShouldBe("/opt/chia_plot");
        parsed.Arguments.ShouldBe(["chia_plot", "", "-t"]);
        parsed.Environment.ShouldBe(["A=1", "PLOTMANAGER_RUN=x=y"]);
        parsed.Variable("PLOTMANAGER_RUN").ShouldBe("x=y");
        parsed.Variable("PLOTMANAGER").ShouldBeNull();
    }

    [Fact]
    public void MacProcessArguments_CutShort_EndsQuietly()
    {
        MacProcessArguments.Parse([]).ShouldBeNull();
        MacProcessArguments.Parse("\x05\0\0\0/x\0\0a\0b"u8)!.Arguments.ShouldBe(["a", "b"]);
        MacProcessArguments.Parse([255, 255, 255, 255])!.Arguments.ShouldBeEmpty();
    }

    [Theory]
    [InlineData("apfs", "/dev/disk3s1s1", "/dev/disk3")]
    [InlineData("apfs", "/dev/disk12s5", "/dev/disk12")]
    [InlineData("apfs", "/dev/disk4", "/dev/disk4")]
    [InlineData("hfs", "/dev/disk3s1", "/dev/disk3s1")]
    [InlineData("smbfs", "//me@nas/plots", "//me@nas/plots")]
    public void MacDrives_Pool_IsTheContainer(string fileSystem, string device, string pool) =>
        MacDrives.Pool(fileSystem, device).ShouldBe(pool);

    [Theory]
    [InlineData("/Volumes/Disk 1/plots/x", "/Volumes/Disk 1")]
    [InlineData("/Volumes/Disk 1", "/Volumes/Disk 1")]
    [InlineData("/Users/me/plots", "/Users/me/plots")]
    public void MacDrives_Place(string path, string place) => MacDrives.Place(path).ShouldBe(place);

    [Theory]
    [InlineData(@"d:\plots\x", "D:")]
    [InlineData(@"\\nas\share\plots", @"\\NAS\SHARE")]
    [InlineData(@"\\nas\share", @"\\NAS\SHARE")]
    [InlineData(@"\\nas", @"\\NAS")]
    public void WindowsDrives_Place(string path, string place) => WindowsDrives.Place(path).ShouldBe(place);
}
