using System.Diagnostics;
using System.Runtime.Versioning;
using PlotManager.Platform;

namespace PlotManager.Tests.Platform;

[SupportedOSPlatform("linux")]
public sealed class LinuxMountsTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("mounts").FullName;

    public void Dispose()
    {
        Run("umount", _folder);
        Directory.Delete(_folder, recursive: true);
    }

    [Fact]
    public void Table_IsThatOfTheKernel() =>
        // Others may mount something between the two questions.
        Eventually.Until(
            () => new LinuxMounts().Table().Mounts.SequenceEqual(MountTable.Parse(File.ReadAllText("/proc/self/mountinfo")).Mounts),
            "both tell the same");

    [Fact]
    public void Table_AfterAMountAndAfterItsEnd_KnowsAtOnce()
    {
        var mounts = new LinuxMounts();
        mounts.Table().IsMountPoint(_folder).ShouldBeFalse();
        Assert.SkipUnless(Run("mount", "-t", "tmpfs", "none", _folder), "this user may not mount");
        mounts.Table().IsMountPoint(_folder).ShouldBeTrue();
        Run("umount", _folder).ShouldBeTrue();
        mounts.Table().IsMountPoint(_folder).ShouldBeFalse();
    }

    private static bool Run(string program, params string[] arguments)
    {
        using var process =
            Process.Start(new ProcessStartInfo(program, arguments) { RedirectStandardError = true, UseShellExecute = false })!;
        process.WaitForExit();
        return process.ExitCode == 0;
    }
}
