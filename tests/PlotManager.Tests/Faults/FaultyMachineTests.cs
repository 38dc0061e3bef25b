using PlotManager.Core.Scheduling;
using PlotManager.Platform;

namespace PlotManager.Tests.Faults;

public sealed class FaultyMachineTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("faults").FullName;
    private readonly Machine _real = ThisMachine.Open();

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    private string Made(string name) => Path.Combine(_folder, name);

    [Fact]
    public void Make_Undisturbed_NumbersEveryCall()
    {
        var calls = SeamCalls.Undisturbed();
        var machine = FaultyMachine.Over(_real, calls);
        machine.Files.MakeFolder(Made("a"));
        machine.Processes.Find(1);
        machine.Drives.Refresh();
        calls.Made.ShouldBe([new SeamCall(1, "Files.MakeFolder", Made("a")), new SeamCall(2, "Processes.Find", "1")]);
        Directory.Exists(Made("a")).ShouldBeTrue();
    }

    [Fact]
    public void Make_OfEntries_IsNumberedToo()
    {
        var calls = SeamCalls.Undisturbed();
        var machine = FaultyMachine.Over(_real, calls);
        using (var held = machine.Entries.Hold(Made("lock")))
        {
            held!.Write("manager");
        }

        machine.Entries.Find(Made("lock"));
        calls.Made.Select(call => (call.Number, call.Name)).ShouldBe([(1, "Entries.Hold"), (2, "Entries.Write"), (3, "Entries.Find")]);
        calls.Made.ShouldAllBe(call => call.Subject == Made("lock"));
    }

    [Fact]
    public void Make_CrashBefore_DoesNothingEverAgain()
    {
        var calls = SeamCalls.Only(2, Fate.CrashBefore);
        var machine = FaultyMachine.Over(_real, calls);
        machine.Files.MakeFolder(Made("a"));
        Should.Throw<CrashException>(() => machine.Files.MakeFolder(Made("b")));
        Should.Throw<CrashException>(() => machine.Files.MakeFolder(Made("c")));
        calls.IsDead.ShouldBeTrue();
        Directory.GetDirectories(_folder).ShouldBe([Made("a")]);
        calls.Made.Count.ShouldBe(2);
    }

    [Fact]
    public void Make_CrashAfter_HasHappened()
    {
        var machine = FaultyMachine.Over(_real, SeamCalls.Only(1, Fate.CrashAfter));
        Should.Throw<CrashException>(() => machine.Files.MakeFolder(Made("a")));
        Should.Throw<CrashException>(() => machine.Files.Look(Made("a")));
        Directory.Exists(Made("a")).ShouldBeTrue();
    }

    [Fact]
    public void Make_Fails_AsEachCallMayFail()
    {
        var machine = FaultyMachine.Over(_real, new SeamCalls(_ => Fate.Fails));
        var self = _real.Processes.Self;
        Should.Throw<LaunchException>(() => machine.Launcher.Launch(
            new LaunchOrder { Executable = "/bin/sh", Arguments = [], LogFile = Made("log") }));
        machine.Launcher.Reap().ShouldBeEmpty();
        Should.Throw<IOException>(() => machine.Processes.List(_ => true));
        machine.Processes.Find(self.Pid).ShouldBeNull();
        machine.Signals.Send(self, ProcessSignal.Kill).ShouldNotBeNull(); // and this test goes on
        machine.Drives.Look(_folder).Condition.ShouldBe(DirectoryCondition.Unreadable);
        machine.Drives.DriveOf(_folder).ShouldBeNull();
        machine.Drives.MountsBeside(_folder).ShouldBeEmpty();
        Should.Throw<IOException>(() => machine.Files.Look(_folder));
        Should.Throw<IOException>(() => machine.Files.List(_folder));
        Should.Throw<IOException>(() => machine.Files.Read(Made("log"), 0, 1));
        Should.Throw<UnauthorizedAccessException>(() => machine.Files.MakeFolder(Made("a")));
        Should.Throw<UnauthorizedAccessException>(() => machine.Files.Delete(Made("log")));
        Should.Throw<IOException>(() => machine.Files.ExecutionProblem("/bin/sh"));
        Should.Throw<IOException>(() => machine.Entries.Find(_folder));
        Should.Throw<UnauthorizedAccessException>(() => machine.Entries.MakeFolder(Made("a")));
        Should.Throw<UnauthorizedAccessException>(() => machine.Entries.MakeFile(Made("lock")));
        Should.Throw<IOException>(() => machine.Entries.Hold(Made("lock")));
        machine.Entries.ReadHeld(Made("lock")).ShouldBeNull();
        machine.Load.Read().ShouldBe(MachineLoad.Unknown);
        Directory.GetFileSystemEntries(_folder).ShouldBeEmpty();
    }

    [Fact]
    public void Failing_OneSubject_LeavesTheOthers()
    {
        var machine = FaultyMachine.Over(_real, SeamCalls.Failing("Files.MakeFolder", Made("a")));
        Should.Throw<UnauthorizedAccessException>(() => machine.Files.MakeFolder(Made("a")));
        machine.Files.MakeFolder(Made("b"));
        Directory.GetDirectories(_folder).ShouldBe([Made("b")]);
    }
}
