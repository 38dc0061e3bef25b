using System.Text;
using PlotManager.Core.Farm;
using PlotManager.Core.Plotters;
using PlotManager.Core.Plotters.Logs;
using PlotManager.Core.Plotters.Reading;
using PlotManager.Core.Plotting;
using static PlotManager.Core.Farm.FarmEvent;

namespace PlotManager.Core.Tests.Farm;

public sealed partial class SettlementTests
{
    private const string Id = "0d09ffe93a9cb41e08a6d363846f008c05e615c804f6eb1c56af8c5e544eedb6";

    private const string Begun = $"""
        Starting plotting progress into temporary dirs: /t and /t
        ID: {Id}
        Plot size is: 32
        Computing table 1
        Time for phase 1 = 100.000 seconds. CPU (100.000%) Sun Nov 22 10:01:40 2026

        """;

    private const string Made = Begun + $"""
        Total time = 400.500 seconds. CPU (100.000%)
        Renamed final file from "/t/plot-k32-{Id}.plot.2.tmp" to "/d/plot-k32-{Id}.plot"

        """;

    private static readonly DateTimeOffset T0 = new(2026, 11, 22, 10, 0, 0, TimeSpan.Zero);
    private static readonly PlotterProfile Chia = BuiltInProfiles.Catalog.Find("chia")!;

    [Fact]
    public void Of_WhateverIsSeen_TheEventsLeadToWhatWasSeen()
    {
        // A run from its first line to its end, suspended in between; its log is found at the second pass, its size known at the third.
        RunEvidence[] sights =
        [
            Alive(""), Alive("") with { LogFile = "/logs/r.log" }, Alive(
                Begun), Alive(Begun) with { Suspended = true }, Alive(Begun) with { Suspended = true },
            Alive(Begun), Alive(Made), Gone(Made, 0),
        ];
        var state = Launched(run => run with { K = null });
        var (now, run) = (T0, state.Find("r")!);
        foreach (var sight in sights)
        {
            now += TimeSpan.FromMinutes(5);
            var seen = RunProgress.Next(run, Chia, sight, now, TimeZoneInfo.Utc);
            var events = Settlement.Of(state, run, Chia, sight, now, TimeZoneInfo.Utc);
            state = state.ApplyAll(events);
            run = events.Aggregate(run, (before, happened) => before.After(happened));
            run.Run.ShouldBe(seen.Run);
            run.Plots.ShouldBe(seen.Plots);
            if (sight.Alive)
            {
                Settlement.Of(state, seen, Chia, sight, now, TimeZoneInfo.Utc).ShouldBeEmpty("the same evidence again proves nothing new");
            }
        }

        run.Run.State.ShouldBe(RunState.Ended);
        run.Plots.ShouldHaveSingleItem().SuspendedSeconds.ShouldBe(600);
        state.Runs.ShouldBeEmpty();
        (state.Job("a").KickedOff, state.Job("a").Completed, state.Job("a").FailuresInARow).ShouldBe((1, 1, 0));
    }

    [Fact]
    public void Of_DiesBeforeItsFirstMilestone_BacksOffAtOnce()
    {
        var events = Settled(Launched(), Gone("", 1));
        events.Select(Kind).ShouldBe([typeof(PlotChanged), typeof(RunFailed), typeof(BackOffBegun), typeof(RunEnded)]);
        events.OfType<BackOffBegun>()
            .Single()
            .ShouldBe(new BackOffBegun("a", "r", T0, T0.AddMinutes(1), "the plotter ended with exit code 1"));
        events.OfType<RunEnded>().Single().ShouldBe(new RunEnded("r", T0, ExitCode: 1));
    }

    [Fact]
    public void Of_DiesOnceItHasNamedItsPlot_IsStillBeforeWork() =>
        Settled(Launched(), Gone($"Starting plotting progress into temporary dirs: /t and /t\nID: {Id}\n", 1)).OfType<RunFailed>()
            .Single().BeforeWork
            .ShouldBeTrue();

    [Fact]
    public void Of_SuspendedInAStateThatThisVersionDoesNotKnow_IsSuspended()
    {
        var state = FarmState.Empty.Apply(new RunAdopted(Run() with { State = RunState.Unknown }));
        Settled(state, Alive("") with { Suspended = true }).ShouldBe([new RunSuspended("r", T0)]);
    }

