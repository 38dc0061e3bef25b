using PlotManager.Core.Configuration;
using PlotManager.Core.Scheduling;
using PlotManager.Core.Simulation;
using PlotManager.Core.Tests.Scheduling;

namespace PlotManager.Core.Tests.Simulation;

[Collection(Alone.Name)]
public sealed class SimulatorTests
{
    public static Config TwentyJobs() => SmallFarm.Config([.. Enumerable.Range(0, 20).Select(i => SmallFarm.Job($"job{i:00}") with
    {
        Temp = [$"/nvme{i}/a", $"/nvme{i}/b", $"/nvme{i}/c"],
        Destination = [$"/hdd{i % 7}/plots", $"/hdd{(i + 3) % 7}/plots"],
        MaxPlots = 100_000,
        MaxConcurrent = 2,
        MaxConcurrentWithStartEarly = 2,
        Stagger = TimeSpan.FromMinutes(360),
        InitialDelay = TimeSpan.FromMinutes(17 * i),
    })]);

    [Fact]
    public void Year_OfTwentyJobsWithFourPlotsADay_CountsThemAll()
    {
        var config = TwentyJobs();
        var runs = 0;
        var summary = Simulator.Run(
            new(config, EmptyFarm.Of(config, EmptyFarm.Midnight), new(150, 60, 110, 8), TimeSpan.FromDays(365)), _ => runs++);

        // Job i starts at 17 i, 17 i + 360, ...: 1460 each, as 17 x 19 = 323 < 360. The last start of each at 17 i + 1459 x 360 ends 328
        // later, within the year (525,600 minutes) if 17 i + 525,240 + 328 <= 525,600: for i = 0 and 1.
        runs.ShouldBe(20 * 1460);
        summary.Started.ShouldBe(20 * 1460);
        summary.Completed.ShouldBe((20 * 1459) + 2);
    }

    [Fact]
    public void Year_AsItGoesOn_NeedsNoMoreMemory()
    {
        var config = TwentyJobs();
        var (runs, early, late) = (0, 0L, 0L);
        Simulator.Run(new(config, EmptyFarm.Of(config, EmptyFarm.Midnight), new(150, 60, 110, 8), TimeSpan.FromDays(365)), _ =>
        {
            runs++;
            if (runs == 2_000)
            {
                early = GC.GetTotalMemory(forceFullCollection: true);
            }

            if (runs == 28_000)
            {
                late = GC.GetTotalMemory(forceFullCollection: true);
            }
        });

        // 26,000 runs kept would be several MB.
        (late - early).ShouldBeLessThan(2_000_000);
    }

    [Fact]
    public void MaxPlots_AreMade_TheForecastEndsThere()
    {
        // Five plots of 480 minutes, one after another: done after 2400 minutes, and the drive is never full.
        var config = One(job => job with { MaxPlots = 5, MaxConcurrent = 1, MaxConcurrentWithStartEarly = 1, Stagger = TimeSpan.Zero });
        var start = EmptyFarm.Of(config, EmptyFarm.Midnight, freeAtDestinations: 10 * 108_877_420_953);

        var summary = Simulator.Run(new(config, start, new(480), TimeSpan.FromDays(30)));

        (summary.Completed, summary.AllMadeAfter).ShouldBe((5, TimeSpan.FromMinutes(2400)));
        summary.Destinations.ShouldAllBe(drive => drive.FullInDays == null);
        SimulationText.Summary(summary).First().ShouldEndWith("in 30 days; all plots of all jobs are made after 40 hours");
    }

    [Theory]
    [InlineData(12, false)]
    [InlineData(40, true)]
    public void MaxPlots_AreNotMadeInThatTime_ADriveIsFullOnlyIfTheyDoNotFit(int maxPlots, bool isFull)
    {
        var config = One(
            job => job with { MaxPlots = maxPlots, MaxConcurrent = 1, MaxConcurrentWithStartEarly = 1, Stagger = TimeSpan.Zero });
        var start = EmptyFarm.Of(config, EmptyFarm.Midnight, freeAtDestinations: 20 * 108_877_420_953);

        var summary = Simulator.Run(new(config, start, new(480), TimeSpan.FromDays(2)));

        (summary.Completed, summary.AllMadeAfter).ShouldBe((6, null));
        summary.Destinations.Single().FullInDays.HasValue.ShouldBe(isFull);
    }

    private static Config One(Func<Job, Job>? change = null) => SmallFarm.Config((change ?? (job => job))(SmallFarm.Job("a") with
    {
        Temp = ["t"],
        Destination = ["d"],
        MaxConcurrent = 1,
        MaxConcurrentWithStartEarly = 1,
    }));

