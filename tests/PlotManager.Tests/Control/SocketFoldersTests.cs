using System.Text;
using PlotManager.Control;
using PlotManager.Core.Keys;
using PlotManager.Farms;
using PlotManager.Hosting;
using PlotManager.Platform;
using PlotManager.Tests.Scripted;

namespace PlotManager.Tests.Control;

public sealed class SocketFoldersTests
{
    private const int ReadByAll = 0x1ED;
    private static readonly string Shared = Path.Combine(Path.GetTempPath(), $"plotmanager-{ScriptedEntries.Me}");

    private readonly ScriptedEntries _entries = new();
    private readonly Dictionary<string, string> _variables = [];

    public SocketFoldersTests()
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "paths of Linux and macOS");
        _entries.Put("/farm/.plotmanager", EntryKind.Folder);
    }

    [Fact]
    public void Folders_OfAUsersSession_BeginWithTheRuntimeFolder()
    {
        Session("/run/user/1000");

        Folders().Take(2).ShouldBe(["/run/user/1000/plotmanager", "/farm/.plotmanager"]);
    }

    [Fact]
    public void Folders_OfASystemUnit_BeginWithItsRuntimeDirectory()
    {
        _variables["RUNTIME_DIRECTORY"] = "/run/plotmanager-1234";
        _entries.Put("/run/plotmanager-1234", EntryKind.Folder);

        Folders()[0].ShouldBe("/run/plotmanager-1234");
    }

    [Fact]
    public void Folders_OfRootWithoutARuntimeFolder_AreTheStateFolderBeforeAnyBelowTmp()
    {
        Folders()[0].ShouldBe("/farm/.plotmanager");
    }

    [Theory]
    [InlineData(EntryKind.Link, ScriptedEntries.Me, 0x1FF)]
    [InlineData(EntryKind.Folder, ScriptedEntries.Another, 0x1C0)]
    [InlineData(EntryKind.Folder, ScriptedEntries.Me, ReadByAll)]
    public void Folders_ANameTakenByATrick_IsLeftAsItIsForAnotherOne(EntryKind kind, uint owner, int mode)
    {
        Session("/run/user/1000");
        _variables["RUNTIME_DIRECTORY"] = "/run/sshd";
        foreach (var path in new[] { "/run/sshd", "/run/user/1000/plotmanager", "/farm/.plotmanager", Shared })
        {
            _entries.Put(path, kind, owner, mode);
        }

        var folder = Folders().ShouldHaveSingleItem();

        folder.ShouldStartWith(Shared + "-");
        folder.Length.ShouldBe(Shared.Length + 13, "with a part that nobody can guess");
        _entries.Find(folder)!.Value.ShouldSatisfyAllConditions(
            made => made.Mode.ShouldBe(0x1C0), made => made.Owner.ShouldBe(ScriptedEntries.Me));
        _entries.Find(Shared)!.Value.ShouldSatisfyAllConditions(
            found => found.Kind.ShouldBe(kind), found => found.Owner.ShouldBe(owner), found => found.Mode.ShouldBe(mode));
    }

    [Fact]
    public void Folders_RuntimeFolderOfAnotherUser_IsNotUsed()
    {
        Session("/run/user/1001", ScriptedEntries.Another);

        Folders().ShouldNotContain(folder => folder.StartsWith("/run/user"));
        _entries.Made.ShouldNotContain("/run/user/1001/plotmanager");
    }

    [Fact]
    public void Candidates_AStateFolderWhoseNameIsTooLong_LeaveItOut()
    {
        var deep = "/" + new string('x', 150);
        _entries.Put(deep, EntryKind.Folder);

        var candidates = Candidates(deep);

        candidates.ShouldNotBeEmpty();
        candidates.ShouldAllBe(path => Encoding.UTF8.GetByteCount(path) <= 103);
        Path.GetFileName(candidates[0]).ShouldNotBe(Path.GetFileName(Candidates("/farm/.plotmanager")[0]), "each farm has its own");
    }

    private void Session(string runtime, uint owner = ScriptedEntries.Me)
    {
        _variables["XDG_RUNTIME_DIR"] = runtime;
        _entries.Put(runtime, EntryKind.Folder, owner);
    }

    private List<string> Folders() => [.. Candidates("/farm/.plotmanager").Select(path => Path.GetDirectoryName(path)!)];

    private List<string> Candidates(string stateFolder) =>
    [
        .. SocketFolders.Candidates(new FarmPaths("/farm/config.yaml", stateFolder, "/farm/debug.log"), new CommandEnvironment
        {
            Out = TextWriter.Null,
            Error = TextWriter.Null,
            WorkingDirectory = "/farm",
            Config = new ConfigEnvironment("/home/me", _variables.GetValueOrDefault, false),
            Machine = new(() => new ScriptedMachine().NewLife().Machine with { Entries = _entries }),
            Interactive = false,
        }),
    ];
}