    [Fact]
    public void Of_DiesAtWork_BacksOffAtTheThirdTimeRunning()
    {
        var state = Launched();
        foreach (var (runId, last) in new[] { ("r", false), ("s", false), ("t", true) })
        {
            state = Launched(run => run with { RunId = runId }, state);
            var events = Settled(state, Gone(Begun, null, signal: 9), runId);
            events[^1].ShouldBe(new RunEnded(runId, T0, Signal: 9));
            events.OfType<RunFailed>().Single().BeforeWork.ShouldBeFalse();
            events.OfType<BackOffBegun>().Any().ShouldBe(last, runId);
            state = state.ApplyAll(events);
        }

        (state.Job("a").KickedOff, state.Job("a").Failed, state.Job("a").FailuresInARow).ShouldBe((0, 3, 3));
        state.Job("a").HeldBackUntil.ShouldBe(T0.AddMinutes(1));
    }

    [Fact]
    public void Of_ThirdFailureInThePassThatMadeAPlotOfTheSameRun_CountsFromThePlot()
    {
        // Two failures before; this run made its first plot, and dies in the second.
        var state = Launched(run => run with { Plots = 2 });
        state = state with { Jobs = [state.Job("a") with { FailuresInARow = 2 }] };
        var second = Made + "Starting plotting progress into temporary dirs: /t and /t\nID: "
            + "1111ffe93a9cb41e08a6d363846f008c05e615c804f6eb1c56af8c5e544eedb6\nComputing table 1\nTime for phase 1 = 1.0 seconds.\n";
        var events = Settled(state, Gone(second, null, signal: 9));
        events.OfType<BackOffBegun>().ShouldBeEmpty();
        (state.ApplyAll(events).Job("a").FailuresInARow, state.ApplyAll(events).Job("a").KickedOff).ShouldBe((1, 1));
    }

    [Fact]
    public void Of_AllPlotsLostThoughTheProcessLingers_FailsOnceAndThere()
    {
        var state = Launched();
        var failed = state.Find("r")!.With(new PlotRecord("r", 1) { State = PlotState.Failed, Detail = "no space" });
        var first = Settlement.Between(state, state.Find("r")!, failed, default, T0);
        first.Select(Kind).ShouldBe([typeof(PlotChanged), typeof(RunFailed)]);
        state = state.ApplyAll(first);

        var ended = failed with { Run = failed.Run with { State = RunState.Ended } };
        Settlement.Between(state, failed, ended, default, T0).Select(Kind).ShouldBe([typeof(RunEnded)]);
    }

    [Fact]
    public void Of_KilledByTheUserOrForeignOrLostWithTheMachine_IsNoFailureOfTheJob()
    {
        Settled(Launched().Apply(new KillAsked("r")), Gone(Begun, null, signal: 9)).Select(Kind)
            .ShouldBe([typeof(PlotChanged), typeof(RunEnded)]);
        Settled(Launched(), Gone(Begun, null) with { Rebooted = true }).Select(Kind).ShouldBe([typeof(PlotChanged), typeof(RunEnded)]);
        var foreign = FarmState.Empty.Apply(new RunAdopted(Run() with { Owner = RunOwner.Adopted, State = RunState.Running }));
        Settled(foreign, Gone(Begun, 1)).Select(Kind).ShouldBe([typeof(PlotChanged), typeof(RunEnded)]);
        var ofNoJob = FarmState.Empty.Apply(new RunAdopted(Run() with { Job = null, State = RunState.Running }));
        Settled(ofNoJob, Gone(Begun, 1)).Select(Kind).ShouldBe([typeof(PlotChanged), typeof(RunEnded)]);
    }

    [Fact]
    public void OfRefusal_IsAFailureBeforeWorkAndForgotten()
    {
        var state = FarmState.Empty.Apply(new RunIntended(Run()));
        var events = Settlement.OfRefusal(state, "r", "no such file", T0);
        events.ShouldBe(
        [
            new RunFailed("r", BeforeWork: true, "no such file", T0), new BackOffBegun(
                "a", "r", T0, T0.AddMinutes(1), "no such file"), new RunForgotten("r", T0),
        ]);
        var after = state.ApplyAll(events);
        (after.Runs.Length, after.Job("a").KickedOff, after.Job("a").Failed, after.Job("a").HeldBackCause).ShouldBe(
            (0, 0, 0, "no such file"));
        Settlement.OfRefusal(after, "r", "no such file", T0).ShouldBeEmpty();
    }

    [Fact]
    public void BackOff_FailureAfterFailure_PausesLongerUpToAnHour()
    {
        var (state, now) = (FarmState.Empty, T0);
        foreach (var minutes in new[] { 1, 2, 5, 15, 60, 60 })
        {
            state = state.Apply(new RunIntended(Run()));
            state = state.ApplyAll(Settlement.OfRefusal(state, "r", "bad key", now));
            state.Job("a").HeldBackUntil.ShouldBe(now.AddMinutes(minutes));
            now = now.AddMinutes(minutes);
        }
    }

