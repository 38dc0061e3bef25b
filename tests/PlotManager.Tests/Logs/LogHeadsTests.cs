using PlotManager.Core.Plotters;
using PlotManager.Core.Plotters.Reading;
using PlotManager.Logs;
using PlotManager.Tests.Scripted;

namespace PlotManager.Tests.Logs;

public class LogHeadsTests
{
    private static readonly PlotterProfile Chia = BuiltInProfiles.Catalog.Find("chia")!;

    private readonly ScriptedMachine _machine = new();
    private readonly LogHeads _heads;

    public LogHeadsTests()
    {
        _machine.Files.Folders.Add("/logs");
        _heads = new LogHeads(_machine.Files, index: null);
    }

    [Fact]
    public void Of_LogsChangedSince_AreGivenLatestFirst()
    {
        Write("/logs/old.log", pid: 1);
        _machine.Pass(TimeSpan.FromMinutes(10));
        var since = _machine.Clock.GetUtcNow();
        Write("/logs/b.log", pid: 2);
        _machine.Pass(TimeSpan.FromMinutes(1));
        Write("/logs/a.log", pid: 3);
        _machine.Files.Append("/elsewhere/c.log", "Process ID is: 4\n");

        _heads.Of("/logs", since, Chia).Select(log => (log.Path, log.Log.ProcessId)).ShouldBe([("/logs/a.log", 3), ("/logs/b.log", 2)]);
    }

    [Fact]
    public void Of_AHeaderThatWasRead_IsReadAgainOnlyForAnotherFile()
    {
        Write("/logs/a.log", pid: 1);
        Pid().ShouldBe(1);

        _machine.Files.Truncate("/logs/a.log");
        Write("/logs/a.log", pid: 2);
        Pid().ShouldBe(1, "the same file: a header does not change");

        _machine.Files.Replace("/logs/a.log", "Process ID is: 3\n");
        Pid().ShouldBe(3);
    }

    [Fact]
    public void Of_AHeaderThatIsHalfWritten_IsReadOn()
    {
        _machine.Files.Append("/logs/a.log", "Starting plotting progress into temporary dirs: /t and /t\nProcess ID is: 47");
        Pid().ShouldBeNull("the number may go on");

        _machine.Files.Append("/logs/a.log", "11\n");
        Pid().ShouldBe(4711);
    }

    [Fact]
    public void Of_ALogThatCannotBeRead_IsLeftOut()
    {
        Write("/logs/a.log", pid: 1);
        Write("/logs/b.log", pid: 2);
        _machine.Files.Unreadable.Add("/logs/a.log");

        _heads.Of("/logs", ScriptedMachine.T0, Chia).Select(log => log.Path).ShouldBe(["/logs/b.log"]);
    }

    [Fact]
    public void Of_AFolderThatCannotBeListed_SaysSo()
    {
        _machine.Files.Unreadable.Add("/logs");
        Should.Throw<IOException>(() => _heads.Of("/logs", ScriptedMachine.T0, Chia).ToList());
    }

    private int? Pid() => _heads.Of("/logs", ScriptedMachine.T0, Chia).ShouldHaveSingleItem().Log.ProcessId;

    private void Write(string path, int pid) =>
        _machine.Files.Append(path, $"Starting plotting progress into temporary dirs: /t and /t\nProcess ID is: {pid}\n");
}
