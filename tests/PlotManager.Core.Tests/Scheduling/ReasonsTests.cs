using PlotManager.Core.Configuration;
using PlotManager.Core.Farm;
using PlotManager.Core.Scheduling;
using static PlotManager.Core.Tests.Scheduling.SmallFarm;

namespace PlotManager.Core.Tests.Scheduling;

/// <summary>The words of explain, view and status. The look is at 10:00 local time.</summary>
public sealed class ReasonsTests
{
    private static readonly Job A = Job("a") with { MaxConcurrent = 6, MaxConcurrentWithStartEarly = 7, MaxForPhase1 = 2 };

    [Fact]
    public void Line_Stagger_TellsUntilWhenAndTheCounts()
    {
        var config = Config(A with { Stagger = TimeSpan.FromMinutes(30), StartEarlyPhase = 4 });
        var world = World(config).At(Minute(12)).With(Run("a", 1), Run("a", 2, 1), Run("a", 3, 1, 2), Run("a", 4, 1, 2, 3))
            .History("a", history => history with { LastStart = T0 });

        Reasons.Line(Decide(config, world)).ShouldBe(
            "waits for stagger until 10:30 (in 18 min); 4 of 6 running (1 early, counted out), 1 of 2 in phase 1");
    }

    [Fact]
    public void Line_ALimit_TellsItsCountOnce()
    {
        var full = Config(A with { MaxConcurrent = 1, MaxForPhase1 = 0, Stagger = TimeSpan.Zero });
        var inPhase1 = Config(A with { MaxForPhase1 = 1 });
        var inAll = Config(A with { MaxForPhase1 = 0 }).WithGlobal(maxForPhase1: 1);

        Reasons.Line(Decide(full, World(full).With(Run("a", 3, 1, 2))))
            .ShouldBe("waits: 1 of 1 running (max_concurrent)");
        Reasons.Line(Decide(inPhase1, World(inPhase1).With(Run("a", 1))))
            .ShouldBe("waits: 1 of 1 in phase 1 (max_for_phase_1); 1 of 6 running");
        Reasons.Line(Decide(inAll, World(inAll).With(Run("a", 1))))
            .ShouldBe("waits: 1 of 1 in phase 1 in all (global.max_for_phase_1); 1 of 6 running");
    }

    [Fact]
    public void Headline_Start_TellsWhere()
    {
        var config = Config(A with { Temp2DestinationSync = true });

        Reasons.Headline(Decide(config, World(config))).ShouldBe("starts a plot: /a-temp/t → /dest/d");
    }

    [Fact]
    public void Headline_NoRoom_TellsEachDestination()
    {
        // A plot needs 109,095,175,795 bytes = 101.6 GiB. hdd3: 429,496,730 bytes = 409.6 MiB free; hdd4: 110 GiB free,
        // 101.6 of them promised.
        var config = Config(A with { Destination = ["/mnt3/p", "/mnt4/p"] });
        var world = World(config).Free("/mnt3/p", 429_496_730).Free("/mnt4/p", 110L << 30).With(Run("a", 3, 1, 2).To("/mnt4/p"));

        Reasons.Headline(Decide(config, world)).ShouldBe(
            "waits: no destination has room (needs 101.6 GiB): /mnt3/p 410 MiB free · /mnt4/p 110.0 GiB free, 101.6 GiB promised");
    }

    [Fact]
    public void Headline_NothingUsable_TellsWhy()
    {
        var config = Config(A with { Temp = ["/x/t", "/y/t"] });
        var world = World(config).Found("/x/t", DirectoryCondition.NotMounted)
            .Found("/y/t", new DirectoryFinding(null, 0, 0, DirectoryCondition.Unreadable, "no answer within 5 s"));

        Reasons.Headline(Decide(config, world))
            .ShouldBe("waits: no temp directory is usable: /x/t: not mounted · /y/t: no answer within 5 s");
    }

    [Fact]
    public void Headline_LaterNo_TellsHowLongThatOneHolds()
    {
        var config = Config(A with { Stagger = TimeSpan.FromMinutes(90) });
        var world = World(config).HeldBack("a", Minute(5), "temp full")
            .History("a", history => history with { LastStart = T0 });

        Reasons.Headline(Decide(config, world)).ShouldBe(
            "held back after a failure (temp full) until 10:05, then for stagger until 11:30");
        Reasons.Line(Decide(config, world)).ShouldStartWith(
            "held back after a failure (temp full) until 10:05, then for stagger until 11:30 (in 1 h 30 min); ");
    }

    [Fact]
    public void Word_Paused_Held_Done()
    {
        var config = Config(A with { MaxPlots = 0 }, Job("b"));
        var world = World(config) with { Starts = StartMode.Paused };

        Reasons.Word(Decide(config, world)).ShouldBe("done");
        Reasons.Word(Decide(config, world, job: 1)).ShouldBe("paused");
        Reasons.Word(Decide(config, World(config).HeldBack("b", Minute(5), "x"), job: 1)).ShouldBe("held back");
        Reasons.Headline(Decide(config, World(config))).ShouldBe("done: 0 of 0 plots started (max_plots)");
    }

    [Fact]
    public void Line_AllPlotsStarted_IsDoneWhateverElseForbidsAStart()
    {
        var config = Config(A with { MaxPlots = 3 }).WithGlobal(maxConcurrent: 1);
        var world = World(config).With(Run("a", 3, 1, 2)).History("a", history => history with { KickedOff = 3 });

        Reasons.Line(Decide(config, world)).ShouldBe("done: 3 of 3 plots started (max_plots), 1 still running");
    }

    [Fact]
    public void Headline_AGlobalLimit_NamesRunsOfNoJob()
    {
        var config = Config(A).WithGlobal(maxConcurrent: 2);
        var world = World(config).With(Run("a", 3, 1, 2), Run(null, 3, 1, 2));

        Reasons.Headline(Decide(config, world)).ShouldBe(
            "waits: 2 of 2 running in all, 1 of them of no job (global.max_concurrent)");
    }

    [Theory]
    [InlineData(10, "10:10")]
    [InlineData(14 * 60, "Mon 00:00")]
    [InlineData(7 * 24 * 60, "2026-11-29 10:00")]
    public void Clock_TellsAsMuchAsIsNeeded(double minutes, string told) => Reasons.Clock(Minute(minutes), T0).ShouldBe(told);

    [Fact]
    public void Of_EveryRuleHasWordsForYesAndNo()
    {
        var config =
            Config(A with { MaxPlots = 0, MaxConcurrent = 0, MaxConcurrentWithStartEarly = 0, MaxForPhase1 = 1 }).WithGlobal(1, 1, 10);
        var draining = World(config) with { Starts = StartMode.Draining, LastStart = T0 };
        var no = draining.With(Run("a", 1)).Found("/a-temp/t", DirectoryCondition.Missing).Found("/dest/d", DirectoryCondition.Missing)
            .HeldBack("a", Minute(5), "x")
            .History("a", history => history with { PlotterProblem = "gone" });
        var yes = Config(A);
        foreach (var rule in Enum.GetValues<Rule>())
        {
            Decide(config, no)[rule].Allows.ShouldBeFalse();
            Decide(yes, World(yes))[rule].Allows.ShouldBeTrue();
            Reasons.Of(Decide(config, no), rule).ShouldNotBe(Reasons.Of(Decide(yes, World(yes)), rule));
        }
    }
}
