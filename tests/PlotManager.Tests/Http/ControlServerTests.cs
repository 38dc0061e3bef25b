using PlotManager.Http;
using PlotManager.Manager;

namespace PlotManager.Tests.Http;

public sealed class ControlServerTests : IAsyncLifetime
{
    private readonly string _folder = Directory.CreateTempSubdirectory("control").FullName;
    private readonly Manager _manager = new();
    private ControlServer _server = null!;
    private ControlClient _client = null!;

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    private string SocketPath => Path.Combine(_folder, "control.sock");

    public async ValueTask InitializeAsync()
    {
        _server = await ControlServer.StartAsync(SocketPath, _manager, Cancel);
        _client = new ControlClient(new ManagerFacts(1, 1, "boot", SocketPath, "1.0"));
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
        var answer = await _client.AskAsync(new ControlRequest(Wish.Kill, "run-7", DeleteFinished: true), Cancel);

        answer.ShouldBe(new ControlAnswer(true, "Kill run-7 True"));
    }

    [Fact]
    public async Task Server_ThatIsGone_IsSilence()
    {
        await _server.DisposeAsync();

        (await _client.SnapshotAsync(Cancel)).ShouldBeNull();
        (await _client.AskAsync(new ControlRequest(Wish.Pause), Cancel)).ShouldBeNull();
        File.Exists(SocketPath).ShouldBeFalse();
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

        public Task<ControlAnswer> AskAsync(ControlRequest request, CancellationToken cancel) =>
            Task.FromResult(new ControlAnswer(true, $"{request.Wish} {request.Plot} {request.DeleteFinished}"));
    }
}
