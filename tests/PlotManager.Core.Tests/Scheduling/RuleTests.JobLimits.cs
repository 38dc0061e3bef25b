using PlotManager.Core.Scheduling;
using static PlotManager.Core.Tests.Scheduling.SmallFarm;

namespace PlotManager.Core.Tests.Scheduling;

/// <summary>How many runs a job may have, and when its next may start early.</summary>
public sealed partial class RuleTests
{
    [Fact]
    public void JobMaxConcurrent_Reached_UntilIsUnknown()
    {
        var config = Config(A with { MaxConcurrent = 2 });
        var decision = Decide(config, World(config).With(Run("a", 2, 1), Run("a", 3, 1, 2)));

        (decision.Reason, decision.Until).ShouldBe((Rule.JobMaxConcurrent, null));
        (decision[Rule.JobMaxConcurrent].Have, decision[Rule.JobMaxConcurrent].Limit).ShouldBe((2, 2));
    }

    [Theory]
    [InlineData(115, false)] // not strictly later
    [InlineData(115.01, true)]
    public void JobMaxConcurrent_EarlyOnlyOnceTheDelayIsOver(double minute, bool starts)
    {
        var config = Config(A with { MaxConcurrent = 1, StartEarlyPhase = 4, StartEarlyDelay = TimeSpan.FromMinutes(15) });
        var world = World(config).With(Run("a", 4, 40, 60, 100)).At(Minute(minute));
        var decision = Decide(config, world);

        (decision.Start is not null).ShouldBe(starts);
        if (!starts)
        {
            decision.Reason.ShouldBe(Rule.JobMaxConcurrent);
            decision.Until.ShouldBe(Minute(115).AddTicks(1));
        }
    }

    [Fact]
    public void JobMaxConcurrent_PhaseNotReached_IsNotEarly()
    {
        var config = Config(A with { MaxConcurrent = 1, StartEarlyPhase = 4 });

        Decide(config, World(config).With(Run("a", 3, 40, 60)).At(Minute(1000))).Reason.ShouldBe(Rule.JobMaxConcurrent);
    }

    [Fact]
    public void JobMaxConcurrent_EarlyPhase1_CountsFromTheRunsStart()
    {
        var config = Config(A with { MaxConcurrent = 1, StartEarlyPhase = 1, StartEarlyDelay = TimeSpan.FromMinutes(20) });
        var world = World(config).With(Run("a", 1));

        Decide(config, world.At(Minute(20))).Reason.ShouldBe(Rule.JobMaxConcurrent);
        Decide(config, world.At(Minute(21))).Start.ShouldNotBeNull();
    }

    [Fact]
    public void JobMaxConcurrent_PhaseEndUnknown_CountsFromTheRunsStart()
    {
        var config = Config(A with { MaxConcurrent = 1, StartEarlyPhase = 4, StartEarlyDelay = TimeSpan.FromMinutes(20) });

        Decide(config, World(config).With(Run("a", 4, 5, 8, double.NaN)).At(Minute(21))).Start.ShouldNotBeNull();
        Decide(config, World(config).With(Run("a", 4)).At(Minute(21))).Start.ShouldNotBeNull();
        Decide(config, World(config).With(Run("a", 4, 5, 8, 10)).At(Minute(21))).Reason.ShouldBe(Rule.JobMaxConcurrent);
    }

    [Fact]
    public void JobMaxConcurrent_SeveralOnTheWay_UntilTheOneThatMakesPlace()
    {
        // Limit 2, three runs counted: two must become early. Phase 3 ends 100, 90 and 95, delay 20: early after 110, 115, 120.
        var config = Config(A with { MaxConcurrent = 2, StartEarlyPhase = 4, StartEarlyDelay = TimeSpan.FromMinutes(20) });
        var world = World(config).With(Run("a", 4, 1, 2, 100), Run("a", 4, 1, 2, 90), Run("a", 4, 1, 2, 95)).At(Minute(105));

        Decide(config, world).Until.ShouldBe(Minute(115).AddTicks(1));
    }

    [Fact]
    public void WithStartEarly_EarlyRunsCountToo()
    {
        var config = Config(A with { MaxConcurrent = 1, MaxConcurrentWithStartEarly = 2, StartEarlyPhase = 2 });
        var world = World(config).With(Run("a", 3, 1, 2), Run("a", 2, 1)).At(Minute(60));

        var decision = Decide(config, world);

        decision[Rule.JobMaxConcurrent].Allows.ShouldBeTrue();
        (decision.Reason, decision[Rule.WithStartEarly].Have).ShouldBe((Rule.WithStartEarly, 2));
        decision.Counts.ShouldBe(new JobCounts(2, 2, 0, 0));
    }
}
