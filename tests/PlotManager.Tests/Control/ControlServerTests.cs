using PlotManager.Control;
using PlotManager.Core.Control;
using PlotManager.Farms;
using PlotManager.Platform;
using PlotManager.Tests.Scripted;

namespace PlotManager.Tests.Control;

public sealed class ControlServerTests : IAsyncLifetime
{
    private readonly string _folder = Directory.CreateTempSubdirectory("control").FullName;
    private readonly Manager _manager = new();
    private ControlServer _server = null!;
    private ControlClient _client = null!;

    private static IEntries Entries { get; } = ThisMachine.Open().Entries;

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    private string SocketPath => Path.Combine(_folder, "control.sock");

    public async ValueTask InitializeAsync()
    {
        _server = await ControlServer.StartAsync(SocketPath, _manager, Cancel);
        _client = new ControlClient(new ManagerFacts(1, 1, "boot", SocketPath, "1.0") { Owner = Entries.User }, Entries);
    }

    public async ValueTask DisposeAsync()
    {
        _client.Dispose();
        await _server.DisposeAsync();
        Directory.Delete(_folder, recursive: true);
    }

    [Fact]
    public async Task Snapshot_BeforeTheFirstLook_IsNotThere()
    {
        (await _client.SnapshotAsync(Cancel)).ShouldBeNull();
        (await _client.StampAsync(Cancel)).ShouldBeNull();
    }

    [Fact]
    public async Task Snapshot_AfterALook_IsGivenWithItsStamp()
    {
        (_manager.SnapshotJson, _manager.SnapshotStamp) = ("""{"plots":1}""", "2026-11-22T10:00:00");

        (await _client.SnapshotAsync(Cancel)).ShouldBe("""{"plots":1}""");
        (await _client.StampAsync(Cancel)).ShouldBe("\"2026-11-22T10:00:00\"");
    }

    [Fact]
    public async Task Ask_AWish_ComesToTheManagerWhole()
    {
        var answer = await _client.AskAsync(new ControlRequest(ControlCommand.Kill, "run-7", DeleteFinished: true), Cancel);

        answer.ShouldBe(new ControlAnswer(true, "Kill run-7 True"));
    }

    [Fact]
    public async Task Server_ThatIsGone_IsSilence()
    {
        await _server.DisposeAsync();

        (await _client.SnapshotAsync(Cancel)).ShouldBeNull();
        (await _client.AskAsync(new ControlRequest(ControlCommand.Pause), Cancel)).ShouldBeNull();
        File.Exists(SocketPath).ShouldBeFalse();
    }

    [Fact]
    public async Task Client_FolderOrSocketOfAnother_AsksNothing()
    {
        (_manager.SnapshotJson, _manager.SnapshotStamp) = ("{}", "now");
        foreach (var (path, kind, owner, mode, reason) in new[]
        {
            (_folder, EntryKind.Folder, ScriptedEntries.Another, 0x1C0, $"{_folder} belongs to another, not to me"),
            (_folder, EntryKind.Folder, ScriptedEntries.Me, 0x1ED, $"{_folder} is open to other users (mode 755)"),
            (_folder, EntryKind.Link, ScriptedEntries.Me, 0x1FF, $"{_folder} is no folder"),
            (SocketPath, EntryKind.Socket, ScriptedEntries.Another, 0x180, $"{SocketPath} belongs to another, not to me"),
        })
        {
            var entries = new ScriptedEntries();
            entries.Put(_folder, EntryKind.Folder);
            entries.Put(SocketPath, EntryKind.Socket);
            using var trusting = new ControlClient(new ManagerFacts(1, 1, "boot", SocketPath, "1.0"), entries);
            (await trusting.SnapshotAsync(Cancel)).ShouldBe("{}");
            trusting.Distrusted.ShouldBeNull();
            entries.Put(path, kind, owner, mode);
            using var client = new ControlClient(new ManagerFacts(1, 1, "boot", SocketPath, "1.0"), entries);

            (await client.SnapshotAsync(Cancel)).ShouldBeNull();

            client.Distrusted.ShouldBe(reason);
        }
    }

    [Theory]
    [InlineData(ScriptedEntries.Me, true)]
    [InlineData(ScriptedEntries.Another, false)]
    public async Task Client_OfRoot_AsksOnlyTheUserWhoseFarmItIs(uint owner, bool asks)
    {
        (_manager.SnapshotJson, _manager.SnapshotStamp) = ("{}", "now");
        var entries = new ScriptedEntries { User = 0 };
        entries.Put(_folder, EntryKind.Folder, owner);
        entries.Put(SocketPath, EntryKind.Socket, owner);
        using var client = new ControlClient(new ManagerFacts(1, 1, "boot", SocketPath, "1.0") { Owner = ScriptedEntries.Me }, entries);

        (await client.SnapshotAsync(Cancel)).ShouldBe(asks ? "{}" : null);
    }

    [Fact]
    public void Socket_IsTheUsersAlone()
    {
        if (OperatingSystem.IsWindows())
        {
            Assert.Skip("Windows has no file modes");
            return;
        }

        File.GetUnixFileMode(SocketPath).ShouldBe(UnixFileMode.UserRead | UnixFileMode.UserWrite);
    }

    private sealed class Manager : IControlled
    {
        public string? SnapshotJson { get; set; }

        public string? SnapshotStamp { get; set; }

        public Task<string?> SnapshotAsync(CancellationToken cancel) => Task.FromResult(SnapshotJson);

        public Task<ControlAnswer> AskAsync(ControlRequest request, CancellationToken cancel) =>
            Task.FromResult(new ControlAnswer(true, $"{request.Command} {request.Plot} {request.DeleteFinished}"));
    }
}
