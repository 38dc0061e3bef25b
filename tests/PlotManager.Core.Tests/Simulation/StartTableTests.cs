using System.Collections.Immutable;
using PlotManager.Core.Configuration;
using PlotManager.Core.Simulation;
using PlotManager.Core.Tests.Scheduling;

namespace PlotManager.Core.Tests.Simulation;

/// <summary>
/// Sequences of starts worked out by hand from the rules, looks at multiples of check_interval as the original's were: at which minute,
/// in which directories, in which order.
/// </summary>
public sealed class StartTableTests
{
    private static string[] Played(Config config, PhaseDurations durations, int minutes, bool polling = true, long? freeGB = null)
    {
        var lines = new List<string>();
        var start = EmptyFarm.Of(config, EmptyFarm.Midnight, freeAtDestinations: freeGB * SmallFarm.GB);
        Simulator.Run(
            new(config, start, durations, TimeSpan.FromMinutes(minutes), polling),
            run => lines.Add($"{run.StartMinute} {run.Job} {run.Directories.Temp} {run.Directories.Destination}"));
        return [.. lines];
    }

    private static ImmutableArray<string> List(string letter, int count) => [.. Enumerable.Range(0, count).Select(i => letter + i)];

    private static Job Job(string name, int maxConcurrent, int stagger = 0) => SmallFarm.Job(name) with
    {
        Temp = [name],
        Destination = ["d"],
        MaxConcurrent = maxConcurrent,
        MaxConcurrentWithStartEarly = maxConcurrent,
        Stagger = TimeSpan.FromMinutes(stagger),
    };

    [Fact]
    public void Two_jobs_with_three_temps_and_two_destinations_each()
    {
        // A plot takes 150 + 60 + 110 + 8 = 328 minutes. a: the third start waits for the end of the first (328); the fourth for the end
        // of the second (60 + 328 = 388), which is also 328 + 60. b: delay 30, then 30 + 90; then the ends 358 and 448 = 358 + 90.
        var config = SmallFarm.Config(
            Job("a", 2, stagger: 60) with { Temp = List("at", 3), Destination = List("d", 2) },
            Job("b", 2, stagger: 90) with { Temp = List("bt", 3), Destination = List("d", 2), InitialDelay = TimeSpan.FromMinutes(30) });

        Played(config, new(150, 60, 110, 8), 780).ShouldBe(
        [
            "0 a at0 d0",
            "30 b bt0 d0",
            "60 a at1 d1",
            "120 b bt1 d1",
            "328 a at2 d0",
            "358 b bt2 d0",
            "388 a at0 d1",
            "448 b bt0 d1",
            "656 a at1 d0",
            "686 b bt1 d0",
            "716 a at2 d1",
            "776 b bt2 d1",
        ]);
    }

    [Fact]
    public void Start_early_at_phase_4_with_a_delay()
    {
        // Phase 3 ends 190 minutes after the start; early when that is more than 5 minutes ago, so first at the look of minute 196.
        var config = SmallFarm.Config(Job("a", 1) with
        {
            MaxConcurrentWithStartEarly = 2,
            StartEarlyPhase = 4,
            StartEarlyDelay = TimeSpan.FromMinutes(5),
        });

        Played(config, new(100, 50, 40, 20), 800).ShouldBe(["0 a a d", "196 a a d", "392 a a d", "588 a a d", "784 a a d"]);

        // Woken by the instant itself, not by the next look: just after 195.
        Played(config, new(100, 50, 40, 20), 800, polling: false)
            .ShouldBe(["0 a a d", "195 a a d", "390 a a d", "585 a a d", "780 a a d"]);
    }

    [Fact]
    public void Limits_on_phase_1_for_each_job_and_for_all()
    {
        // 60 minutes a plot, 30 of them phase 1; three may be in phase 1, of a one, of b two; four b at a time.
        // 0: a, b. 1: a has its one; b's second is the third of all. 30: a and the first b leave phase 1, one of each starts;
        // 31: the second b leaves it. From there on it repeats, as the runs of minute 0 and 1 end at 60 and 61.
        var config = SmallFarm.Config(Job("a", 4) with { MaxForPhase1 = 1 }, Job("b", 4) with { MaxForPhase1 = 2 })
            .WithGlobal(maxForPhase1: 3);

        Played(config, new(30, 10, 10, 10), 90).ShouldBe(
        [
            "0 a a d", "0 b b d", "1 b b d",
            "30 a a d", "30 b b d", "31 b b d",
            "60 a a d", "60 b b d", "61 b b d",
        ]);
    }

