using PlotManager.Core.Configuration;

namespace PlotManager.Core.Tests.Configuration;

public sealed class ConfigWatchTests
{
    private static readonly DateTimeOffset Noon = new(2026, 11, 22, 12, 0, 0, TimeSpan.Zero);
    private static readonly ConfigWatch.FileState First = new(100, Noon);
    private static readonly ConfigWatch.FileState Second = new(120, Noon.AddMinutes(1));

    [Fact]
    public void Look_NothingChanged_NeverReads() =>
        Reads(First, (First, 0), (First, 5), (First, 5000)).ShouldBe([false, false, false]);

    [Fact]
    public void Look_Changed_ReadsOnceItStoodStillForTwoSeconds() =>
        Reads(First, (Second, 10), (Second, 11), (Second, 11.9), (Second, 12), (Second, 13)).ShouldBe([false, false, false, true, false]);

    [Fact]
    public void Look_StillGrowing_WaitsAnew() =>
        Reads(
            First, (Second, 10), (Second with { Size = 130 }, 11.5), (Second with { Size = 130 }, 12.5), (Second with { Size = 130 }, 13.5))
            .ShouldBe([false, false, false, true]);

    [Fact]
    public void Look_SameSizeButLaterTime_IsAChange() =>
        Reads(First, (First with { Changed = Noon.AddSeconds(1) }, 10), (First with { Changed = Noon.AddSeconds(1) }, 12)).ShouldBe(
            [false, true]);

    [Fact]
    public void Look_OlderTime_IsAChange() =>
        Reads(First, (First with { Changed = Noon.AddDays(-1) }, 10), (First with { Changed = Noon.AddDays(-1) }, 12)).ShouldBe(
            [false, true]);

    [Fact]
    public void Look_ChangedAndBack_IsNoChange() =>
        Reads(First, (Second, 10), (First, 11), (First, 14)).ShouldBe([false, false, false]);

    [Fact]
    public void Look_Away_WaitsUntilItIsBack() =>
        Reads(First, (null, 10), (null, 60), (Second, 61), (Second, 63)).ShouldBe([false, false, false, true]);

    [Fact]
    public void Look_AwayAndBackTheSame_IsNoChange() =>
        Reads(First, (null, 10), (First, 11), (First, 20)).ShouldBe([false, false, false]);

    [Fact]
    public void LookAgain_IsTheEarliestInstantItCanBeRead()
    {
        var watch = ConfigWatch.Of(First);
        watch.LookAgain.ShouldBeNull();

        watch = watch.Look(Second, TimeSpan.FromSeconds(10)).Next;
        watch.LookAgain.ShouldBe(TimeSpan.FromSeconds(12));

        watch = watch.Look(Second, TimeSpan.FromSeconds(12)).Next;
        watch.LookAgain.ShouldBeNull();
    }

    private static List<bool> Reads(ConfigWatch.FileState asRead, params (ConfigWatch.FileState? State, double Second)[] looks)
    {
        var watch = ConfigWatch.Of(asRead);
        var reads = new List<bool>();
        foreach (var (state, second) in looks)
        {
            (watch, var readNow) = watch.Look(state, TimeSpan.FromSeconds(second));
            reads.Add(readNow);
        }
        return reads;
    }
}
