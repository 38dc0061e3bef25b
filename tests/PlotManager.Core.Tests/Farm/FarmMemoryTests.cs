using PlotManager.Core.Farm;
using PlotManager.Core.Plotting;
using PlotManager.Core.Tests.Scheduling;

namespace PlotManager.Core.Tests.Farm;

/// <summary>What has ended is remembered in the journal, not in the state.</summary>
public sealed class FarmMemoryTests
{
    private const int PlotsADay = 4_400;
    private const int Plotters = 50;

    [Fact]
    public void Month_OfFourThousandPlotsADay_TheStateDoesNotGrow()
    {
        var state = FarmState.Empty.Apply(new FarmEvent.SessionBegun("s", 1, SmallFarm.T0));
        var between = TimeSpan.FromDays(1) / PlotsADay;
        var (largest, now) = ((Runs: 0, Plots: 0), SmallFarm.T0);
        for (var number = 0; number < 30 * PlotsADay; number++)
        {
            now += between;
            state =
                Started(state, $"run {number}", plots: 1, now).Apply(new FarmEvent.PlotChanged(new PlotRecord($"run {number}", 1), now));
            if (number >= Plotters)
            {
                state = Ended(state, $"run {number - Plotters}", number % 10 == 0 ? PlotState.Failed : PlotState.Completed, now);
            }

            var size = (Runs: state.Runs.Length, Plots: state.Runs.Sum(run => run.Plots.Length));
            largest = (Math.Max(largest.Runs, size.Runs), Math.Max(largest.Plots, size.Plots));
        }

        largest.ShouldBe((Plotters, Plotters));
        state.Jobs.Length.ShouldBe(1);

        // A tenth of 132,000 has failed, without those that plot on; all else is as it would be had they all been kept.
        var job = state.Job("a");
        (job.Completed + job.Failed, job.KickedOff).ShouldBe(((30 * PlotsADay) - Plotters, (30 * PlotsADay) - job.Failed));
        job.Failed.ShouldBe((30 * PlotsADay / 10) - (Plotters / 10));
    }

    [Fact]
    public void Month_OfOneRunThatMakesPlotAfterPlot_TheStateDoesNotGrow()
    {
        var state = Started(FarmState.Empty, "r", plots: 0, SmallFarm.T0);
        for (var number = 1; number <= 30 * PlotsADay; number++)
        {
            state = state.Apply(new FarmEvent.PlotChanged(new PlotRecord("r", number), SmallFarm.T0));
            state = state.Apply(new FarmEvent.PlotChanged(
                new PlotRecord("r", number) { State = number % 2 == 0 ? PlotState.Failed : PlotState.Completed }, SmallFarm.T0));
            state.Find("r")!.Plots.Length.ShouldBe(1);
            state.Find("r")!.IsInFlight.ShouldBeTrue("it makes plots without end");
        }

        (state.Job("a").Completed, state.Find("r")!.PlotsMade, state.Find("r")!.PlotsBegun).ShouldBe((66_000, 66_000, 132_000));
    }

    [Fact]
    public void Compacted_APlotThatIsStillCopied_KeepsItAndWhatCameAfter()
    {
        var run = new TrackedRun(Run("r", 3, SmallFarm.T0), []);
        PlotState[] states = [PlotState.Completed, PlotState.Copying, PlotState.Failed, PlotState.Making];
        foreach (var (index, state) in states.Index())
        {
            run = run.With(new PlotRecord("r", index + 1) { State = state });
        }

        var compacted = run.Compacted();
        compacted.Plots.Select(plot => plot.Number).ShouldBe([2, 3, 4]);
        (compacted.PlotsBegun, compacted.PlotsMade, compacted.PlotsToMake, compacted.HasMadeAll).ShouldBe(
            (run.PlotsBegun, run.PlotsMade, run.PlotsToMake, run.HasMadeAll));
        compacted.Plot(1).ShouldBeNull();
        compacted.Plot(3).ShouldBe(run.Plots[2]);
        compacted.MayTake(new PlotRecord("r", 1)).ShouldBeFalse("it is over");
        compacted.MayTake(new PlotRecord("r", 2)).ShouldBeTrue();
        compacted.MayTake(new PlotRecord("r", 3)).ShouldBeFalse("it is over");
        compacted.MayTake(new PlotRecord("r", 5)).ShouldBeTrue("it is the next");
        compacted.MayTake(new PlotRecord("r", 6)).ShouldBeFalse("one before it has not begun");
    }

    private static RunRecord Run(string runId, int plots, DateTimeOffset now) => new()
    {
        RunId = runId,
        Job = "a",
        Plotter = "chia",
        Plots = plots,
        LaunchedAt = now,
        Directories = new PlotDirectories("/t", null, "/d"),
    };

    private static FarmState Started(FarmState state, string runId, int plots, DateTimeOffset now) =>
        state.Apply(new FarmEvent.RunIntended(Run(runId, plots, now)))
            .Apply(new FarmEvent.RunLaunched(runId, new ProcessIdentity(7, 1, "boot")));

    private static FarmState Ended(FarmState state, string runId, PlotState plot, DateTimeOffset now) => state
        .Apply(new FarmEvent.PlotChanged(new PlotRecord(runId, 1) { State = plot, EndedAt = now }, now))
        .Apply(new FarmEvent.RunEnded(runId, now, 0));
}