    [Fact]
    public void BackOff_FailureOfARunFromBeforeThePause_NeitherLengthensItNorIsNews()
    {
        var state = FarmState.Empty.Apply(new RunIntended(Run()));
        state = state.ApplyAll(Settlement.OfRefusal(state, "r", "bad key", T0)).Apply(new RunIntended(Run()));
        Settlement.OfRefusal(state, "r", "bad key", T0.AddSeconds(59)).OfType<BackOffBegun>().ShouldBeEmpty();
        Settlement.OfRefusal(state, "r", "bad key", T0.AddSeconds(60)).OfType<BackOffBegun>().ShouldHaveSingleItem();
    }

    [Theory]
    [InlineData(RunOwner.OtherFarm)]
    [InlineData(RunOwner.Stranger)]
    public void Apply_APlotThatWasNotMadeForThisFarm_IsInNoCountAndNoNews(RunOwner owner)
    {
        var state = FarmState.Empty.Apply(new RunAdopted(Run() with { Owner = owner, State = RunState.Running }));
        foreach (var end in new[] { PlotState.Blocked, PlotState.Completed, PlotState.Failed, PlotState.Killed, PlotState.Unknown })
        {
            var changed = new PlotChanged(new PlotRecord("r", 1) { PlotId = Id, State = end }, T0);
            News.Of(state, changed).ShouldBeNull();
            var job = Run().Job!;
            state.Apply(changed).Job(job).ShouldBe(state.Job(job));
        }
    }

    [Fact]
    public void Apply_RunOfAStateThatThisVersionDoesNotKnow_KeepsIt()
    {
        var state = FarmState.Empty.Apply(new RunAdopted(Run() with { State = RunState.Unknown }));
        state = state.Apply(new RunSuspended("r", T0));
        (state.Find("r")!.Run.State, state.Find("r")!.Run.SuspendedSince).ShouldBe((RunState.Unknown, T0));
        state.Apply(new RunResumed("r", T0)).Find("r")!.Run.State.ShouldBe(RunState.Unknown);
    }

    [Fact]
    public void Apply_ForgottenRunThatTurnsOutToHaveBeenLaunched_IsIntendedAnewAndCounts()
    {
        var state = FarmState.Empty.Apply(new RunIntended(Run())).Apply(new RunForgotten("r", T0));
        state = state.Apply(new RunIntended(Run() with { State = RunState.Ended, EndedAt = T0 }))
            .Apply(new RunConfirmed("r", new ProcessIdentity(7, 1, "boot")));
        (state.Find("r")!.Run.State, state.Find("r")!.Run.EndedAt, state.Job("a").KickedOff).ShouldBe((RunState.Running, null, 1));
    }

    [Fact]
    public void FindByProcess_PidUsedAgain_IsAnotherProcess()
    {
        var state = Launched();
        state.FindByProcess(new ProcessIdentity(7, 1, "boot"))!.RunId.ShouldBe("r");
        state.FindByProcess(new ProcessIdentity(7, 2, "boot")).ShouldBeNull();
    }

    private static Type Kind(FarmEvent happened) => happened.GetType();

    private static IReadOnlyList<FarmEvent> Settled(FarmState state, RunEvidence sight, string runId = "r") =>
        Settlement.Of(state, state.Find(runId)!, Chia, sight, T0, TimeZoneInfo.Utc);

    private static FarmState Launched(Func<RunRecord, RunRecord>? change = null, FarmState? state = null)
    {
        var run = (change ?? (same => same))(Run());
        return (state ?? FarmState.Empty).Apply(new RunIntended(run)).Apply(new RunLaunched(run.RunId, new ProcessIdentity(7, 1, "boot")));
    }

    private static RunRecord Run() => new()
    {
        RunId = "r",
        Job = "a",
        Plotter = "chia",
        K = 32,
        LaunchedAt = T0,
        Directories = new PlotDirectories("/t", null, "/d"),
    };

    private static RunEvidence Alive(string log) => new() { Alive = true, Log = Read(log), FinalFile = _ => 0 };

    private static RunEvidence Gone(string log, int? exitCode, int? signal = null) => new()
    {
        Alive = false,
        Exit = exitCode is null && signal is null ? null : new ProcessExit(7, exitCode, signal),
        Log = Read(log),
        FinalFile = _ => 0,
    };

    private static RunLog Read(string text)
    {
        var reader = new PlotLogReader(Chia);
        reader.Feed(Encoding.UTF8.GetBytes(text));
        return reader.State;
    }
}
