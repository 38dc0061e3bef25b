using PlotManager.Core.Configuration;
using PlotManager.Core.Farm;
using PlotManager.Core.Scheduling;
using static PlotManager.Core.Tests.Scheduling.SmallFarm;

namespace PlotManager.Core.Tests.Scheduling;

public sealed class WaitBookTests
{
    private static readonly Config One = Config(Job("a"));

    [Fact]
    public void Of_Looks_AddUpTheTimeBetweenThemByTheEarlierReason()
    {
        var book = new WaitBook();
        var full = World(One).Found("/dest/d", DirectoryCondition.Missing);

        book.Note(Scheduler.Decide(One, full));                                                        // 0: destination
        book.Note(Scheduler.Decide(One, full.At(Minute(20)) with { Starts = StartMode.Paused }));       // 20: paused
        book.Note(Scheduler.Decide(One, full.At(Minute(25))));                                         // 25: destination
        book.Note(Scheduler.Decide(One, World(One).At(Minute(60))));                                   // 60: starts

        book.Of("a").Select(held => (held.Rule, held.Time.TotalMinutes)).ShouldBe([(Rule.Destination, 55), (Rule.Paused, 5)]);
    }

    [Fact]
    public void Of_CostlyReasons_TellPlotsLostByTheMedianBetweenStarts()
    {
        // Gaps 30, 30, 30, 600 and, with the start at the end, 95: the median is 30. 45 minutes without a destination are 1.5 plots;
        // stagger costs nothing.
        var book = new WaitBook();
        foreach (var minute in new[] { -730.0, -700, -670, -640, -40 })
        {
            book.Started("a", Minute(minute));
        }

        var full = World(One).Found("/dest/d", DirectoryCondition.Missing);
        var staggered = Config(Job("a") with { InitialDelay = TimeSpan.FromMinutes(500) });

        book.Note(Scheduler.Decide(One, full));
        book.Note(Scheduler.Decide(staggered, World(staggered).At(Minute(45)) with { ManagerStarted = Minute(45) }));
        book.Note(Scheduler.Decide(One, World(One).At(Minute(55))));

        book.Of("a").ShouldBe(
            [new HeldTime(Rule.Destination, TimeSpan.FromMinutes(45), 1.5), new HeldTime(Rule.Stagger, TimeSpan.FromMinutes(10), null)]);
    }

    [Fact]
    public void Note_Midnight_BeginsANewPage()
    {
        // 10:00 + 13 h 50 = 23:50; the next look is at 00:20 of the next day: 20 minutes of that day.
        var book = new WaitBook();
        var full = World(One).Found("/dest/d", DirectoryCondition.Missing);

        book.Note(Scheduler.Decide(One, full.At(Minute(830))));
        book.Note(Scheduler.Decide(One, full.At(Minute(860))));

        book.Of("a").ShouldBe([new HeldTime(Rule.Destination, TimeSpan.FromMinutes(20), null)]);
    }
}