    [Fact]
    public void A_look_every_five_minutes_with_seven_between_jobs_an_initial_delay_and_max_plots()
    {
        // 90 minutes a plot, two at a time for each job. a: stagger 20, two plots in all; c: delay 12.
        // 0 a. 5: nobody before 7. 10 b. 15: nobody before 17. 20 a, its last. 25: before 27. 30 b, its second. 35: before 37. 40 c.
        // 45: before 47. 50 c. b's runs end at 100 and 120, c's at 130 and 140, b's next at 190: each look comes 7 after the last start.
        var config = SmallFarm.Config(
            Job("a", 2, stagger: 20) with { MaxPlots = 2 },
            Job("b", 2),
            Job("c", 2) with { InitialDelay = TimeSpan.FromMinutes(12) })
            .WithGlobal(minimumMinutes: 7) with
        {
            Manager = new(TimeSpan.FromMinutes(5), LogLevel.Error),
        };

        Played(config, new(60, 10, 10, 10), 200).ShouldBe(
        [
            "0 a a d", "10 b b d", "20 a a d", "30 b b d", "40 c c d", "50 c c d",
            "100 b b d", "120 b b d", "130 c c d", "140 c c d", "190 b b d",
        ]);
    }

    [Fact]
    public void One_look_starts_one_plot_a_job_and_the_next_comes_after_check_interval()
    {
        // No stagger at all, three at a time: when polling one a minute; otherwise a look follows at once.
        var config = SmallFarm.Config(Job("a", 3));

        Played(config, new(60, 10, 10, 10), 60).ShouldBe(["0 a a d", "1 a a d", "2 a a d"]);
        Played(config, new(60, 10, 10, 10), 60, polling: false).ShouldBe(["0 a a d", "0 a a d", "0 a a d"]);
    }

    [Fact]
    public void Global_max_concurrent_gives_place_in_file_order()
    {
        // Three in all. 0: a, b. 1: a. Then full until 90 (a and b of minute 0 end): a, b; 91: the a of minute 1 ends.
        var config = SmallFarm.Config(Job("a", 5), Job("b", 5)).WithGlobal(maxConcurrent: 3);

        Played(config, new(60, 10, 10, 10), 100).ShouldBe(["0 a a d", "0 b b d", "1 a a d", "90 a a d", "90 b b d", "91 a a d"]);
    }

    [Fact]
    public void Full_destinations_are_left_out()
    {
        // 250 GB each: two plots. 0 d0, 60 d1, 120 d0, 180 d1; then both are full for good, though plots end from 328 on.
        var config = SmallFarm.Config(Job("a", 9, stagger: 60) with { Destination = List("d", 2) });

        Played(config, new(150, 60, 110, 8), 1000, freeGB: 250).ShouldBe(["0 a a d0", "60 a a d1", "120 a a d0", "180 a a d1"]);
    }

    [Fact]
    public void A_run_of_several_plots_holds_its_place_until_the_last()
    {
        // Two plots a run, 40 minutes each; five in all: runs of 2, 2 and 1. Phase 1 of the second plot counts: 10 of every 40.
        var config = SmallFarm.Config(Job("a", 1) with { PlotsPerRun = 2, MaxPlots = 5 }, Job("b", 9) with { MaxPlots = 3 })
            .WithGlobal(maxForPhase1: 1);

        // 0: a. b waits for phase 1 to be free: 10, then its own phase 1 to 20, ..., 30. At 40 a's second plot enters phase 1.
        // At 80 a's run is gone: a again.
        Played(config, new(10, 10, 10, 10), 170).ShouldBe(["0 a a d", "10 b b d", "20 b b d", "30 b b d", "80 a a d", "160 a a d"]);
    }
}