    private static SimulationSummary Played(
        Config config, double days, long? freeGB = null, bool polling = false, Action<SimulatedRun>? onRun = null) =>
        Simulator.Run(
            new(config, EmptyFarm.Of(config, EmptyFarm.Midnight, freeAtDestinations: freeGB * SmallFarm.GB), new(
                150, 60, 110, 40), TimeSpan.FromDays(days), polling),
            onRun);

    [Fact]
    public void Summary_OnePlotAfterAnother_IsWorkedOutByHand()
    {
        // 360 minutes a plot: four a day, all the time; the fifth of the day begins as the fourth ends.
        var summary = Played(One(), days: 2);

        (summary.Started, summary.Completed, summary.PlotsPerDay).ShouldBe((8, 8, 4));
        summary.BytesCompleted.ShouldBe(8 * 108_877_420_953);
        summary.Temps.ShouldBe([new TempForecast("t", 256_624_295_936, 1, null, 0)]);
        summary.Waiting.ShouldBe([new WaitShare(Rule.JobMaxConcurrent, 1)]);
        summary.Destinations.ShouldBe([new DestinationForecast("d", 8, null, null)]);
    }

    [Fact]
    public void Summary_StaggerLongerThanAPlot_TempIsIdleBetween()
    {
        // A start every 480 minutes, 360 of them busy: idle a quarter. Waits: 360 for max concurrent and stagger together, where stagger
        // comes first; so all of it is stagger.
        var summary = Played(One(job => job with { Stagger = TimeSpan.FromMinutes(480) }), days: 2);

        (summary.Started, summary.Completed).ShouldBe((6, 6));
        summary.Temps[0].Idle.ShouldBe(0.25, 1e-9);
        summary.Waiting.ShouldBe([new WaitShare(Rule.Stagger, 1)]);
    }

    [Fact]
    public void Summary_DestinationFills_TellsWhenAndWhatWaitsForIt()
    {
        // 250 GB: two plots. The second starts at 360: from then on there is no room for a third, and after 720 nothing runs.
        var summary = Played(One(), days: 1, freeGB: 250);

        (summary.Started, summary.Completed).ShouldBe((2, 2));
        summary.Destinations.ShouldBe([new DestinationForecast("d", 2, 360, 0.25)]);

        // Of 1440 minutes 720 are spent waiting for the run before, which comes first, 720 for the destination.
        summary.Waiting.Select(share => (share.Rule, share.Share))
            .ShouldBe([(Rule.JobMaxConcurrent, 0.5), (Rule.Destination, 0.5)], ignoreOrder: true);
    }

    [Fact]
    public void Summary_DestinationNotYetFull_IsReckonedFromWhatComesADay()
    {
        // 4 x 108.877 GB a day into 10,000 GB: 22.96 days.
        var summary = Played(One(), days: 2, freeGB: 10_000);

        summary.Destinations[0].FullAtMinute.ShouldBeNull();
        summary.Destinations[0].FullInDays!.Value.ShouldBe(22.96, 0.01);
    }

    [Fact]
    public void Run_OfMorePlotsThanArePlayed_TellsOnlyThose()
    {
        // 360 minutes a plot: four of a billion in a day; it would end after 360 billion minutes.
        var told = new List<SimulatedRun>();
        var summary = Played(
            One(job => job with { PlotsPerRun = 1_000_000_000, MaxPlots = 1_000_000_000, SkipFullDestinations = false }),
            days: 1,
            onRun: told.Add);

        summary.Completed.ShouldBe(4);
        told.Single().PhaseEndMinutes.Length.ShouldBe(16);
        told.Single().EndMinute.ShouldBe(360e9);
    }

    [Fact]
    public void JsonLine_AndSummary_AreStable()
    {
        var lines = new List<string>();
        var summary = Played(One(job => job with { MaxPlots = 1 }), days: 1, onRun: run => lines.Add(SimulationOutput.JsonLine(run)));

        lines.ShouldBe(["""{"minute":0,"job":"a","temp":"t","temp2":null,"dest":"d"}"""]);
        SimulationOutput.JsonSummary(summary).ShouldBe(
            """{"summary":{"days":1,"started":1,"completed":1,"plots_per_day":1,"bytes":108877420953,"tib_per_day":0.099,"failed":0,"jobs":[{"job":"a","started":1,"completed":1,"failed":0}],"""
            + """ "temps":[{"drive":"t","peak_bytes":256624295936,"peak_runs":1,"total_bytes":null,"idle":0.75}],"waiting":[],""".TrimStart()
            + """ "destinations":[{"drive":"d","plots":1,"full_at_minute":null,"full_in_days":null}]}}""".TrimStart());
    }

    [Fact]
    public void CsvLine_NamesWithCommas_AreQuoted()
    {
        var line = "";
        Played(One(job => job with { Name = "a, \"b\"", MaxPlots = 1 }), days: 1, onRun: run => line = SimulationOutput.CsvLine(run));

        line.ShouldBe("0,\"a, \"\"b\"\"\",t,,d,1,360");
    }

