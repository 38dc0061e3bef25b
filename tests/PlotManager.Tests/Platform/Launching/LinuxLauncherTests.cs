using System.Runtime.InteropServices;
using System.Runtime.Versioning;
using PlotManager.Platform;

namespace PlotManager.Tests.Platform;

/// <summary>With real children: what a plotter finds when it is started.</summary>
[SupportedOSPlatform("linux")]
public sealed partial class LinuxLauncherTests : IDisposable
{
    private readonly Farmyard _yard = new();

    public void Dispose() => _yard.Dispose();

    [Fact]
    public void Launch_BothOutputs_AreAppendedToTheLog()
    {
        File.WriteAllText(_yard.Log, "before\n");
        var child = _yard.Launch(_yard.Shell("echo out; echo err >&2"));
        _yard.ExitOf(child).ShouldBe(new ProcessExit(child.Pid, 0, null));
        File.ReadAllText(_yard.Log).ShouldBe("before\nout\nerr\n");
    }

    [Fact]
    public void Launch_Arguments_ArriveAsTheyAre()
    {
        var order = new LaunchOrder
        {
            Executable = "/bin/sh",
            Arguments = ["-c", "printf '[%s]' \"$@\"", "sh", "", "a b", "*", "$HOME", "\"q\"", "ä/\u20ac", "line\nend", "-n"],
            LogFile = _yard.Log,
        };
        _yard.ExitOf(_yard.Launch(order));
        File.ReadAllText(_yard.Log).ShouldBe("[][a b][*][$HOME][\"q\"][ä/\u20ac][line\nend][-n]");
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)] // as with musl
    public void Launch_Descriptors_AreOnlyTheThreeStandardOnes(bool libraryHasCloseFrom)
    {
        using var ours = File.Open(Path.Combine(_yard.Folder, "ours"), FileMode.Create, FileAccess.ReadWrite, FileShare.None);
        // One without close-on-exec, as a native library might leave it.
        int leaked = Dup((int)ours.SafeFileHandle.DangerousGetHandle());
        leaked.ShouldBeGreaterThan(2);
        try
        {
            var child = _yard.Launch(
                _yard.Shell("echo ready; exec sleep 600"), libraryHasCloseFrom ? _yard.Launcher : _yard.LauncherWithoutCloseFrom);
            _yard.WaitForLog("ready");
            Eventually.Until(() => _yard.Processes.Find(child.Pid)?.Arguments.FirstOrDefault() == "sleep", "sleep runs");
            // While it starts, its libraries come and go among them.
            string[] expected = ["0 /dev/null", $"1 {_yard.Log}", $"2 {_yard.Log}"];
            Eventually.Until(
                () => Directory.GetFileSystemEntries($"/proc/{child.Pid}/fd")
                    .Order()
                    .Select(path => $"{Path.GetFileName(path)} {new FileInfo(path).LinkTarget}")
                    .SequenceEqual(expected),
                "the three are all");
        }
        finally
        {
            CloseDescriptor(leaked).ShouldBe(0);
        }
    }

    [Fact]
    public void Launch_Session_IsOfItsOwn()
    {
        var child = _yard.Launch(_yard.Shell("exec sleep 600"));
        var stat = ProcStat.Parse(File.ReadAllBytes($"/proc/{child.Pid}/stat")).ShouldNotBeNull();
        stat.SessionId.ShouldBe(child.Pid);
        stat.GroupId.ShouldBe(child.Pid);
        stat.ParentPid.ShouldBe(Environment.ProcessId);
    }

    [Fact]
    public void Launch_Signals_AreNeitherBlockedNorIgnored()
    {
        // The runtime ignores SIGPIPE; a plotter must not inherit that.
        var child = _yard.Launch(_yard.Shell("exec sleep 600"));
        var status = File.ReadAllLines($"/proc/{child.Pid}/status");
        status.ShouldContain("SigBlk:\t0000000000000000");
        // glibc's posix_spawn itself leaves its two internal signals, 32 and 33, ignored; every program of glibc sets them as it needs.
        ulong ignored = Convert.ToUInt64(status.First(line => line.StartsWith("SigIgn:", StringComparison.Ordinal))[8..], 16);
        (ignored & ~0x1_8000_0000UL).ShouldBe(0UL);
    }

    [Fact]
    public void Launch_PriorityAndAffinity_HoldForEveryThread()
    {
        // A child with several threads that stays: the stand-in plotter.
        var plotter = Path.Combine(_yard.Folder, "chia");
        File.CreateSymbolicLink(plotter, Path.Combine(AppContext.BaseDirectory, "plotmanager"));
        File.WriteAllText(plotter + ".stand-in", "seconds: 600\n");
        var order = new LaunchOrder
        {
            Executable = plotter,
            Arguments = ["plots", "create", "-k", "18", "-n", "1", "-u", "16", "-t", _yard.Folder, "-d", _yard.Folder],
            LogFile = _yard.Log,
            UnixPriority = 11,
            CpuAffinity = [OneCpu()],
        };
        var child = _yard.Launch(order);
        Eventually.Until(() => Tasks(child.Pid).Count > 2, "it has several threads");
        foreach (var task in Tasks(child.Pid))
        {
            if (Read($"{task}/stat") is not { } line || Read($"{task}/status") is not { } status)
            {
                continue; // ended meanwhile
            }

            line[(line.LastIndexOf(')') + 2)..].Split(' ')[16].ShouldBe("11");
            status.ShouldContain($"Cpus_allowed_list:\t{OneCpu()}\n");
        }
        Read("/proc/self/stat")!.Split(' ')[18].ShouldNotBe("11"); // ours is as it was
    }

    [Fact]
    public void Launch_Priority_WeighsBetweenSessionsToo()
    {
        // sched(7): with autogroups a session has a nice value of its own, 0 at first, and only that counts against other sessions.
        const string Switch = "/proc/sys/kernel/sched_autogroup_enabled";
        Assert.SkipUnless(File.Exists(Switch) && File.ReadAllText(Switch).Trim() == "1", "this kernel has no autogroups, or they are off");
        var child = _yard.Launch(_yard.Shell("exec sleep 600") with { UnixPriority = 11 });
        File.ReadAllText($"/proc/{child.Pid}/autogroup").TrimEnd().ShouldEndWith(" nice 11");
    }

    [Fact]
    public void Launch_EnvironmentAndWorkingDirectory_AreAddedToOurs()
    {
        var order = Farmyard.With(
            _yard.Shell("echo \"$PLOTMANAGER_RUN|$PATH\"; pwd"), "PLOTMANAGER_RUN", "run ä=1") with
        { WorkingDirectory = _yard.Folder };
        _yard.ExitOf(_yard.Launch(order));
        File.ReadAllText(_yard.Log).ShouldBe($"run ä=1|{Environment.GetEnvironmentVariable("PATH")}\n{_yard.Folder}\n");
    }

    [Fact]
    public void Launch_EnvironmentOfOurs_IsReplacedNotDoubled()
    {
        _yard.ExitOf(_yard.Launch(Farmyard.With(_yard.Shell("env | grep -c '^PATH='; /bin/echo $PATH"), "PATH", "/bin:/usr/bin")));
        File.ReadAllText(_yard.Log).ShouldBe("1\n/bin:/usr/bin\n");
    }

    [Fact]
    public void Reap_ExitCodeAndSignal_AreToldApartAndOnce()
    {
        var seven = _yard.Launch(_yard.Shell("exit 7"));
        var killed = _yard.Launch(_yard.Shell("kill -TERM $$"));
        var lives = _yard.Launch(_yard.Shell("exec sleep 600"));
        var exits = new List<ProcessExit>();
        Eventually.Until(() => { exits.AddRange(_yard.Launcher.Reap()); return exits.Count >= 2; }, "both have ended");
        exits.ShouldBe([new(seven.Pid, 7, null), new(killed.Pid, null, 15)], ignoreOrder: true);
        _yard.Launcher.Reap().ShouldBeEmpty();
        _yard.Processes.Find(seven.Pid)?.Identity.ShouldNotBe(seven); // no zombie is left
        _yard.Processes.Find(lives.Pid).ShouldNotBeNull();
        new[] { seven, killed, lives }.Select(child => _yard.Launcher.WillTellEndOf(child.Pid)).ShouldBe([false, false, true]);
    }

    [Fact]
    public void Reap_WhileTheRuntimeStartsProcessesToo_KeepsEveryExitCode()
    {
        // The runtime's own Process class listens to SIGCHLD from its first use on.
        for (int round = 0; round < 10; round++)
        {
            var child = _yard.Launch(_yard.Shell($"exit {round + 1}"));
            using (var other = System.Diagnostics.Process.Start("/bin/sh", ["-c", "exit 3"]))
            {
                other.WaitForExit();
                other.ExitCode.ShouldBe(3);
            }
            _yard.ExitOf(child).ExitCode.ShouldBe(round + 1);
        }
    }

    [Fact]
    public void Launch_ManyAtOnce_EachIsItsOwn()
    {
        var children = Enumerable.Range(0, 24).AsParallel().WithDegreeOfParallelism(8)
            .Select(i => (Code: i, Process: _yard.Launcher.Launch(
                _yard.Shell($"exit {i}") with { LogFile = Path.Combine(_yard.Folder, $"{i}.log") }))).ToList();
        var exits = new List<ProcessExit>();
        Eventually.Until(() => { exits.AddRange(_yard.Launcher.Reap()); return exits.Count == children.Count; }, "all have ended");
        exits.ShouldBe(children.Select(child => new ProcessExit(child.Process.Pid, child.Code, null)), ignoreOrder: true);
    }

    private static string[] TasksOf(int pid) => Directory.Exists($"/proc/{pid}/task") ? Directory.GetDirectories($"/proc/{pid}/task") : [];

    private static IReadOnlyList<string> Tasks(int pid)
    {
        try
        {
            return TasksOf(pid);
        }
        catch (IOException)
        {
            return [];
        }
    }

    private static string? Read(string path)
    {
        try
        {
            return File.ReadAllText(path);
        }
        catch (IOException)
        {
            return null;
        }
    }

    /// <summary>The first CPU this test may use.</summary>
    private static int OneCpu()
    {
        var list = File.ReadAllLines("/proc/self/status").First(line => line.StartsWith("Cpus_allowed_list:", StringComparison.Ordinal));
        return int.Parse(list.Split('\t')[1].Split('-', ',')[0]);
    }

    [DllImport("libc", EntryPoint = "dup")]
    private static extern int Dup(int descriptor);

    [DllImport("libc", EntryPoint = "close")]
    private static extern int CloseDescriptor(int descriptor);
}
