using PlotManager.Platform;

namespace PlotManager.Tests.Platform;

/// <summary>Launches that are refused.</summary>
public sealed partial class LinuxLauncherTests
{
    [Theory]
    [InlineData(-21)]
    [InlineData(20)]
    public void Launch_PriorityOutOfRange_StartsNothing(int nice)
    {
        var failure = Should.Throw<LaunchException>(() => _yard.Launch(_yard.Shell("echo started") with { UnixPriority = nice }));
        failure.Message.ShouldBe($"cannot start /bin/sh: the priority {nice} is not in -20..19");
        File.Exists(_yard.Log).ShouldBeFalse();
    }

    [Fact]
    public void Launch_PriorityWithoutTheRight_StartsNothing()
    {
        LaunchException? failure = null;
        // Rights belong to the thread: this one gives up CAP_SYS_NICE, and the launch's own thread inherits that.
        var thread = new Thread(() =>
        {
            Capabilities.DropAll();
            failure = Should.Throw<LaunchException>(() => _yard.Launch(_yard.Shell("echo started") with { UnixPriority = -5 }));
        });
        thread.Start();
        thread.Join();
        failure!.Message.ShouldStartWith("cannot start /bin/sh: no right to set priority -5");
        File.ReadAllText(_yard.Log).ShouldBe("");
    }

    [Theory]
    [InlineData(8191)]
    [InlineData(8192)]
    [InlineData(100_000)]
    [InlineData(-1)]
    public void Launch_CpuThatDoesNotExist_StartsNothing(int cpu)
    {
        foreach (int[] cpus in (int[][])[[cpu], [OneCpu(), cpu]])
        {
            var failure = Should.Throw<LaunchException>(() => _yard.Launch(_yard.Shell("echo started") with { CpuAffinity = [.. cpus] }));
            failure.Message.ShouldBe(
                $"cannot start /bin/sh: CPU {cpu} of the affinity list does not exist or is not allowed to the manager");
        }
        File.ReadAllText(_yard.Log).ShouldBe("");
    }

    [Fact]
    public void Launch_WhatCannotBeExecuted_SaysWhyInOneLine()
    {
        string Failure(string executable) =>
            Should.Throw<LaunchException>(() => _yard.Launch(_yard.Shell("") with { Executable = executable })).Message;

        var plain = Path.Combine(_yard.Folder, "plain");
        File.WriteAllText(plain, "no program");
        Failure(plain).ShouldBe($"cannot start {plain}: it is not executable (Permission denied)");
        File.SetUnixFileMode(plain, UnixFileMode.UserRead | UnixFileMode.UserExecute);
        Failure(plain).ShouldBe($"cannot start {plain}: it is a build for another kind of processor, or a script without #! at its "
            + "beginning (Exec format error)");
        var script = Path.Combine(_yard.Folder, "script");
        File.WriteAllText(script, "#! /nowhere/python -u\nprint(1)\n");
        File.SetUnixFileMode(script, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
        Failure(script).ShouldBe($"cannot start {script}: its interpreter /nowhere/python does not exist; install it, or mend the "
            + "first line of the file (No such file or directory)");
        File.WriteAllText(script, "#!/bin/sh\n");
        using (File.Open(script, FileMode.Append, FileAccess.Write, FileShare.ReadWrite))
        {
            Failure(script).ShouldBe($"cannot start {script}: another process is writing it; wait until that is done (Text file busy)");
        }

        Failure(_yard.Folder).ShouldBe($"cannot start {_yard.Folder}: it is a directory, not a program");
        Failure("/nowhere/chia_plot").ShouldBe("cannot start /nowhere/chia_plot: there is no such file");
        _yard.Launcher.Reap().ShouldBeEmpty();
    }

    [Fact]
    public void Launch_NoThreadCanBeStarted_StartsNothingAndSaysSo()
    {
        var launcher = new LinuxLauncher(0, thread => thread.Name = new string(new char[Array.MaxLength + 1L]));
        Should
            .Throw<LaunchException>(() => launcher.Launch(new LaunchOrder { Executable = "/bin/sh", Arguments = [], LogFile = _yard.Log }))
            .Message.ShouldBe("cannot start /bin/sh: the machine is out of memory or threads");
        File.Exists(_yard.Log).ShouldBeFalse();
    }

    [Fact]
    public void Launch_LogFolderMissing_SaysSo()
    {
        var log = Path.Combine(_yard.Folder, "missing", "plot.log");
        Should.Throw<LaunchException>(() => _yard.Launch(_yard.Shell("") with { LogFile = log })).Message
            .ShouldBe($"cannot start /bin/sh: cannot write the log {log}: No such file or directory");
    }
}
