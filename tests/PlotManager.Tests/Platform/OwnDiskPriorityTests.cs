using PlotManager.Platform;

namespace PlotManager.Tests.Platform;

public sealed class OwnDiskPriorityTests
{
    [Fact]
    public void GiveWay_OnLinux_IsGrantedToAnybody()
    {
        Assert.SkipUnless(OperatingSystem.IsLinux(), "other systems have other ways");
        var isGranted = false;
        var thread = new Thread(() => isGranted = OwnDiskPriority.GiveWay()); // the priority is the thread's, and ends with it
        thread.Start();
        thread.Join();
        isGranted.ShouldBeTrue();
    }
}
