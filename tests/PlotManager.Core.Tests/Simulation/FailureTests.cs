using PlotManager.Core.Configuration;
using PlotManager.Core.Scheduling;
using PlotManager.Core.Simulation;
using PlotManager.Core.Tests.Scheduling;

namespace PlotManager.Core.Tests.Simulation;

/// <summary>Simulated plots that fail. A plot takes 150 + 60 + 110 + 40 = 360 minutes, and there is one at a time.</summary>
public sealed class FailureTests
{
    private static readonly Config One = SmallFarm.Config(SmallFarm.Job("a") with
    {
        Temp = ["t"],
        Destination = ["d"],
        MaxPlots = 100_000,
        MaxConcurrent = 1,
        MaxConcurrentWithStartEarly = 1,
    });

    [Fact]
    public void EveryPlotFails_TheJobBacksOffFromTheThirdOnWithGrowingPauses()
    {
        var runs = new List<SimulatedRun>();
        var summary = Played(1, days: 5, runs.Add);

        runs.Zip(runs.Skip(1), (one, next) => Math.Round(next.StartMinute - one.EndMinute, 2))
            .Take(9)
            .ShouldBe([0, 0, 1, 2, 5, 15, 60, 60, 60]);
        runs.ShouldAllBe(run => run.EndMinute - run.StartMinute < 360);
        summary.Completed.ShouldBe(0);
        summary.BytesCompleted.ShouldBe(0);
        summary.Failed.ShouldBe(runs.Count(run => run.EndMinute <= 5 * 1440));
        summary.Jobs.ShouldBe([new JobForecast("a", summary.Started, 0, summary.Failed)]);
        summary.Waiting.Select(share => share.Rule).ShouldBe([Rule.JobMaxConcurrent, Rule.HeldBack], ignoreOrder: true);
    }

    [Fact]
    public void AFifthOfThePlotsFails_TheyAreAFifthAndTheSameEveryTime()
    {
        var (first, second) = (Played(0.2, days: 400), Played(0.2, days: 400));

        (first.Failed / (double)(first.Failed + first.Completed)).ShouldBe(0.2, 0.03);
        (first.Started - first.Failed - first.Completed).ShouldBeInRange(0, 1, "what is neither made nor lost is in the making");
        (second.Started, second.Completed, second.Failed).ShouldBe((first.Started, first.Completed, first.Failed));
    }

    [Fact]
    public void RunsOfSeveralPlots_FailAsOftenAndEndWithTheFailure()
    {
        var runs = new List<SimulatedRun>();
        var config = SmallFarm.Config(One.Jobs[0] with { PlotsPerRun = 4 });
        var summary = Played(0.2, days: 400, runs.Add, config);

        (summary.Failed / (double)(summary.Failed + summary.Completed)).ShouldBe(0.2, 0.03);

        // 360 minutes a plot: what was made of a run is the whole of that, and the last plot of one that failed is the rest.
        var over = runs.Where(run => run.EndMinute <= 400 * 1440).ToList();
        over.Sum(run => (int)((run.EndMinute - run.StartMinute + 0.001) / 360)).ShouldBeInRange(summary.Completed - 3, summary.Completed);
        over.Count(run => run.EndMinute - run.StartMinute < (4 * 360) - 0.001).ShouldBe(summary.Failed);
        over.ShouldAllBe(run => run.PhaseEndMinutes.Last() == run.EndMinute);
    }

    [Fact]
    public void MaxPlots_AreMadeThoughSomeFail()
    {
        // What fails is given back: the job goes on until five are made.
        var config = SmallFarm.Config(One.Jobs[0] with { MaxPlots = 5 });
        var summary = Played(0.4, days: 60, config: config);

        (summary.Completed, summary.Started).ShouldBe((5, 5 + summary.Failed));
        summary.Failed.ShouldBeGreaterThan(0);
    }

    [Fact]
    public void FromNow_ARunThatIsThere_FailsInTheTimeThatItHasLeft()
    {
        var there = SmallFarm.Run("a", 2, 150) with { TempDrive = "t", Temp = "t", IsKickedOff = true };
        var start = EmptyFarm.Of(One, SmallFarm.Minute(200));
        var runs = new List<SimulatedRun>();
        Simulator.Run(new(One, start with { Runs = [there] }, new(150, 60, 110, 40), TimeSpan.FromDays(1)) { Failures = 1 }, runs.Add);

        // It began 200 minutes ago, and would be done in 160.
        runs[0].WasThere.ShouldBeTrue();
        runs[0].EndMinute.ShouldBeInRange(0, 160);
        runs[0].PhaseEndMinutes[0].ShouldBe(-50);
        runs[1].StartMinute.ShouldBe(runs[0].EndMinute, 0.001);
    }

    private static SimulationSummary Played(double failures, double days, Action<SimulatedRun>? onRun = null, Config? config = null) =>
        Simulator.Run(
        new(config ?? One, EmptyFarm.Of(config ?? One, EmptyFarm.Midnight), new(150, 60, 110, 40), TimeSpan.FromDays(days))
        {
            Failures = failures,
        }, onRun);
}
