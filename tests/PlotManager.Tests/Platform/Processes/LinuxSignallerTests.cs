using System.Runtime.Versioning;
using PlotManager.Platform;

namespace PlotManager.Tests.Platform;

[SupportedOSPlatform("linux")]
public sealed class LinuxSignallerTests : IDisposable
{
    private readonly Farmyard _yard = new();

    public void Dispose() => _yard.Dispose();

    [Theory]
    [InlineData(ProcessSignal.Terminate, 15)]
    [InlineData(ProcessSignal.Kill, 9)]
    public void Send_EndingSignals_EndIt(ProcessSignal signal, int number)
    {
        var child = _yard.Launch(_yard.Shell("exec sleep 600"));
        _yard.Signals.Send(child, signal).ShouldBeNull();
        _yard.ExitOf(child).ShouldBe(new ProcessExit(child.Pid, null, number));
    }

    [Fact]
    public void Send_SuspendAndResume_StopAndContinueIt()
    {
        var child = _yard.Launch(_yard.Shell("exec sleep 600"));
        _yard.Signals.Send(child, ProcessSignal.Suspend).ShouldBeNull();
        Eventually.Until(() => _yard.Processes.Find(child.Pid)?.Condition == ProcessCondition.Suspended, "it is stopped");
        _yard.Launcher.Reap().ShouldBeEmpty(); // a stop is no end
        _yard.Signals.Send(child, ProcessSignal.Resume).ShouldBeNull();
        Eventually.Until(() => _yard.Processes.Find(child.Pid)?.Condition == ProcessCondition.Running, "it goes on");
    }

    [Fact]
    public void Send_PidUsedAgain_ReachesNobody()
    {
        var child = _yard.Launch(_yard.Shell("exec sleep 600"));
        foreach (var other in (ProcessIdentity[])[child with { StartTicks = child.StartTicks - 1 }, child with { BootId = "another boot" }])
        {
            _yard.Signals.Send(other, ProcessSignal.Kill).ShouldBe($"process {child.Pid} has ended");
        }
        _yard.Processes.Find(child.Pid)!.Condition.ShouldBe(ProcessCondition.Running);
        _yard.Launcher.Reap().ShouldBeEmpty();
    }

    [Theory]
    [InlineData(0)]
    [InlineData(-1)]
    [InlineData(int.MaxValue)]
    public void Send_NoProcess_SaysSo(int pid)
    {
        // 0 and -1 mean "my group" and "everybody" to kill(2).
        var nobody = _yard.Processes.Self with { Pid = pid };
        _yard.Signals.Send(nobody, ProcessSignal.Kill).ShouldBe($"process {pid} has ended");
    }

    [Fact]
    public void Send_KernelWithoutDescriptorsForProcesses_StillReachesItAndOnlyIt()
    {
        const int NoSuchCall = 38;
        var old = new LinuxSignaller(_ => (-1, NoSuchCall));
        var child = _yard.Launch(_yard.Shell("exec sleep 600"));
        old.Send(child with { StartTicks = child.StartTicks + 1 }, ProcessSignal.Kill).ShouldBe($"process {child.Pid} has ended");
        _yard.Launcher.Reap().ShouldBeEmpty();
        old.Send(child, ProcessSignal.Kill).ShouldBeNull();
        _yard.ExitOf(child).Signal.ShouldBe(9);
    }

    [Fact]
    public void Send_Zombie_HasEnded()
    {
        var child = _yard.Launch(_yard.Shell("exit 0"));
        Eventually.Until(() => _yard.Processes.Find(child.Pid)?.Condition == ProcessCondition.Zombie, "the child ends");
        _yard.Signals.Send(child, ProcessSignal.Terminate).ShouldBe($"process {child.Pid} has ended");
    }

    [Fact]
    public void Send_ProcessOfAnother_IsRefused()
    {
        var child = _yard.Launch(_yard.Shell("exec sleep 600"));
        string? answer = null;
        var thread = new Thread(() =>
        {
            Capabilities.BecomeNobody();
            answer = _yard.Signals.Send(child, ProcessSignal.Kill);
        });
        thread.Start();
        thread.Join();
        answer.ShouldBe($"no permission to signal process {child.Pid}");
    }

    [Fact]
    public void Send_MemberOfAGroup_ReachesItAlone()
    {
        // So the original started its plotters: several in one group.
        var leader = _yard.Launch(_yard.Shell("sleep 600 & sleep 600 & wait"));
        Eventually.Until(() => _yard.Processes.Descendants(leader.Pid).Count == 2, "both children run");
        var member = _yard.Processes.Find(_yard.Processes.Descendants(leader.Pid)[0])!.Identity;
        _yard.Signals.Send(member, ProcessSignal.Kill).ShouldBeNull();
        Eventually.Until(() => _yard.Processes.Descendants(leader.Pid).Count == 1, "one is gone and the other lives");
    }
}
