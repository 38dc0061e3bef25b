using PlotManager.Core.Configuration;
using PlotManager.Core.Farm;
using PlotManager.Core.Scheduling;
using PlotManager.Core.Tests.Configuration;

namespace PlotManager.Core.Tests.Scheduling;

public sealed class CheckStartsTests
{
    private static readonly Config Config = Reader.Good(Reader.Smallest);

    [Fact]
    public void Of_OneAtATime_StartsTheFirstWhoseDriveIsFree() => Starts(
        1, new("a", "/d1", CheckStage.DriveIsWritten), new("b", null, CheckStage.DriveIsAway), new("c", "/d2", CheckStage.MayStart),
        new("d", "/d3", CheckStage.MayStart)).ShouldBe(["c"]);

    [Fact]
    public void Of_SeveralAtOnce_StartsNeverTwoOnOneDrive() => Starts(
        3, new("a", "/d1", CheckStage.UnderWay), new("b", "/d1", CheckStage.MayStart), new("c", "/d2", CheckStage.MayStart),
        new("d", "/d2", CheckStage.MayStart), new("e", "/d3", CheckStage.MayStart), new("f", "/d4", CheckStage.MayStart))
        .ShouldBe(["c", "e"]);

    [Fact]
    public void Of_AsManyUnderWayAsMayBe_StartsNone() =>
        Starts(1, new("a", "/d1", CheckStage.UnderWay), new("b", "/d2", CheckStage.MayStart)).ShouldBeEmpty();

    [Theory]
    [InlineData(StartMode.Paused, 0)]
    [InlineData(StartMode.Draining, 1)] // what is made is checked before the manager ends
    public void Of_AFarmThatStartsNothing_ChecksUnlessItIsPaused(StartMode mode, int checks) =>
        CheckStarts.Of(Config, World(new CheckInQueue("a", "/d", CheckStage.MayStart)) with { Starts = mode }).Length.ShouldBe(checks);

    [Fact]
    public void Decide_WhileARunStarts_ChecksNothingYet()
    {
        var world = World(new CheckInQueue("a", "/d", CheckStage.MayStart));
        var decision = Scheduler.Decide(Config, world);
        decision.StartsAny.ShouldBeTrue();
        decision.Actions.ShouldAllBe(action => action is StartRun);

        Scheduler.Decide(Config, world with { Starts = StartMode.Draining }).Actions.ShouldBe([new StartCheck("a")]);
    }

    private static IEnumerable<string> Starts(int atOnce, params CheckInQueue[] checks) =>
        CheckStarts.Of(Config with { Verify = Config.Verify with { AtOnce = atOnce } }, World(checks)).Select(start => start.CheckId);

    private static World World(params CheckInQueue[] checks) => new()
    {
        Now = new DateTimeOffset(2026, 11, 29, 12, 0, 0, TimeSpan.Zero),
        ManagerStarted = new DateTimeOffset(2026, 11, 29, 10, 0, 0, TimeSpan.Zero),
        Jobs = [new JobHistory(Config.Jobs[0].Name)],
        Directories = Config.Jobs[0].Temp.Concat(Config.Jobs[0].Destination).ToDictionary(
            path => path, path => new DirectoryFinding(path, 10_000L << 30, 20_000L << 30, DirectoryCondition.Usable)),
        Checks = [.. checks],
    };
}
