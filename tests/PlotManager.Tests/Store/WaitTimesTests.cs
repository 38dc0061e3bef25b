using PlotManager.Core.Configuration;
using PlotManager.Tests.Scripted;

namespace PlotManager.Tests.Store;

public sealed class WaitTimesTests
{
    private static readonly Job A = ScriptedFarm.Job("a") with { InitialDelay = TimeSpan.FromHours(1) };
    private static readonly Job B = ScriptedFarm.Job("b") with { InitialDelay = TimeSpan.FromHours(1) };

    [Fact]
    public void Note_SameReasonsLookAfterLook_AreWrittenOnce()
    {
        var farm = new ScriptedFarm(A, B).Starts();

        farm.Pass(5);

        Reasons(farm).ShouldBe(["a stagger", "b stagger"]);
    }

    [Fact]
    public void Note_JobsInAnotherOrder_AreStillThemselves()
    {
        var farm = new ScriptedFarm(A, B).Starts();
        farm.Machine.Files.Folders.Remove("/b-dest/plots");
        farm.Pass(1);

        farm.Reloads(farm.Config with { Jobs = [B with { InitialDelay = TimeSpan.Zero }, A] });
        farm.Pass(3);

        Reasons(farm).ShouldBe(["a stagger", "b stagger", "b destination"]);
    }

    [Fact]
    public void Note_JobThatLeavesTheConfig_IsHeldByNothingUntilItComesBack()
    {
        var farm = new ScriptedFarm(A, B).Starts();
        farm.Pass(2);

        farm.Reloads(farm.Config with { Jobs = [A] });
        farm.Pass(30);
        farm.Reloads(farm.Config with { Jobs = [A, B] });
        farm.Pass(2);

        Reasons(farm).ShouldBe(["a stagger", "b stagger", "b gone", "b stagger"]);
        // Looks at 1, 2, ... 34: a is held from 1 to 34; b from 1 to 3, where it is found gone, and from 33 to 34.
        Held(farm).ShouldBe([("a", "stagger", 33), ("b", "stagger", 3)]);
        farm.Crashes();
        farm.Starts().Look();
        Held(farm).ShouldBe([("a", "stagger", 33), ("b", "stagger", 3)]);
    }

    [Fact]
    public void Note_AllPlotsStartedBehindAnotherNo_EndsTheWait()
    {
        // Its one plot runs, and it waits for max_concurrent and max_plots alike: it waits for nothing more.
        var farm = new ScriptedFarm(ScriptedFarm.Job("a", maxPlots: 1)).Starts();

        farm.Pass(3);

        Reasons(farm).ShouldBe(["a start", "a max plots"]);
        Held(farm).ShouldBeEmpty();
    }

    private static IEnumerable<string> Reasons(ScriptedFarm farm) =>
        farm.Memory.Written.Where(happened => happened.Job is not null).Select(happened => $"{happened.Job} {happened.Kind}");

    private static IEnumerable<(string Job, string Rule, double Minutes)> Held(ScriptedFarm farm) =>
        from job in farm.Snapshot.Jobs from held in job.Held select (job.Name, held.Rule, held.Seconds / 60);
}
