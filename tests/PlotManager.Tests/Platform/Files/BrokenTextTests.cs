using System.Runtime.Versioning;
using System.Text;
using FsCheck;
using FsCheck.Fluent;
using PlotManager.Core.Plotters;
using PlotManager.Core.Plotters.Reading;
using PlotManager.Platform;

namespace PlotManager.Tests.Platform;

/// <summary>Whatever stands in a file of the kernel, in fstab, or in a process' memory: an answer, never an exception.</summary>
[SupportedOSPlatform("linux")]
public sealed class BrokenTextTests
{
    private const string Stat = "77 (chia) S 12 34 56 0 -1 4194560 1 2 3 4 5 6 7 8 20 0 9 0 4711 100 200\n";
    private const string Mount = "34 25 8:65 / /mnt/my\\040big\\011disk\\134 rw,noatime shared:7 - ext4 /dev/sde1 "
        + "rw,errors=remount-ro\n25 1 8:2 / / rw - ext4 /dev/sda2 rw\n";

    // Real lines with a piece cut out and another put in break readers sooner than noise does.
    private static Gen<byte[]> Damaged(string text) =>
        from start in Gen.Choose(0, text.Length)
        from length in Gen.Choose(0, text.Length - start)
        from inserted in Gen.Choose(0, 255).Select(value => (byte)value).ArrayOf()
        select (byte[])[.. Encoding.UTF8.GetBytes(text[..start]), .. inserted, .. Encoding.UTF8.GetBytes(text[(start + length)..])];

    private static void Holds(string text, Action<byte[]> reader) =>
        Prop.ForAll(Damaged(text).ToArbitrary(), bytes =>
        {
            reader(bytes);
            return true;
        }).Check(Config.QuickThrowOnFailure.WithMaxTest(2000).WithReplay(20261122, 7));

    [Fact]
    public void ProcStat_AnyBytes_NeverThrows() => Holds(Stat, bytes => ProcStat.Parse(bytes));

    [Fact]
    public void CommandLine_AnyBytes_IsAPlotterOrNone() =>
        Holds("/opt/chia\0plots\0create\0-k\032\0-t\0/mnt/t\0-d\0/mnt/d\0--num=2\0", bytes =>
        Recognition.Recognise(ProcFiles.Arguments(bytes), workingDirectory: null, BuiltInProfiles.Catalog));

    [Fact]
    public void LoadAndMemory_AnyBytes_AreKnownOrNot() =>
        Holds("cpu  10 20 30 40 50 60 70 0 0 0\nMemTotal:  100 kB\nMemAvailable:  50 kB\n", bytes =>
    {
        LinuxLoad.Ticks(Encoding.UTF8.GetString(bytes));
        LinuxLoad.Memory(Encoding.UTF8.GetString(bytes));
    });

    [Fact]
    public void MountTable_AnyBytes_NeverThrows() => Holds(Mount, bytes =>
    {
        var mounts = MountTable.Parse(Encoding.UTF8.GetString(bytes));
        mounts.SiblingMounts("/mnt/x/plots");
        if (mounts.Containing("/mnt/my big\tdisk\\/plots") is { } mount)
        {
            mounts.NameOf(mount).ShouldNotBeNull();
        }
    });

    [Fact]
    public void Fstab_AnyBytes_GivesAbsolutePathsOnly() =>
        Holds("UUID=2\t/mnt/a/\txfs\tnoatime 0 2\n/dev/sdb1 /mnt/b\\040c ext4\n", bytes =>
        Fstab.MountPoints(Encoding.UTF8.GetString(bytes)).ShouldAllBe(point => point.StartsWith('/') && point.Length > 1));

    [Fact]
    public void WindowsProcessTable_AnyBytes_NeverThrows() =>
        Holds(new string('\x05', 0x300), bytes => WindowsProcessTable.Parse(bytes, 0x0505_0505_0505_0000));

    [Fact]
    public void MacProcessArguments_AnyBytes_NeverThrows() =>
        Holds("\x03\0\0\0/opt/x\0\0a\0b\0A=1\0", bytes => MacProcessArguments.Parse(bytes));

    [Fact]
    public void WindowsCommandLine_AnyText_IsSplit() =>
        Holds("\"C:\\p q\\x.exe\" a\\\"b \"c d\"", bytes => WindowsCommandLine.Split(Encoding.UTF8.GetString(bytes)));
}
