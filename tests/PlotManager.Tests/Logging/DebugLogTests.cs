using PlotManager.Core.Configuration;
using PlotManager.Core.Notifications;
using PlotManager.Core.Notifications.Services;
using PlotManager.Logging;
using PlotManager.Tests.Notifications;

namespace PlotManager.Tests.Logging;

public sealed class DebugLogTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("debug-log-").FullName;
    private readonly FakeClock _clock = new(new DateTimeOffset(2026, 11, 22, 14, 14, 0, 250, TimeSpan.Zero));
    private readonly StringWriter _complaints = new() { NewLine = "\n" };

    private string LogPath => Path.Combine(_folder, "debug.log");

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public void Write_AnEvent_IsOneLineWithJobAndPlot()
    {
        using var log = Open(LogLevel.Debug);

        log.Write(LogLevel.Error, "cannot start\nthe plotter\x1b[31m", "my job", "240dc9d");
        log.Write(LogLevel.Info, "looked");

        File.ReadAllText(LogPath).ShouldBe(
            "2026-11-22 14:14:00.250+00:00 ERROR   my_job 240dc9d cannot start | the plotter\n"
            + "2026-11-22 14:14:00.250+00:00 INFO    - - looked\n");
    }

    [Theory]
    [InlineData(
        LogLevel.Error, "E"), InlineData(LogLevel.Warning, "EW"), InlineData(LogLevel.Info, "EWI"), InlineData(LogLevel.Debug, "EWID")]
    public void Write_ALevel_LeavesOutWhatIsLessGrave(LogLevel level, string expected)
    {
        using var log = Open(level);

        log.Write(LogLevel.Error, "E");
        log.Write(LogLevel.Warning, "W");
        log.Write(LogLevel.Info, "I");
        log.Write(LogLevel.Debug, "D");

        string.Concat(File.ReadAllLines(LogPath).Select(line => line[^1])).ShouldBe(expected);
    }

    [Fact]
    public void Write_Secrets_AreMasked()
    {
        var settings = new NotificationSettings(
        [
            Discord.Service.With((Discord.WebhookUrl, "https://discord.com/api/webhooks/1/discord-key")),
            Telegram.Service.With((Telegram.Token, "123456:AAtheToken"), (Telegram.ChatId, "1")),
            Pushover.Service.With((Pushover.UserKey, "user-key-1"), (Pushover.ApiKey, "api-key-1")),
        ]);
        using var log = new DebugLog(LogPath, LogLevel.Error, SecretMask.Of(settings), _clock, _complaints);

        log.Write(LogLevel.Error, "GET https://api.telegram.org/bot123456:AAtheToken/x and /api/webhooks/1/discord-key and "
            + "token=api-key-1 and 123456%3AAAtheToken");

        File.ReadAllText(LogPath).ShouldEndWith("GET https://api.telegram.org/bot***/x and /*** and token=*** and ***\n");
    }

    [Fact]
    public void Write_PastTheLimit_TurnsTheFilesAndKeepsFive()
    {
        using var log = new DebugLog(LogPath, LogLevel.Error, SecretMask.None, _clock, _complaints, limit: 100);

        for (var number = 1; number <= 9; number++)
        {
            log.Write(LogLevel.Error, $"event {number} {new string('x', 50)}");
        }

        Directory.GetFiles(_folder)
            .Select(Path.GetFileName)
            .Order()
            .ShouldBe(["debug.log", "debug.log.1", "debug.log.2", "debug.log.3", "debug.log.4", "debug.log.5"]);
        File.ReadAllText(LogPath).ShouldContain("event 9 ");
        File.ReadAllText(LogPath + ".1").ShouldContain("event 8 ");
        File.ReadAllText(LogPath + ".5").ShouldContain("event 4 ");
    }

    [Fact]
    public void Write_TheFileWasMovedAway_GoesOnInANewOne()
    {
        using var log = Open(LogLevel.Error);
        log.Write(LogLevel.Error, "one");

        File.Move(LogPath, LogPath + ".mine");
        log.Write(LogLevel.Error, "two");

        File.ReadAllText(LogPath).ShouldEndWith(" two\n");
    }

    [Fact]
    public void Write_ADiskThatIsFull_IsSaidOnceAndStopsNothing()
    {
        Assert.SkipUnless(File.Exists("/dev/full"), "there is no /dev/full here");
        File.CreateSymbolicLink(LogPath, "/dev/full");
        using var log = Open(LogLevel.Error);

        log.Write(LogLevel.Error, "one");
        log.Write(LogLevel.Error, "two");
        _complaints.ToString().Split('\n', StringSplitOptions.RemoveEmptyEntries).ShouldHaveSingleItem().ShouldContain("cannot be written");

        File.Delete(LogPath);
        log.Write(LogLevel.Error, "three");
        File.ReadAllText(LogPath).ShouldEndWith(" three\n");
    }

    [Fact]
    public void Write_TheErrorOutputIsOnTheSameFullDisk_StopsNothing()
    {
        Assert.SkipUnless(File.Exists("/dev/full"), "there is no /dev/full here");
        File.CreateSymbolicLink(LogPath, "/dev/full");
        using var full = new StreamWriter(
            new FileStream("/dev/full", FileMode.Open, FileAccess.Write, FileShare.ReadWrite, bufferSize: 0))
        { AutoFlush = true };
        using var log = new DebugLog(LogPath, LogLevel.Error, SecretMask.None, _clock, full);

        log.Write(LogLevel.Error, "one");

        File.Delete(LogPath);
        log.Write(LogLevel.Error, "two");
        File.ReadAllText(LogPath).ShouldEndWith(" two\n");
    }

    [Fact]
    public void Write_AfterDispose_DoesNothing()
    {
        var log = Open(LogLevel.Error);
        log.Dispose();

        log.Write(LogLevel.Error, "late");

        File.Exists(LogPath).ShouldBeFalse();
        _complaints.ToString().ShouldBeEmpty();
    }

    private DebugLog Open(LogLevel level) => new(LogPath, level, SecretMask.None, _clock, _complaints);
}
