using PlotManager.Core.Plotters.Logs;
using PlotManager.Core.Plotters.Reading;
using PlotManager.Logs;
using PlotManager.Observing;
using PlotManager.Platform;
using PlotManager.Tests.Scripted;

namespace PlotManager.Tests.Observing;

public class LogFollowerTests
{
    private const string Log = "/logs/a.log";

    private readonly ScriptedMachine _machine = new();
    private readonly LogFollower _follower;
    private int _readers;

    public LogFollowerTests() => _follower = new LogFollower(_machine.Files, Log, () =>
    {
        _readers++;
        return new PlotLogReader(BuiltInProfiles.Catalog.Find("chia")!);
    }, LogLimits.Own);

    [Fact]
    public void Follow_ALogThatGrows_ReadsOnWhereItEnded()
    {
        Say("Computing table 1\nComputing ta");
        _follower.Follow().ShouldBeTrue();
        _follower.Said.Current.ShouldNotBeNull().WithinPhase.ShouldBe(0);

        Say("ble 5\n");
        _follower.HasGrown(Found).ShouldBeTrue();
        _follower.Follow(Found).ShouldBeTrue();
        (_follower.Said.Lines, _follower.Said.Current!.WithinPhase).ShouldBe((2, 0.46));
        _follower.HasGrown(Found).ShouldBeFalse();
        _follower.Follow(Found).ShouldBeFalse("nothing new");
        _readers.ShouldBe(1);
    }

    [Fact]
    public void Follow_ALogLongerThanOnePiece_ReadsItWhole()
    {
        var line = "\tBucket 0 uniform sort. Ram: 3.240GiB\n";
        Say(string.Concat(Enumerable.Repeat(line, 700_000 / line.Length)) + "Computing table 7\n");

        _follower.Follow().ShouldBeTrue();

        (_follower.Said.Lines, _follower.Said.Current!.WithinPhase).ShouldBe((700_000 / line.Length + 1, 0.84));
    }

    [Fact]
    public void Follow_ALogAsPowerShellWritesIt_IsReadOnWithinACharacter()
    {
        var bytes = System.Text.Encoding.Unicode.GetBytes("\uFEFFComputing table 1\r\nComputing table 5\r\n");
        foreach (var part in bytes.Chunk(31))
        {
            _machine.Files.Append(Log, part);
            _follower.Follow();
        }

        (_follower.Said.Lines, _follower.Said.Current!.WithinPhase).ShouldBe((2, 0.46));
        _machine.Files.Replace(Log, "Computing table 2\n");
        _follower.Follow();
        (_follower.Said.Lines, _follower.Said.Current!.WithinPhase).ShouldBe((1, 0.02));
    }

    [Fact]
    public void Follow_ALogThatShrankOrWasReplaced_IsReadFromItsBeginning()
    {
        Say("Computing table 5\nComputing table 6\n");
        _follower.Follow();
        _machine.Files.Truncate(Log);
        Say("Computing table 2\n");
        _follower.Follow().ShouldBeTrue();
        (_follower.Said.Lines, _follower.Said.Current!.WithinPhase).ShouldBe((1, 0.02));

        _machine.Files.Replace(Log, "Computing table 3\nComputing table 4\nComputing table 5\n");
        _follower.HasGrown(Found).ShouldBeTrue();
        _follower.Follow().ShouldBeTrue();
        (_follower.Said.Lines, _readers).ShouldBe((3, 3));
    }

    [Fact]
    public void Follow_ALogThatIsNotThereYetOrNoMore_SaysWhich()
    {
        _follower.Follow().ShouldBeFalse();
        _follower.Trouble.ShouldBe($"{Log}: no such log yet");
        _follower.HasGrown(null).ShouldBeFalse();

        Say("Computing table 4\n");
        _follower.Follow().ShouldBeTrue();
        _follower.Trouble.ShouldBeNull();

        _machine.Files.Delete(Log);
        _follower.HasGrown(null).ShouldBeTrue();
        _follower.Follow().ShouldBeFalse();
        _follower.Trouble.ShouldBe($"{Log}: the log is gone; what it had said stays known");
        _follower.Said.Current.ShouldNotBeNull().WithinPhase.ShouldBe(0.29);
    }

    [Fact]
    public void Follow_ALogThatCannotBeRead_KeepsWhatItSaidAndGoesOnLater()
    {
        Say("Computing table 4\n");
        _follower.Follow();
        _machine.Files.Unreadable.Add("/logs");
        Say("Computing table 5\n");
        _follower.Follow().ShouldBeFalse();
        _follower.Trouble.ShouldBe($"{Log}: Input/output error");
        _follower.Said.Lines.ShouldBe(1);

        _machine.Files.Unreadable.Clear();
        _follower.Follow().ShouldBeTrue();
        (_follower.Said.Lines, _follower.Trouble).ShouldBe((2, null));
    }

    private FileFinding? Found => ((IFiles)_machine.Files).Look(Log);

    private void Say(string text) => _machine.Files.Append(Log, text);
}
