using FsCheck;
using FsCheck.Fluent;
using PlotManager.Core.Farm;
using PlotManager.Core.Tests.Scheduling;

namespace PlotManager.Core.Tests.Farm;

/// <summary>What holds for every list of events.</summary>
public sealed class FarmStateProperties
{
    private static readonly FsCheck.Config Often = FsCheck.Config.QuickThrowOnFailure.WithMaxTest(100).WithStartSize(20).WithEndSize(200);

    private static void AfterEveryEvent(Action<List<FarmEvent>, FarmState> holds) =>
        Prop.ForAll<byte[]>(numbers =>
        {
            var choices = new Choices(numbers);
            var any = new AnyEvents(choices);
            var (events, state) = (new List<FarmEvent>(), FarmState.Empty);
            while (choices.AnyLeft)
            {
                events.Add(any.Next());
                state = state.Apply(events[^1]);
                holds(events, state);
            }
        }).Check(Often);

    [Fact]
    public void Every_count_of_a_job_is_what_its_definition_gives() => AfterEveryEvent((events, state) =>
    {
        var defined = new CountsByDefinition(events);
        foreach (var name in new[] { "a", "b" })
        {
            var job = state.Job(name);
            (job.KickedOff, job.Completed, job.Failed).ShouldBe((defined.KickedOff(name), defined.Completed(name), defined.Failed(name)));
            (job.DirectoryOffset, job.LastStart).ShouldBe((defined.DirectoryOffset(name), defined.LastStart(name)));
            (job.FailuresInARow, job.PausesInARow).ShouldBe((defined.FailuresInARow(name), defined.PausesInARow(name)));
            (job.HeldBackUntil, job.HeldBackCause).ShouldBe(defined.BackOff(name));
            job.NoDestinationSince.ShouldBe(defined.NoDestinationSince(name));
        }
    });

    [Fact]
    public void Every_figure_of_a_run_is_what_its_definition_gives() => AfterEveryEvent((events, state) =>
    {
        var defined = new CountsByDefinition(events);
        state.Runs.Select(run => run.RunId).ShouldBe(defined.Runs);
        state.Runs.Where(run => run.IsInFlight).Select(run => run.RunId).ShouldBe(defined.InFlight);
        foreach (var (run, id) in state.Runs.Select(run => (run, run.RunId)))
        {
            (run.Run.State, run.Run.Counted, run.Run.LaunchedAt).ShouldBe(
                (defined.State(id), defined.IsCounted(id), defined.LaunchedAt(id)));
            (run.PlotsMade, run.PlotsToMake).ShouldBe((defined.PlotsMade(id), defined.PlotsToMake(id)));
            (run.Run.KilledByUser, run.Run.Process, run.Run.SuspendedSince).ShouldBe(
                (defined.IsKilledByUser(id), defined.Process(id), defined.SuspendedSince(id)));
            (run.Run.LogFile, run.Run.K).ShouldBe(defined.Found(id));
            var current = run.Current is { } plot
                ? (plot.Number, plot.State, plot.StartedAt, plot.PhaseEnds.FirstOrDefault())
                : ((int, Core.Plotting.PlotState, DateTimeOffset?, DateTimeOffset?)?)null;
            current.ShouldBe(defined.Current(id));
        }
    });

    [Fact]
    public void What_is_known_of_the_farm_is_what_its_definition_gives() => AfterEveryEvent((events, state) =>
    {
        var defined = new CountsByDefinition(events);
        (state.Starts, state.Session?.StartedAt).ShouldBe((defined.Starts, defined.SessionStarted));
        foreach (var path in new[] { "/0", "/1" })
        {
            state.Drives.GetValueOrDefault(path).ShouldBe(defined.DriveOf(path));
        }
    });

    [Fact]
    public void An_event_of_an_ended_run_changes_nothing() => AfterEveryEvent((events, state) =>
    {
        foreach (var happened in events.Where(happened => happened is not (FarmEvent.RunIntended or FarmEvent.RunAdopted)))
        {
            if (happened.RunId() is { } runId && state.Find(runId) is null)
            {
                state.Apply(happened).ShouldBeSameAs(state);
                News.Of(state, happened).ShouldBeNull();
            }
        }
    });

    [Fact]
    public void News_of_a_plot_comes_once_for_each_of_its_states() => AfterEveryEvent((events, state) =>
    {
        if (events[^1] is FarmEvent.PlotChanged)
        {
            News.Of(state, events[^1]).ShouldBeNull("it is known already");
        }
    });
}
