using System.Text.Json;
using PlotManager.Control;
using PlotManager.Core.Configuration;
using PlotManager.Core.Control;
using PlotManager.Core.Keys;
using PlotManager.Farms;
using PlotManager.Hosting;
using PlotManager.Logging;
using PlotManager.Platform;

namespace PlotManager.Tests.Control;

/// <summary>Real sockets and locks in folders of the test's own.</summary>
public sealed class ControlEndpointTests : IAsyncLifetime
{
    private readonly string _folder = Directory.CreateTempSubdirectory("endpoint").FullName;
    private readonly Machine _machine = ThisMachine.Open();
    private readonly Log _log = new();
    private readonly List<string?> _reported = [];
    private readonly Manager _manager = new();
    private FarmPaths _paths = null!;
    private FarmLock _held = null!;
    private ControlEndpoint _endpoint = null!;

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    private string Runtime => Path.Combine(_folder, "run");

    public async ValueTask InitializeAsync()
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "runtime folders are of Linux and macOS");
        _machine.Entries.MakeFolder(Runtime);
        _paths = FarmPaths.Prepare(Path.Combine(_folder, "config.yaml"), null, Commands());
        _held = await FarmLock.TakeAsync(_paths, LockHolder.Manager, Commands(), Cancel);
        _endpoint = new ControlEndpoint(_paths, Commands(), _manager, _held, _log, _reported.Add);
        await _endpoint.OpenAsync(Cancel);
    }

    public async ValueTask DisposeAsync()
    {
        if (_endpoint is not null)
        {
            await _endpoint.DisposeAsync();
            _held.Dispose();
        }

        Directory.Delete(_folder, recursive: true);
    }

    [Fact]
    public async Task Open_InASession_ListensInItsRuntimeFolder()
    {
        Path.GetDirectoryName(Socket()).ShouldBe(Path.Combine(Runtime, "plotmanager"));
        (await Answers()).ShouldBeTrue();
        _machine.Entries.Find(_paths.Facts)!.Value.ModeText.ShouldBe("600");
        _machine.Entries.Find(Socket())!.Value.ModeText.ShouldBe("600");
    }

    [Fact]
    public async Task Check_ALogoutTookTheRuntimeFolder_ListensInTheStateFolder()
    {
        Directory.Delete(Runtime, recursive: true);
        (await Answers()).ShouldBeFalse();

        await _endpoint.CheckAsync(Cancel);

        Path.GetDirectoryName(Socket()).ShouldBe(_paths.StateFolder);
        (await Answers()).ShouldBeTrue();
        _log.Lines.ShouldHaveSingleItem().ShouldEndWith($"was removed; commands reach this manager at {Socket()} now");
    }

    [Fact]
    public async Task Check_ARequestIsUnderWayOnTheSocketThatIsGone_HasItsAnswerStill()
    {
        using var client = new ControlClient(ManagerFacts.OfLiving(_paths, _machine).ShouldNotBeNull(), _machine.Entries);
        var answer = client.AskAsync(new ControlRequest(ControlCommand.Kill, "run"), Cancel);
        await _manager.IsAsked.Task.WaitAsync(Cancel);
        Directory.Delete(Runtime, recursive: true);
        _machine.Entries.MakeFolder(Runtime);

        await _endpoint.CheckAsync(Cancel);
        (await Answers()).ShouldBeTrue("the new one answers meanwhile");
        _manager.Killed.SetResult(new ControlAnswer(true, "killed"));

        (await answer).ShouldNotBeNull().Text.ShouldBe("killed");
        await _endpoint.CheckAsync(Cancel);
        (await Answers()).ShouldBeTrue("the old one took nothing along");
        _log.Lines.Count.ShouldBe(1);
    }

    [Fact]
    public async Task Dispose_WhileARequestIsUnderWayOnTheSocketThatIsGone_EndsAllTheSame()
    {
        using var client = new ControlClient(ManagerFacts.OfLiving(_paths, _machine).ShouldNotBeNull(), _machine.Entries);
        var answer = client.AskAsync(new ControlRequest(ControlCommand.Kill, "run"), Cancel);
        await _manager.IsAsked.Task.WaitAsync(Cancel);
        Directory.Delete(Runtime, recursive: true);
        await _endpoint.CheckAsync(Cancel);

        await _endpoint.DisposeAsync();

        (await answer).ShouldBeNull();
    }

    [Fact]
    public async Task Check_TheSocketsFolderWasMadeAnewByTheNextLogin_ListensThereAgain()
    {
        Directory.Delete(Runtime, recursive: true);
        _machine.Entries.MakeFolder(Runtime);

        await _endpoint.CheckAsync(Cancel);
        await _endpoint.CheckAsync(Cancel);

        Path.GetDirectoryName(Socket()).ShouldBe(Path.Combine(Runtime, "plotmanager"));
        (await Answers()).ShouldBeTrue();
        _log.Lines.Count.ShouldBe(1, "nothing more has changed");
    }

    [Fact]
    public async Task Check_AnotherFileUnderTheSocketsName_IsReplaced()
    {
        var socket = Socket();
        File.Delete(socket);
        await File.WriteAllTextAsync(socket, "no socket", Cancel);

        await _endpoint.CheckAsync(Cancel);

        (await Answers()).ShouldBeTrue();
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Check_ManagerJsonIsGoneOrAnother_IsWrittenAnew(bool another)
    {
        var before = await File.ReadAllTextAsync(_paths.Facts, Cancel);
        if (another)
        {
            await File.WriteAllTextAsync(_paths.Facts + ".old", "{}", Cancel);
            File.Move(_paths.Facts + ".old", _paths.Facts, overwrite: true);
        }
        else
        {
            File.Delete(_paths.Facts);
        }

        await _endpoint.CheckAsync(Cancel);

        ButItsOwnInode(await File.ReadAllTextAsync(_paths.Facts, Cancel)).ShouldBe(ButItsOwnInode(before));
        (await Answers()).ShouldBeTrue();
    }

    [Fact]
    public async Task Check_TheStateFolderWasRemoved_IsMadeAnewWithLockAndManagerJson()
    {
        Directory.Delete(_paths.StateFolder, recursive: true);

        await _endpoint.CheckAsync(Cancel);

        _machine.Entries.Find(_paths.StateFolder)!.Value.ModeText.ShouldBe("700");
        _held.IsHeld.ShouldBeTrue();
        (await Answers()).ShouldBeTrue();
    }

    [Fact]
    public async Task Check_AnotherManagerHasTheFarm_LeavesWhatIsThatOnes()
    {
        Directory.Delete(_paths.StateFolder, recursive: true);
        FarmPaths.Prepare(_paths.ConfigFile, null, Commands());
        using var second = await FarmLock.TakeAsync(_paths, LockHolder.Manager, Commands(), Cancel);
        await using var theirs = new ControlEndpoint(_paths, Commands(), new Manager(), second, _log, _reported.Add);
        await theirs.OpenAsync(Cancel);
        var facts = _machine.Entries.Find(_paths.Facts);
        var socket = _machine.Entries.Find(Socket());

        await _endpoint.CheckAsync(Cancel);
        await _endpoint.DisposeAsync();

        _machine.Entries.Find(_paths.Facts).ShouldBe(facts);
        _machine.Entries.Find(Socket()).ShouldBe(socket);
        (await Answers()).ShouldBeTrue();
    }

    [Fact]
    public async Task Dispose_OfTheFarmsManager_RemovesSocketAndManagerJson()
    {
        var socket = Socket();

        await _endpoint.DisposeAsync();

        File.Exists(socket).ShouldBeFalse();
        File.Exists(_paths.Facts).ShouldBeFalse();
    }

    private string Socket() => JsonDocument.Parse(File.ReadAllText(_paths.Facts)).RootElement.GetProperty("socket").GetString()!;

    private async Task<bool> Answers()
    {
        using var client = new ControlClient(ManagerFacts.OfLiving(_paths, _machine).ShouldNotBeNull(), _machine.Entries);
        return await client.SnapshotAsync(Cancel) is not null;
    }

    private CommandEnvironment Commands() => new()
    {
        Out = TextWriter.Null,
        Error = TextWriter.Null,
        WorkingDirectory = _folder,
        Config = new ConfigEnvironment(_folder, name => name == "XDG_RUNTIME_DIR" ? Runtime : null, false),
        Machine = new(_machine),
        Interactive = false,
    };

    private sealed class Manager : IControlled
    {
        public Task<string?> SnapshotAsync(CancellationToken cancel) => Task.FromResult<string?>("{}");

        public string? SnapshotStamp => "now";

        public TaskCompletionSource IsAsked { get; } = new();

        public TaskCompletionSource<ControlAnswer> Killed { get; } = new();

        public Task<ControlAnswer> AskAsync(ControlRequest request, CancellationToken cancel)
        {
            IsAsked.TrySetResult();
            return Killed.Task.WaitAsync(cancel);
        }
    }

    private sealed class Log : IEventLog
    {
        public List<string> Lines { get; } = [];

        public void Write(LogLevel level, string message, string? job = null, string? plot = null) => Lines.Add(message);
    }

    // The new file may have the inode of the old one or not.
    private static string ButItsOwnInode(string facts) =>
        string.Join(',', facts.Split(',').Where(part => !part.StartsWith("\"file\"", StringComparison.Ordinal)));
}