    [Fact]
    public void Compare_Differences_AreThoseOfTwoSingleRuns()
    {
        var (slow, fast) = (One(), One(job => job with { MaxConcurrent = 3, MaxConcurrentWithStartEarly = 3 }));
        var (first, second) = (Played(slow, 2), Played(fast, 2));

        // Three at a time make 24 in two days instead of 8.
        var figures = SimulationText.Compare(first, second).ToList();
        figures.ShouldContain(new ComparedFigure("plots a day", "4.00", "12.00", "+8.00"));
        figures.ShouldContain(new ComparedFigure("plots started", "8", "24", "+16"));
        figures.ShouldContain(new ComparedFigure("temp t: at a time", "1", "3", "+2"));
        SimulationOutput.JsonDifference(first, second).ShouldBe(
            """{"difference":{"started":16,"completed":16,"plots_per_day":8,"bytes":1742038735248,"tib_per_day":0.7922,"failed":0}}""");
    }

    [Fact]
    public void Timeline_DrawsABarAPlotWithItsPhases()
    {
        // A day in 24 columns: 150 + 60 + 110 + 40 minutes; the middle of an hour decides. Hours 0-2 phase 1 (2:30 is phase 2's
        // beginning), hour 2 and 3 (2:30, below 3:30) phase 2 up to 3:30, then phase 3 to 5:20, hour 5 (5:30) phase 4.
        var timeline = new Timeline(TimeSpan.FromDays(1));
        Played(One(job => job with { Stagger = TimeSpan.FromMinutes(720) }), days: 1, onRun: timeline.Add);

        timeline.Draw(24).Select(row => (row.Label, row.ToString())).ShouldBe([("t", "112334      112334")]);
        timeline.Scale(24).ShouldBe("0 h         12 h");
    }

    [Fact]
    public void Timeline_PlotsThatOverlap_StandBelowEachOther()
    {
        var timeline = new Timeline(TimeSpan.FromDays(1));
        var two =
            One(job => job with { MaxConcurrent = 2, MaxConcurrentWithStartEarly = 2, Stagger = TimeSpan.FromMinutes(180), MaxPlots = 3 });
        Played(two, days: 1, onRun: timeline.Add);

        // Starts at 0, 180 and 360.
        timeline.Draw(24).Select(row => (row.Label, row.ToString())).ShouldBe([("t", "112334112334"), ("", "   112334")]);
    }

    [Fact]
    public void FromNow_RunsInFlight_GoOnFromTheirPhase()
    {
        // The run began 200 minutes ago and its phase 1 ended 50 minutes ago: phase 2 ends in 10, the run in 10 + 110 + 40 = 160.
        var config = One();
        var start = EmptyFarm.Of(config, SmallFarm.Minute(200));
        var there = SmallFarm.Run("a", 2, 150) with { TempDrive = "t", Temp = "t", IsKickedOff = true };
        var runs = new List<SimulatedRun>();
        Simulator.Run(
            new(config, start with { Runs = [there] }, new(150, 60, 110, 40), TimeSpan.FromMinutes(200)), runs.Add);

        runs.Select(run => (run.WasThere, run.StartMinute)).ShouldBe([(true, -200), (false, 160)]);
        runs[0].PhaseEndMinutes.ShouldBe([-50, 10, 120, 160]);
    }

    [Theory]
    [InlineData("150,60,110,8", null)]
    [InlineData("150,60,x", "--phases 150,60,x: 'x' is not a number of minutes")]
    [InlineData("b=1,2", "--phases b=1,2: there is no job 'b'; jobs are a")]
    [InlineData("0,0", "--phases 0,0: a plot takes more than no time at all")]
    [InlineData("-1,5", "--phases -1,5: '-1' is not a number of minutes")]
    public void Phases_Text_IsReadOrRefusedInOneLine(string text, string? problem)
    {
        var config = One();
        var read = PhaseDurationText.Read([text], config, PhaseDurationText.OfProfiles(config), out var told);

        told.ShouldBe(problem);
        if (problem is null)
        {
            read!.For("a").ShouldBe([.. new[] { 150, 60, 110, 8 }.Select(minutes => TimeSpan.FromMinutes(minutes))]);
        }
    }

    [Fact]
    public void Phases_OfOneJob_StandOverThoseOfAll()
    {
        var config = SmallFarm.Config(SmallFarm.Job("a"), SmallFarm.Job("b"));
        var read = PhaseDurationText.Read(["a=5,5", "9,9"], config, PhaseDurationText.OfProfiles(config), out _)!;

        read.For("a")[0].ShouldBe(TimeSpan.FromMinutes(5));
        read.For("b")[0].ShouldBe(TimeSpan.FromMinutes(9));
        read.For(null)[0].ShouldBe(TimeSpan.FromMinutes(9));
    }
}
