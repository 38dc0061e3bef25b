using PlotManager.EndToEnd.Tests.Farm;

namespace PlotManager.EndToEnd.Tests;

/// <summary>suspend and resume, with real processes.</summary>
[Trait("Category", "Unix")]
public sealed class SuspendTests
{
    [Fact]
    public async Task A_suspended_plot_stands_still_until_it_is_resumed_with_or_without_a_manager()
    {
        await using var farm = TestFarm.Make(TestFarm.InPhase2);
        farm.Configure(farm.Job("steady"));
        await farm.Start();
        await farm.Until(async () => (await farm.Runs()).Any(run => run.PlotId.Length > 0), "it plots");
        var pid = (await farm.Runs())[0].Pid;

        (await farm.Run("suspend", "1")).ExitCode.ShouldBe(0);

        await farm.Until(() => Condition(pid) == 'T', "it stands still");
        await farm.Until(async () => (await farm.Runs())[0].State == "suspended", "the manager knows");
        (await farm.Run("stop")).ExitCode.ShouldBe(0);
        (await farm.Run("resume", $"{pid}")).ExitCode.ShouldBe(0);
        await farm.Until(() => Condition(pid) != 'T', "it goes on");
    }

    private static char Condition(int pid) => Processes.Text(pid, "stat") is var stat ? stat[stat.LastIndexOf(')') + 2] : ' ';
}
