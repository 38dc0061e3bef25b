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
        var book = new WaitTally();
        var full = World(One).Found("/dest/d", DirectoryCondition.Missing);

        book.Note(Scheduler.Decide(One, full));                                                        // 0: destination
        book.Note(Scheduler.Decide(One, full.At(Minute(20)) with { Starts = StartMode.Paused }));       // 20: paused
        book.Note(Scheduler.Decide(One, full.At(Minute(25))));                                         // 25: destination
        book.Note(Scheduler.Decide(One, World(One).At(Minute(60))));                                   // 60: starts

        book.Of("a").Select(held => (held.Rule, held.Time.TotalMinutes)).ShouldBe([(Rule.Destination, 55), (Rule.Paused, 5)]);
    }

    [Fact]
    public void Of_CostlyReasons_TellPlotsLostByThePaceOfTheStarts()
    {
        // Two starts at once, then four in the 120 minutes up to the one at the end: 30 minutes each. 45 minutes without a destination
        // are 1.5 plots; stagger costs nothing.
        var book = new WaitTally();
        foreach (var minute in new[] { -65.0, -65, -60, -30, -10 })
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

    // 98.6 plots were "lost" after 72 seconds: ten plots had started within some seconds of each other.
    [Fact]
    public void Pace_StartsAtOnce_TellNoneForAnHour()
    {
        var book = new WaitTally();
        for (var start = 0; start < 10; start++)
        {
            book.Started("a", Minute(start / 100.0));
        }

        book.Pace("a").ShouldBeNull();
        book.Started("a", Minute(59));
        book.Pace("a").ShouldBeNull("an hour is not over");
        book.Started("a", Minute(80));
        book.Pace("a").ShouldBe(TimeSpan.FromMinutes(40), "two came in the 80 minutes after the first");
        book.Pace("b").ShouldBeNull();
    }

    [Fact]
    public void Pace_ManyShortPlots_IsKnownAfterAnHour()
    {
        var book = new WaitTally();
        for (var minute = 0; minute <= 200; minute++)
        {
            book.Started("a", Minute(minute / 2.0));
        }

        book.Pace("a").ShouldNotBeNull().TotalMinutes.ShouldBe(0.5, 0.02);
    }

    [Fact]
    public void Of_AfterTheLastLook_WhatItSaidHoldsOn()
    {
        var book = new WaitTally();
        book.Note(Scheduler.Decide(One, World(One).Found("/dest/d", DirectoryCondition.Missing)));

        book.Of("a", Minute(7)).ShouldBe([new HeldTime(Rule.Destination, TimeSpan.FromMinutes(7), null)]);
        book.Of("a").ShouldBeEmpty();
    }

    [Fact]
    public void Note_Midnight_BeginsANewPage()
    {
        // 10:00 + 13 h 50 = 23:50; the next look is at 00:20 of the next day: 20 minutes of that day.
        var book = new WaitTally();
        var full = World(One).Found("/dest/d", DirectoryCondition.Missing);

        book.Note(Scheduler.Decide(One, full.At(Minute(830))));
        book.Note(Scheduler.Decide(One, full.At(Minute(860))));

        book.Of("a").ShouldBe([new HeldTime(Rule.Destination, TimeSpan.FromMinutes(20), null)]);
    }
}
