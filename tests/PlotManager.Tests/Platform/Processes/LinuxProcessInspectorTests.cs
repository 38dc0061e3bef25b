using System.Runtime.Versioning;
using PlotManager.Platform;

namespace PlotManager.Tests.Platform;

[SupportedOSPlatform("linux")]
public sealed class LinuxProcessInspectorTests : IDisposable
{
    private readonly Farmyard _yard = new();

    public void Dispose() => _yard.Dispose();

    [Fact]
    public void Find_LivingChild_ShowsWhatItIs()
    {
        var before = DateTimeOffset.UtcNow;
        var child = _yard.Launch(
            new LaunchOrder { Executable = "/bin/sleep", Arguments = ["600"], LogFile = _yard.Log, WorkingDirectory = _yard.Folder });
        var seen = _yard.Processes.Find(child.Pid).ShouldNotBeNull();
        seen.Identity.ShouldBe(child);
        seen.ParentPid.ShouldBe(Environment.ProcessId);
        seen.Arguments.ShouldBe(["/bin/sleep", "600"]);
        Path.GetFileName(seen.Executable).ShouldBe("sleep");
        seen.WorkingDirectory.ShouldBe(_yard.Folder);
        // However long the launch took. The kernel tells its own start in whole seconds.
        seen.StartedAt.ShouldBeInRange(before.AddSeconds(-2), DateTimeOffset.UtcNow.AddSeconds(2));
        var ownStart = _yard.Processes.Find(Environment.ProcessId).ShouldNotBeNull().StartedAt;
        _yard.Processes.Between(_yard.Processes.Self, child).ShouldNotBeNull().ShouldBe(seen.StartedAt - ownStart, TimeSpan.FromSeconds(1));
        _yard.Processes.Between(child with { BootId = "another" }, child).ShouldBeNull();
        seen.Condition.ShouldBe(ProcessCondition.Running);
        seen.User.ShouldBe(Environment.UserName);
        _yard.Processes.OutputFile(child.Pid).ShouldBe(_yard.Log);
    }

    [Fact]
    public void Find_EndedAndNotReaped_IsAZombie()
    {
        var child = _yard.Launch(_yard.Shell("exit 0"));
        Eventually.Until(() => _yard.Processes.Find(child.Pid)?.Condition == ProcessCondition.Zombie, "the child ends");
        var seen = _yard.Processes.Find(child.Pid).ShouldNotBeNull();
        seen.Identity.ShouldBe(child);
        seen.Arguments.ShouldBeEmpty();
        seen.Executable.ShouldBeNull();
        _yard.Processes.OutputFile(child.Pid).ShouldBeNull();
        _yard.Processes.EnvironmentVariable(child.Pid, "PATH").ShouldBeNull();
    }

    [Fact]
    public void Find_NoSuchProcess_IsNull()
    {
        _yard.Processes.Find(int.MaxValue).ShouldBeNull();
        _yard.Processes.OutputFile(int.MaxValue).ShouldBeNull();
        _yard.Processes.EnvironmentVariable(int.MaxValue, "PATH").ShouldBeNull();
        _yard.Processes.Descendants(int.MaxValue).ShouldBeEmpty();
    }

    [Fact]
    public void List_OnlyWhatMayMatter_IsRead()
    {
        // Not a shell that starts sleep: for an instant its child shows the shell's own arguments.
        var child = _yard.Launch(new LaunchOrder { Executable = "/bin/sleep", Arguments = ["3141.59"], LogFile = _yard.Log });
        var offered = new List<string>();
        var found = _yard.Processes.List(text =>
        {
            offered.Add(text);
            return text.Contains("3141.59");
        });
        found.Select(seen => seen.Identity).ShouldBe([child]);
        offered.Count.ShouldBeGreaterThan(2);
        offered.ShouldContain("/bin/sleep 3141.59");
    }

    [Fact]
    public void List_AskedAgain_TellsWhatHasBecomeOfAProcess()
    {
        Func<string, bool> question = text => text.Contains("2718.28", StringComparison.Ordinal);
        var child = _yard.Launch(
            _yard.Shell("while [ ! -e go ]; do sleep 0.05; done; exec /bin/sleep 2718.28") with { WorkingDirectory = _yard.Folder });
        // its own child looks like it before it is another program
        ProcessSighting? Seen() => _yard.Processes.List(question).SingleOrDefault(seen => seen.Identity == child);
        for (int look = 0; look < 3; look++)
        {
            Seen().ShouldNotBeNull().Arguments[0].ShouldBe("/bin/sh");
        }

        File.WriteAllText(Path.Combine(_yard.Folder, "go"), "");
        Eventually.Until(() => Seen() is { Arguments: ["/bin/sleep", "2718.28"] }, "it sleeps");
        _yard.Signals.Send(child, ProcessSignal.Suspend).ShouldBeNull();
        Eventually.Until(() => Seen()?.Condition == ProcessCondition.Suspended, "it is suspended");
        _yard.Processes.List(text => !question(text)).ShouldNotContain(seen => seen.Identity == child, "another question, another answer");
        _yard.Signals.Send(child, ProcessSignal.Kill).ShouldBeNull();
        Eventually.Until(() => Seen() is null, "it is gone");
    }

