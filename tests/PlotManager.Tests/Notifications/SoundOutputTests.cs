using PlotManager.Notifications;

namespace PlotManager.Tests.Notifications;

public class SoundOutputTests
{
    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Send_TheFirstPlayerIsMissing_TheNextPlays()
    {
        Assert.SkipUnless(OperatingSystem.IsLinux(), "the list of players is Linux's");
        using var song = new Song(".wav");
        var player = new FakePlayer { ["pw-play"] = 1, ["aplay"] = 0 };

        (await new SoundOutput(song.Path, player, () => false).Send(Cancellation)).ShouldBe(Delivery.Done);

        player.Asked.ShouldBe(["paplay", "pw-play", "aplay"]);
    }

    [Fact]
    public async Task Send_NothingCanPlay_SaysWhatIsMissing()
    {
        Assert.SkipUnless(OperatingSystem.IsLinux(), "the list of players is Linux's");
        using var song = new Song(".ogg");

        var delivery = await new SoundOutput(song.Path, new FakePlayer { ["ffplay"] = 1 }, () => false).Send(Cancellation);

        delivery.ShouldBe(Delivery.Failed("no sound: no paplay, no pw-play, ffplay cannot play it (exit code 1)"));
    }

    [Fact]
    public async Task Send_NothingCanPlayButABellIsHeard_RingsIt() =>
        (await new SoundOutput("/nowhere/audio.mp3", new FakePlayer(), () => true).Send(Cancellation)).ShouldBe(Delivery.Done);

    [Fact]
    public async Task Send_ThereIsNoSuchFile_SaysSo() =>
        (await new SoundOutput("/nowhere/audio.mp3", new FakePlayer(), () => false).Send(Cancellation)).ShouldBe(
            Delivery.Failed("no sound: there is no file /nowhere/audio.mp3"));

    [Fact]
    public async Task Play_ARealProgram_GivesItsExitCodeOrNull()
    {
        Assert.SkipUnless(OperatingSystem.IsLinux(), "uses sh");
        var player = new ProcessPlayer("/tmp/song.wav");

        (await player.Play("sh", ["-c", "test \"$PLOTMANAGER_SONG\" = /tmp/song.wav && exit 7"], Cancellation)).ShouldBe(7);
        (await player.Play("no-such-player-here", [], Cancellation)).ShouldBeNull();
    }

    private sealed class FakePlayer : Dictionary<string, int>, IPlayer
    {
        public List<string> Asked { get; } = [];

        public Task<int?> Play(string program, IReadOnlyList<string> arguments, CancellationToken cancellation)
        {
            Asked.Add(program);
            return Task.FromResult(TryGetValue(program, out var code) ? code : (int?)null);
        }
    }

    private sealed class Song : IDisposable
    {
        public Song(string ending)
        {
            Path = System.IO.Path.Combine(System.IO.Path.GetTempPath(), System.IO.Path.GetRandomFileName() + ending);
            File.WriteAllText(Path, "");
        }

        public string Path { get; }

        public void Dispose() => File.Delete(Path);
    }
}
