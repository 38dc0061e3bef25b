using PlotManager.Core.Plotters;
using PlotManager.Core.Plotters.Logs;
using PlotManager.Manager;
using PlotManager.Platform;
using PlotManager.Tests.Scripted;

namespace PlotManager.Tests.Manager;

public class LogFollowerTests
{
    private const string Log = "/logs/a.log";

    private readonly ScriptedMachine machine = new();
    private readonly LogFollower follower;
    private int readers;

    public LogFollowerTests() => follower = new LogFollower(machine.Files, Log, () =>
    {
        readers++;
        return new PlotLogReader(BuiltInProfiles.Catalog.Find("chia")!);
    });

    [Fact]
    public void Follow_ALogThatGrows_ReadsOnWhereItEnded()
    {
        Say("Computing table 1\nComputing ta");
        follower.Follow().ShouldBeTrue();
        follower.Said.Current.ShouldNotBeNull().WithinPhase.ShouldBe(0);

        Say("ble 5\n");
        follower.HasGrown(Found).ShouldBeTrue();
        follower.Follow(Found).ShouldBeTrue();
        (follower.Said.Lines, follower.Said.Current!.WithinPhase).ShouldBe((2, 0.46));
        follower.HasGrown(Found).ShouldBeFalse();
        follower.Follow(Found).ShouldBeFalse("nothing new");
        readers.ShouldBe(1);
    }

    [Fact]
    public void Follow_ALogLongerThanOnePiece_ReadsItWhole()
    {
        var line = "\tBucket 0 uniform sort. Ram: 3.240GiB\n";
        Say(string.Concat(Enumerable.Repeat(line, 700_000 / line.Length)) + "Computing table 7\n");

        follower.Follow().ShouldBeTrue();

        (follower.Said.Lines, follower.Said.Current!.WithinPhase).ShouldBe((700_000 / line.Length + 1, 0.84));
    }

    [Fact]
    public void Follow_ALogThatShrankOrWasReplaced_IsReadFromItsBeginning()
    {
        Say("Computing table 5\nComputing table 6\n");
        follower.Follow();
        machine.Files.Truncate(Log);
        Say("Computing table 2\n");
        follower.Follow().ShouldBeTrue();
        (follower.Said.Lines, follower.Said.Current!.WithinPhase).ShouldBe((1, 0.02));

        machine.Files.Replace(Log, "Computing table 3\nComputing table 4\nComputing table 5\n");
        follower.HasGrown(Found).ShouldBeTrue();
        follower.Follow().ShouldBeTrue();
        (follower.Said.Lines, readers).ShouldBe((3, 3));
    }

    [Fact]
    public void Follow_ALogThatIsNotThereYetOrNoMore_SaysWhich()
    {
        follower.Follow().ShouldBeFalse();
        follower.Trouble.ShouldBe($"{Log}: no such log yet");
        follower.HasGrown(null).ShouldBeFalse();

        Say("Computing table 4\n");
        follower.Follow().ShouldBeTrue();
        follower.Trouble.ShouldBeNull();

        machine.Files.Delete(Log);
        follower.HasGrown(null).ShouldBeTrue();
        follower.Follow().ShouldBeFalse();
        follower.Trouble.ShouldBe($"{Log}: the log is gone; what it had said stays known");
        follower.Said.Current.ShouldNotBeNull().WithinPhase.ShouldBe(0.29);
    }

    [Fact]
    public void Follow_ALogThatCannotBeRead_KeepsWhatItSaidAndGoesOnLater()
    {
        Say("Computing table 4\n");
        follower.Follow();
        machine.Files.Unreadable.Add("/logs");
        Say("Computing table 5\n");
        follower.Follow().ShouldBeFalse();
        follower.Trouble.ShouldBe($"{Log}: Input/output error");
        follower.Said.Lines.ShouldBe(1);

        machine.Files.Unreadable.Clear();
        follower.Follow().ShouldBeTrue();
        (follower.Said.Lines, follower.Trouble).ShouldBe((2, null));
    }

    private FileFinding? Found => ((IFiles)machine.Files).Look(Log);

    private void Say(string text) => machine.Files.Append(Log, text);
}