    [Fact]
    public void IsAlive_ThisVeryProcess_UntilItsEnd()
    {
        var child = _yard.Launch(_yard.Shell("exec sleep 600"));
        _yard.Processes.IsAlive(child).ShouldBeTrue();
        _yard.Processes.IsAlive(child with { StartTicks = child.StartTicks + 1 }).ShouldBeFalse("another had its pid before");
        _yard.Processes.IsAlive(child with { BootId = "another boot" }).ShouldBeFalse();
        _yard.Signals.Send(child, ProcessSignal.Kill).ShouldBeNull();
        Eventually.Until(() => !_yard.Processes.IsAlive(child), "dead, though nobody has reaped it");
    }

    [Fact]
    public void List_WhileProcessesComeAndGo_NeverThrows()
    {
        _yard.Launch(_yard.Shell("i=0; while [ $i -lt 500 ]; do /bin/true; i=$((i+1)); done"));
        for (int round = 0; round < 30; round++)
        {
            _yard.Processes.List(_ => true).ShouldContain(seen => seen.Identity == _yard.Processes.Self);
        }
    }

    [Fact]
    public void EnvironmentVariable_OfAChild_IsTheWholeValueOfThatName()
    {
        var order = _yard.Shell("exec sleep 600");
        order = order with
        {
            Environment = order.Environment.Add("PLOTMANAGER_RUN", "a=b c").Add("XPLOTMANAGER_RUN", "wrong").Add("PLOTMANAGER_EMPTY", ""),
        };
        var child = _yard.Launch(order);
        _yard.Processes.EnvironmentVariable(child.Pid, "PLOTMANAGER_RUN").ShouldBe("a=b c");
        _yard.Processes.EnvironmentVariable(child.Pid, "PLOTMANAGER_EMPTY").ShouldBe("");
        _yard.Processes.EnvironmentVariable(child.Pid, "PLOTMANAGER").ShouldBeNull();
    }

    [Fact]
    public void OutputFile_PipeOrDeletedFile_IsNull()
    {
        var piped = _yard.Launch(_yard.Shell("sleep 600 | sleep 600"));
        Eventually.Until(() => _yard.Processes.Descendants(piped.Pid).Count == 2, "both ends of the pipe run");
        // Each is a copy of the shell until it has put its end of the pipe in place and become another program.
        Eventually.Until(() => Names(piped.Pid) == "sleep sleep", "both are what they shall be");
        var outputs = _yard.Processes.Descendants(piped.Pid).Select(_yard.Processes.OutputFile).ToList();
        outputs.ShouldBe([null, _yard.Log], ignoreOrder: true);
        File.Delete(_yard.Log);
        _yard.Processes.OutputFile(piped.Pid).ShouldBeNull();
    }

    [Fact]
    public void Descendants_Grandchildren_AreFoundAndZombiesAreNot()
    {
        // An inner shell with a sleeping child, beside a child that ends and is never waited for.
        var child = _yard.Launch(_yard.Shell("sh -c 'sleep 600; true' & true & exec sleep 600"));
        Eventually.Until(
            () => _yard.Processes.List(_ => true).Any(seen => seen.ParentPid == child.Pid && seen.Condition == ProcessCondition.Zombie),
            "one has ended");
        Eventually.Until(() => Names(child.Pid) == "sh sleep", "the inner shell and its child are seen, and no other");
    }

    [Fact]
    public void Self_IsTheProcessThatAsks()
    {
        _yard.Processes.Self.Pid.ShouldBe(Environment.ProcessId);
        _yard.Processes.Self.BootId.ShouldBe(File.ReadAllText("/proc/sys/kernel/random/boot_id").Trim());
        _yard.Processes.Find(Environment.ProcessId)!.Identity.ShouldBe(_yard.Processes.Self);
    }

    private string Names(int pid) =>
        string.Join(
            ' ', _yard.Processes.Descendants(pid).Select(descendant => _yard.Processes.Find(descendant)?.Arguments.FirstOrDefault()));

    [Theory]
    [InlineData("3>>", true)]
    [InlineData("3<", false)]
    public void OpenFiles_OfAChild_TellWhoHasThemAndWhetherItWrites(string how, bool writes)
    {
        var path = Path.Combine(_yard.Folder, "table.tmp");
        File.WriteAllText(path, "some");
        var child = _yard.Launch(_yard.Shell($"exec {how} {path}; echo open; sleep 600"));
        _yard.WaitForLog("open");

        var open = _yard.Processes.OpenFiles(seen => seen == path).Files;

        open.ShouldContain(new OpenFile(child.Pid, path, ThisMachine.Open().Files.Look(path)!.Value.Identity, writes));
        open.ShouldAllBe(file => file.Path == path);
    }

    [Fact]
    public void OpenFiles_WhereAProcessMayNotBeLookedAt_SaySo()
    {
        try
        {
            new FileInfo("/proc/1/fd/0").ResolveLinkTarget(returnFinalTarget: false);
        }
        catch (Exception refused) when (refused is UnauthorizedAccessException or IOException)
        {
            var list = _yard.Processes.OpenFiles(_ => false);
            list.Unseen.ShouldNotBeNull();
            list.Unreadable.ShouldContain(1);
            return;
        }

        Assert.Skip("this user may look at the first process of the machine");
    }
}
