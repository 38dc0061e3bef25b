using PlotManager.Core.Scheduling;
using PlotManager.Journal;
using PlotManager.Store;

namespace PlotManager.Tests.Store;

public sealed class EarlierWaitsTests
{
    private static readonly DateTimeOffset Now = new(2026, 11, 22, 12, 0, 0, TimeSpan.FromHours(2));

    [Fact]
    public void Today_ReasonsOfTwoJobs_AreTimedEachUntilTheNextOfItsJob()
    {
        var held = EarlierWaits.Today(
            [At(9, 0, "stagger", "micron"), At(
                9, 10, "destination", "inland"), At(9, 30, "start", "micron"), At(10, 0, "stagger", "micron")], Now);

        held.ShouldBe([
            ("micron", Rule.Stagger, TimeSpan.FromMinutes(30)),
            ("inland", Rule.Destination, TimeSpan.FromMinutes(170)), // 9:10 to 12:00
            ("micron", Rule.Stagger, TimeSpan.FromMinutes(120)),
        ]);
    }

    [Fact]
    public void Today_ReasonFromYesterday_CountsFromMidnight() =>
        EarlierWaits.Today([At(-3, 0, "temp", "micron"), At(1, 0, "start", "micron")], Now)
            .ShouldBe([("micron", Rule.Temp, TimeSpan.FromHours(1))]);

    [Fact]
    public void Today_ManagerStopped_HoldsNothingUntilItStartsAgain() =>
        EarlierWaits.Today([At(8, 0, "paused", "micron"), At(9, 0, "stopped", null)], Now)
            .ShouldBe([("micron", Rule.Paused, TimeSpan.FromHours(1))]);

    [Fact]
    public void Today_AllPlotsStartedOrSomethingUnknown_IsNoWait() =>
        EarlierWaits.Today([At(8, 0, "max plots", "micron"), At(8, 0, "a rule of the future", "inland")], Now).ShouldBeEmpty();

    private static EventRecord At(int hour, int minute, string kind, string? job) =>
        new(new DateTimeOffset(2026, 11, 22, 0, 0, 0, TimeSpan.FromHours(2)).AddHours(hour).AddMinutes(minute), kind, job, null, "");
}
