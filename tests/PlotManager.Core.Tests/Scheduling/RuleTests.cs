using PlotManager.Core.Configuration;
using PlotManager.Core.Farm;
using PlotManager.Core.Scheduling;
using static PlotManager.Core.Tests.Scheduling.SmallFarm;

namespace PlotManager.Core.Tests.Scheduling;

/// <summary>Each rule by its name, in the order of the rules.</summary>
public sealed partial class RuleTests
{
    private static readonly Job A = Job("a");

    [Fact]
    public void Decide_NothingForbids_Starts()
    {
        var decision = Decide(Config(A), World(Config(A)));

        decision.Reason.ShouldBeNull();
        decision.Until.ShouldBeNull();
        decision.Start!.Plots.ShouldBe(1);
        decision.Start.Directories.ShouldBe(new("/a-temp/t", null, "/dest/d"));
        foreach (var verdict in decision.Verdicts)
        {
            verdict.Allows.ShouldBeTrue(verdict.Rule.Name());
        }
    }

    [Fact]
    public void Verdicts_AnyWorld_StandInTheOrderOfTheRules()
    {
        var verdicts = Decide(Config(A), World(Config(A))).Verdicts.ToArray();

        verdicts.Select(verdict => verdict.Rule.Name()).ShouldBe(
        [
            "paused", "max concurrent", "max for phase 1", "job max for phase 1", "max plots", "held back", "stagger",
            "job max concurrent", "with start early", "plotter", "temp", "destination",
        ]);
    }

    [Theory]
    [InlineData(StartMode.Paused, Cause.Paused)]
    [InlineData(StartMode.Draining, Cause.Draining)]
    public void Paused_StartsSwitchedOff_IsTheReason(StartMode starts, Cause cause)
    {
        var decision = Decide(Config(A), World(Config(A)) with { Starts = starts });

        decision.Reason.ShouldBe(Rule.Paused);
        decision[Rule.Paused].Cause.ShouldBe(cause);
        decision.Until.ShouldBeNull();
    }

    [Fact]
    public void MaxConcurrent_ForeignRunsReachIt_No()
    {
        var config = Config(A).WithGlobal(maxConcurrent: 2);
        var world = World(config).With(Run(null, 3), Run("a", 4));

        var verdict = Decide(config, world)[Rule.MaxConcurrent];

        (verdict.Allows, verdict.Have, verdict.Limit, verdict.Until).ShouldBe((false, 2, 2, null));
        Decide(config.WithGlobal(maxConcurrent: 3), world).Start.ShouldNotBeNull();
    }

    [Fact]
    public void MaxForPhase1_RunsOfUnknownPhaseAndForeignOnes_Count()
    {
        var config = Config(A).WithGlobal(maxForPhase1: 2);
        var world = World(config).With(Run(null, 0), Run("a", 1), Run("a", 2, 5));

        var decision = Decide(config, world);

        decision.Reason.ShouldBe(Rule.MaxForPhase1);
        (decision[Rule.MaxForPhase1].Have, decision[Rule.MaxForPhase1].Limit).ShouldBe((2, 2));
        Decide(config.WithGlobal(maxForPhase1: 3), world).Start.ShouldNotBeNull();
    }

    [Fact]
    public void JobMaxForPhase1_OnlyItsOwnRuns_Count()
    {
        var config = Config(A with { MaxForPhase1 = 1 }, Job("b"));

        Decide(config, World(config).With(Run("b", 1), Run(null, 1))).Start.ShouldNotBeNull();
        Decide(config, World(config).With(Run("a", 0))).Reason.ShouldBe(Rule.JobMaxForPhase1);
    }

    [Fact]
    public void JobMaxForPhase1_Zero_IsNoLimit()
    {
        var config = Config(A with { MaxForPhase1 = 0 });

        Decide(config, World(config).With(Run("a", 1), Run("a", 1))).Start.ShouldNotBeNull();
    }

    [Theory]
    [InlineData(4, 5, true)]
    [InlineData(5, 5, false)]
    [InlineData(0, 0, false)]
    public void MaxPlots_KickedOffReachesIt_No(int kickedOff, int maxPlots, bool starts)
    {
        var config = Config(A with { MaxPlots = maxPlots });
        var decision = Decide(config, World(config).History("a", history => history with { KickedOff = kickedOff }));

        decision[Rule.MaxPlots].Allows.ShouldBe(starts);
        (decision.Start is not null).ShouldBe(starts);
    }

    [Theory]
    [InlineData(4.9, false)]
    [InlineData(5, true)]
    public void HeldBack_UntilThePauseIsOver_No(double minute, bool starts)
    {
        var config = Config(A);
        var world = World(config).HeldBack("a", Minute(5), "temp full").At(Minute(minute));
        var decision = Decide(config, world);

        (decision.Start is not null).ShouldBe(starts);
        if (!starts)
        {
            (decision.Reason, decision.Until).ShouldBe((Rule.HeldBack, Minute(5)));
        }
    }

    [Theory]
    [InlineData(59.99, false)]
    [InlineData(60, true)]
    public void Stagger_NowIsNext_Starts(double minute, bool starts)
    {
        var config = Config(A with { Stagger = TimeSpan.FromMinutes(60) });
        var world = World(config).History("a", history => history with { LastStart = T0 }).At(Minute(minute));
        var decision = Decide(config, world);

        (decision.Start is not null).ShouldBe(starts);
        if (!starts)
        {
            (decision.Reason, decision[Rule.Stagger].Cause, decision.Until).ShouldBe((Rule.Stagger, Cause.StaggerOfJob, Minute(60)));
        }
    }

