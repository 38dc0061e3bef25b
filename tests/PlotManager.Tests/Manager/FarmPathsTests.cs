using System.Text;
using PlotManager.Commands;
using PlotManager.Core.Configuration;
using PlotManager.Manager;

namespace PlotManager.Tests.Manager;

public sealed class FarmPathsTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("paths").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public void Prepare_Config_HasItsStateBesideIt()
    {
        var paths = FarmPaths.Prepare(At("config.yaml"), null, Environment());
        paths.StateFolder.ShouldBe(Path.Combine(_folder, ".plotmanager"));
        paths.DebugLog.ShouldBe(Path.Combine(_folder, "debug.log"));
        if (!OperatingSystem.IsWindows())
        {
            File.GetUnixFileMode(paths.StateFolder).ShouldBe(UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
        }
    }

    [Fact]
    public void Prepare_TwoConfigsInOneFolder_HaveTheirOwn()
    {
        var one = FarmPaths.Prepare(At("config.yaml"), null, Environment());
        var two = FarmPaths.Prepare(At("other.yaml"), null, Environment());
        two.StateFolder.ShouldNotBe(one.StateFolder);
        two.ChooseSocket(Environment()).ShouldNotBe(one.ChooseSocket(Environment()));
    }

    [Fact]
    public void Prepare_FolderThatCannotBe_TakesTheUsersStateFolder()
    {
        File.WriteAllText(At(".plotmanager"), "a file where the folder should be");
        var paths = FarmPaths.Prepare(At("config.yaml"), null, Environment());
        paths.StateFolder.ShouldStartWith(Path.Combine(_folder, "state", "plotmanager"));
    }

    [Fact]
    public void Prepare_WhereAManagerHoldsTheLock_IsThatManagersFolder()
    {
        var first = FarmPaths.Prepare(At("config.yaml"), null, Environment());
        using var held = FarmLock.Take(first);

        var second = FarmPaths.Prepare(At("config.yaml"), null, Environment());

        second.StateFolder.ShouldBe(first.StateFolder);
        Should.Throw<CommandFault>(() => FarmLock.Take(second)).Message.ShouldContain("already runs");
    }

    [Fact]
    public void Prepare_FolderWithTheJournalCannotBeWritten_BeginsNoSecondOneElsewhere()
    {
        Directory.CreateDirectory(At(".plotmanager/manager.lock"));
        File.WriteAllText(At(".plotmanager/journal.db"), "");

        Should.Throw<CommandFault>(() => FarmPaths.Prepare(At("config.yaml"), null, Environment())).Message.ShouldContain("--state DIR");
        Directory.Exists(At("state")).ShouldBeFalse();
    }

    [Fact]
    public void Lock_ThatCannotBeWritten_IsNotTakenForAManager()
    {
        Directory.CreateDirectory(At(".plotmanager/manager.lock"));

        Should.Throw<CommandFault>(() => FarmLock.Take(FarmPaths.Find(At("config.yaml"), null, Environment())))
            .Message.ShouldStartWith($"{At(".plotmanager/manager.lock")} cannot be written");
    }

    [Fact]
    public void Prepare_NowhereToWrite_SaysSoOnce()
    {
        File.WriteAllText(At("file"), "");
        Should.Throw<CommandFault>(() => FarmPaths.Prepare(At("config.yaml"), At("file"), Environment())).Message.ShouldContain("--state DIR");
    }

    [Fact]
    public void ChooseSocket_FolderNameOf150Characters_IsShortEnough()
    {
        var deep = Directory.CreateDirectory(At(new string('x', 150))).FullName;
        var paths = FarmPaths.Prepare(Path.Combine(deep, "config.yaml"), null, Environment());
        var runtime = Directory.CreateTempSubdirectory("rt").FullName;
        try
        {
            var socket = paths.ChooseSocket(Environment(("XDG_RUNTIME_DIR", runtime)));
            Encoding.UTF8.GetByteCount(socket).ShouldBeLessThanOrEqualTo(103);
            socket.ShouldStartWith(runtime);
        }
        finally
        {
            Directory.Delete(runtime, recursive: true);
        }
    }

    [Fact]
    public void Find_ThroughALink_IsTheSameFarm()
    {
        File.WriteAllText(At("config.yaml"), "");
        var link = Directory.CreateSymbolicLink(At("link"), _folder).FullName;
        FarmPaths.Find(Path.Combine(link, "config.yaml"), null, Environment()).StateFolder
            .ShouldBe(FarmPaths.Find(At("config.yaml"), null, Environment()).StateFolder);
    }

    [Fact]
    public void ChooseConfig_OptionThenVariableThenHere()
    {
        FarmPaths.ChooseConfig("x.yaml", Environment(("PLOTMANAGER_CONFIG", "y.yaml"))).ShouldBe(At("x.yaml"));
        FarmPaths.ChooseConfig(null, Environment(("PLOTMANAGER_CONFIG", "y.yaml"))).ShouldBe(At("y.yaml"));
        FarmPaths.ChooseConfig(null, Environment()).ShouldBe(At("config.yaml"));
    }

    private string At(string name) => Path.Combine(_folder, name);

    private CommandEnvironment Environment(params (string Name, string Value)[] variables)
    {
        var known = variables.ToDictionary(pair => pair.Name, pair => pair.Value);
        known.TryAdd("XDG_STATE_HOME", At("state"));
        return new CommandEnvironment
        {
            Out = TextWriter.Null,
            Error = TextWriter.Null,
            WorkingDirectory = _folder,
            Config = new ConfigEnvironment(_folder, known.GetValueOrDefault, OperatingSystem.IsWindows()),
            Machine = new(() => throw new InvalidOperationException("no machine is needed")),
            Interactive = false,
        };
    }
}
