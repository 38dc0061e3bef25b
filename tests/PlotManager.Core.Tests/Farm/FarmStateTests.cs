using PlotManager.Core.Farm;
using PlotManager.Core.Plotting;
using static PlotManager.Core.Farm.FarmEvent;

namespace PlotManager.Core.Tests.Farm;

/// <summary>What chance seldom brings about in <see cref="FarmStateProperties"/>, by hand.</summary>
public sealed class FarmStateTests
{
    private static readonly DateTimeOffset T0 = new(2026, 11, 22, 10, 0, 0, TimeSpan.Zero);

    [Theory]
    [InlineData(false, 0, 0)]
    [InlineData(true, 2, 1)]
    public void SessionBegun_AfterACleanEndTheCountsBeginAnewAfterACrashTheyContinue(bool crash, int kickedOff, int afterALoss)
    {
        var state = Launched(FarmState.Empty.Apply(new SessionBegun("s1", 1, T0)), "r", plots: 2);
        state = (crash ? state : state.Apply(new SessionEnded(T0))).Apply(new SessionBegun("s2", 2, T0));
        (state.Job("a").KickedOff, state.Find("r")!.Run.Counted).ShouldBe((kickedOff, crash));

        // What does not count any more is not given back either.
        state.Apply(new PlotChanged(new PlotRecord("r", 1) { State = PlotState.Failed }, T0)).Job("a").KickedOff.ShouldBe(afterALoss);
    }

    [Fact]
    public void DirectorySeen_OnNoDrive_IsForgotten()
    {
        var state = FarmState.Empty.Apply(new DirectorySeen("/t", "/dev/a"));
        state.Drives["/t"].ShouldBe("/dev/a");
        state.Apply(new DirectorySeen("/t", null)).Drives.ShouldBeEmpty();
    }

    [Fact]
    public void RunEnded_MorePlotsThanItWasTold_GivesNothingBack()
    {
        var state = Launched(Launched(FarmState.Empty, "r", plots: 1), "s", plots: 1);
        for (var number = 1; number <= 3; number++)
        {
            state = state.Apply(new PlotChanged(new PlotRecord("r", number) { State = PlotState.Completed }, T0));
        }

        state.Apply(new RunEnded("r", T0)).Job("a").KickedOff.ShouldBe(2);
    }

    [Fact]
    public void PlotChanged_MorePlotsLostThanWereKickedOff_CountsNoneBelowNothing()
    {
        var state = Launched(FarmState.Empty, "r", plots: 1);
        for (var number = 1; number <= 3; number++)
        {
            state = state.Apply(new PlotChanged(new PlotRecord("r", number) { State = PlotState.Failed }, T0));
        }

        (state.Job("a").KickedOff, state.Job("a").Failed).ShouldBe((0, 3));
    }

    [Fact]
    public void PlotChanged_SuspectOrKilledByTheUser_IsNeitherCompletedNorFailed()
    {
        // Two failures and a back-off before: a suspect plot was made all the same, and ends them.
        var state = Launched(FarmState.Empty, "r", plots: 2);
        state = state.Apply(new RunFailed("r", false, "x", T0)).Apply(new BackOffBegun("a", "r", T0, T0.AddMinutes(5), "x"));
        state.Apply(new PlotChanged(new PlotRecord("r", 1) { State = PlotState.Completed, Suspect = "odd" }, T0)).Job("a")
            .ShouldBe(new JobRecord("a") { KickedOff = 2, LastStart = T0, DirectoryOffset = 1 });
        state.Apply(new JobReleased("a")).Job("a").ShouldBe(new JobRecord("a") { KickedOff = 2, LastStart = T0, DirectoryOffset = 1 });

        var killed = state.Apply(new KillAsked("r"))
            .Apply(new PlotChanged(new PlotRecord("r", 1) { State = PlotState.Killed }, T0))
            .Job("a");
        (killed.KickedOff, killed.Failed, killed.Completed, killed.FailuresInARow).ShouldBe((1, 0, 0, 1));
    }

    [Fact]
    public void RunIntended_AnIdThatIsThereAlready_ChangesNothing()
    {
        var state = Launched(FarmState.Empty, "r", plots: 1);
        state.Apply(new RunIntended(Run("r", 1))).ShouldBeSameAs(state);
        state.Apply(new RunAdopted(Run("r", 1))).ShouldBeSameAs(state);
    }

    [Fact]
    public void After_TheEndOfARun_IsWhatIsRememberedOfIt()
    {
        var run = Launched(FarmState.Empty, "r", plots: 1).Apply(new RunSuspended("r", T0)).Find("r")!;
        var ended = run.After(new RunEnded("r", T0, ExitCode: 3, Signal: 9)).Run;
        (ended.State, ended.EndedAt, ended.ExitCode, ended.Signal, ended.SuspendedSince).ShouldBe((RunState.Ended, T0, 3, 9, null));

        var forgotten = new TrackedRun(Run("s", 1), []).After(new RunForgotten("s", T0));
        (forgotten.Run.State, forgotten.Run.EndedAt, forgotten.NeverRan).ShouldBe((RunState.Ended, T0, true));
    }

    private static FarmState Launched(FarmState state, string runId, int plots) =>
        state.Apply(new RunIntended(Run(runId, plots))).Apply(new RunLaunched(runId, new ProcessIdentity(7, 1, "boot")));

    private static RunRecord Run(string runId, int plots) => new()
    {
        RunId = runId,
        Job = "a",
        Plotter = "chia",
        Plots = plots,
        LaunchedAt = T0,
        Directories = new PlotDirectories("/t", null, "/d"),
    };
}