    [Fact]
    public void Stagger_SeveralWaits_TheLatestStands()
    {
        var config =
            Config(A with { Stagger = TimeSpan.FromMinutes(30), InitialDelay = TimeSpan.FromMinutes(40) }).WithGlobal(minimumMinutes: 10);
        var world =
            World(config).At(Minute(20)).History("a", history => history with { LastStart = Minute(5) }) with { LastStart = Minute(15) };

        // Job: 5 + 30 = 35; any: 15 + 10 = 25; delay: 40.
        var verdict = Decide(config, world)[Rule.Stagger];
        (verdict.Cause, verdict.Until).ShouldBe((Cause.InitialDelay, Minute(40)));

        // Any: 36 + 10 = 46.
        verdict = Decide(config, world with { Now = Minute(38), LastStart = Minute(36) })[Rule.Stagger];
        (verdict.Cause, verdict.Until).ShouldBe((Cause.MinimumBetweenJobs, Minute(46)));
    }

    [Fact]
    public void Stagger_AFullJob_DoesNotBlockTheOthers()
    {
        // The original moved the minimum between jobs for a job that could not start.
        var config = Config(A with { MaxConcurrent = 0, MaxConcurrentWithStartEarly = 0 }, Job("b")).WithGlobal(minimumMinutes: 10);

        Starts(config, World(config)).ShouldBe(["b: /b-temp/t > /dest/d"]);
    }

    [Fact]
    public void Stagger_AStartInThisPass_HoldsTheNextJob()
    {
        var config = Config(A, Job("b")).WithGlobal(minimumMinutes: 10);

        var decision = Scheduler.Decide(config, World(config));

        decision.Jobs[0].Start.ShouldNotBeNull();
        (decision.Jobs[1].Reason, decision.Jobs[1].Until).ShouldBe((Rule.Stagger, Minute(10)));
    }

    [Fact]
    public void Plotter_CannotBeStarted_No()
    {
        var config = Config(A);
        var decision = Decide(config, World(config).History("a", history => history with { PlotterProblem = "/opt/chia is missing" }));

        decision.Reason.ShouldBe(Rule.Plotter);
        Reasons.Headline(decision).ShouldBe("waits: the plotter cannot be started: /opt/chia is missing");
    }

    [Fact]
    public void Reason_SeveralNoes_IsTheFirstAndUntilTheLatest()
    {
        var config = Config(A with { Stagger = TimeSpan.FromMinutes(30) });
        var world = World(config).HeldBack("a", Minute(5), "temp full")
            .History("a", history => history with { LastStart = T0 });

        var decision = Decide(config, world);

        (decision.Reason, decision.Until).ShouldBe((Rule.HeldBack, Minute(30)));
        Decide(config.WithGlobal(maxConcurrent: 0), world).Until.ShouldBeNull();
    }

    [Fact]
    public void Pass_JobsInFileOrder_OneStartAJob()
    {
        var config = Config(A, Job("b")).WithGlobal(maxConcurrent: 3);
        var first = Scheduler.Decide(config, World(config));

        first.Starts.Select(start => start.Job.Name).ShouldBe(["a", "b"]);
        var second = Scheduler.Decide(config, first.After);
        second.Starts.Select(start => start.Job.Name).ShouldBe(["a"]);
        second.Jobs[1].Reason.ShouldBe(Rule.MaxConcurrent);
        Scheduler.Decide(config, second.After).StartsAny.ShouldBeFalse();
    }

    [Fact]
    public void PlotsPerRun_MoreThanAreLeft_IsCut()
    {
        var config = Config(A with { PlotsPerRun = 4, MaxPlots = 6 });
        var first = Scheduler.Decide(config, World(config));
        var second = Scheduler.Decide(config, first.After);

        first.Jobs[0].Start!.Plots.ShouldBe(4);
        second.Jobs[0].Start!.Plots.ShouldBe(2);
        second.After.HistoryOf("a").KickedOff.ShouldBe(6);
        Decide(config, second.After).Reason.ShouldBe(Rule.MaxPlots);
    }

    [Fact]
    public void IsOver_TheLastRunStillPlots_No()
    {
        // The original ended when the last plot was started.
        var config = Config(A with { MaxPlots = 1 });
        var world = Scheduler.Decide(config, World(config)).After;

        Scheduler.IsOver(config, world).ShouldBeFalse();
        Reasons.Word(Decide(config, world)).ShouldBe("done", "it starts nothing more");

        var made = After(world, (farm, runId) => farm.MakePlot(runId));
        Scheduler.IsOver(config, made).ShouldBeTrue();
        Reasons.Word(Decide(config, made)).ShouldBe("done");

        var failed = After(world, (farm, runId) => farm.Fail(runId, "it died"));
        Scheduler.IsOver(config, failed).ShouldBeFalse();
        Decide(config, failed).Start.ShouldNotBeNull();
    }

    [Fact]
    public void IsOver_PausedOrDraining_PausedNeverDrainingWithTheLastRun()
    {
        var config = Config(A);
        var running = World(config).With(Run("a", 2, 1));

        Scheduler.IsOver(config, running with { Starts = StartMode.Draining }).ShouldBeFalse();
        Scheduler.IsOver(config, World(config).With(Run(null, 2)) with { Starts = StartMode.Draining }).ShouldBeTrue();
        Scheduler.IsOver(Config(A with { MaxPlots = 0 }), World(config) with { Starts = StartMode.Paused }).ShouldBeFalse();
    }
}
