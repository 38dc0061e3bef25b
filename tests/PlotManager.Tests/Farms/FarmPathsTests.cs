using PlotManager.Core.Keys;
using PlotManager.Farms;
using PlotManager.Hosting;
using PlotManager.Platform;
using PlotManager.Tests.Scripted;

namespace PlotManager.Tests.Farms;

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
    }

    [Fact]
    public void Prepare_FolderThatCannotBe_TakesTheUsersStateFolder()
    {
        File.WriteAllText(At(".plotmanager"), "a file where the folder should be");
        var paths = FarmPaths.Prepare(At("config.yaml"), null, Environment());
        paths.StateFolder.ShouldStartWith(Path.Combine(_folder, "state", "plotmanager"));
    }

    [Fact]
    public async Task Prepare_WhereAManagerHoldsTheLock_IsThatManagersFolder()
    {
        var first = FarmPaths.Prepare(At("config.yaml"), null, Environment());
        using var held = await Take(first);

        var second = FarmPaths.Prepare(At("config.yaml"), null, Environment());

        second.StateFolder.ShouldBe(first.StateFolder);
        (await Should.ThrowAsync<CommandFault>(() => Take(second))).Message.ShouldContain(
            $"already runs (pid {System.Environment.ProcessId})");
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
    public async Task Lock_ThatCannotBeWritten_IsNotTakenForAManager()
    {
        Directory.CreateDirectory(At(".plotmanager/manager.lock"));

        (await Should.ThrowAsync<CommandFault>(() => Take(FarmPaths.Find(At("config.yaml"), null, Environment()))))
            .Message.ShouldStartWith($"{At(".plotmanager/manager.lock")} cannot be written");
    }

    [Fact]
    public void Prepare_NowhereToWrite_SaysSoOnce()
    {
        File.WriteAllText(At("file"), "");
        Should.Throw<CommandFault>(() => FarmPaths.Prepare(At("config.yaml"), At("file"), Environment())).Message
            .ShouldContain("--state DIR");
    }

    [Fact]
    public void Prepare_AFolderThatExists_IsUsedAsItIsWithAWarning()
    {
        SkipOnWindows();
        var given = FolderOpenToAll("given");

        var paths = FarmPaths.Prepare(At("config.yaml"), given, Environment());

        paths.StateFolder.ShouldBe(given);
        Mode(given).ShouldBe("755");
        Mode(paths.Lock).ShouldBe("600");
        paths.OpenToOthers(Machine.Entries)
            .ShouldBe($"the manager's own folder {given} is open to other users (mode 755); close it with chmod 700 {given}");
    }

    [Fact]
    public void Prepare_TheStateFolderIsALink_IsRefusedAndItsTargetUntouched()
    {
        SkipOnWindows();
        var target = FolderOpenToAll("target");
        Directory.CreateSymbolicLink(At(".plotmanager"), target);

        var refusal = Should.Throw<CommandFault>(() => FarmPaths.Prepare(At("config.yaml"), null, Environment())).Message;

        refusal.ShouldBe(
            $"{At(".plotmanager")} is a link, and the manager's own files lie behind none; give the folder itself with --state DIR");
        Mode(target).ShouldBe("755");
        Directory.EnumerateFileSystemEntries(target).ShouldBeEmpty();
        Directory.Exists(At("state")).ShouldBeFalse("the name of the state folder never changes");
    }

    [Theory]
    [InlineData("/farm/.plotmanager", "/farm/.plotmanager")]
    [InlineData("/farm/.plotmanager", "/farm/.plotmanager/other.yaml")]
    public void Claim_AFolderOfAnotherUser_IsRefusedWithTheRemedy(string anothers, string folder)
    {
        var entries = new ScriptedEntries();
        entries.Put(anothers, EntryKind.Folder, ScriptedEntries.Another);

        var refusal = Should.Throw<CommandFault>(() => PrivateFolder.Claim(
            folder, new ScriptedMachine().NewLife().Machine with { Entries = entries })).Message;

        refusal.ShouldStartWith($"{anothers} belongs to another, not to me");
        refusal.ShouldContain("--state DIR");
        entries.Made.ShouldBeEmpty();
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

    [Fact]
    public void ChooseConfig_NoneHere_IsThatOfTheUsersHome()
    {
        var home = Directory.CreateDirectory(At("home")).FullName;
        var environment = Environment() with { Config = Environment().Config with { Home = home } };
        var atHome = Path.Combine(home, ".config", "plotmanager", "config.yaml");
        Directory.CreateDirectory(Path.GetDirectoryName(atHome)!);
        File.WriteAllText(atHome, "");

        FarmPaths.ChooseConfig(null, environment).ShouldBe(atHome);
        FarmPaths.NewConfig(null, environment).ShouldBe(At("config.yaml"), "a new one is made here");
        FarmPaths.ChooseConfig(null, environment with { WorkingDirectory = null }).ShouldBe(atHome, "also where this folder was removed");
        File.WriteAllText(At("config.yaml"), "");
        FarmPaths.ChooseConfig(null, environment).ShouldBe(At("config.yaml"));
    }

    [Theory]
    [InlineData("~", ""), InlineData("~/x.yaml", "x.yaml"), InlineData("~/a/../x", "x")]
    public void FullPath_ATilde_IsTheHomeFolder(string typed, string path)
    {
        var environment = Environment() with { Config = Environment().Config with { Home = At("home") } };

        Path.TrimEndingDirectorySeparator(environment.FullPath(typed))
            .ShouldBe(Path.TrimEndingDirectorySeparator(Path.Combine(At("home"), path)));
        environment.FullPath("~other/x").ShouldBe(At("~other/x"));
    }

    private static Machine Machine { get; } = ThisMachine.Open();

    private static void SkipOnWindows() => Assert.SkipWhen(OperatingSystem.IsWindows(), "Windows has no file modes");

    private static string Mode(string path) => Machine.Entries.Find(path)!.Value.ModeText;

    private string FolderOpenToAll(string name)
    {
        var folder = Directory.CreateDirectory(At(name)).FullName;
        if (!OperatingSystem.IsWindows())
        {
            File.SetUnixFileMode(folder, (UnixFileMode)0x1ED); // 755
        }

        return folder;
    }

    private string At(string name) => Path.Combine(_folder, name);

    private Task<FarmLock> Take(FarmPaths paths) =>
        FarmLock.TakeAsync(paths, LockHolder.Manager, Environment(), TestContext.Current.CancellationToken);

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
            Machine = new(Machine),
            Interactive = false,
        };
    }
}
