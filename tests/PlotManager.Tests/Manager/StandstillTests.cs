using PlotManager.Core.Scheduling;
using PlotManager.Tests.Scripted;

namespace PlotManager.Tests.Manager;

public sealed class StandstillTests
{
    private readonly ScriptedFarm farm = new(
        ScriptedFarm.Job("a") with { InitialDelay = TimeSpan.FromMinutes(10) }, ScriptedFarm.Job("b") with { InitialDelay = TimeSpan.FromMinutes(20) });

    [Fact]
    public void NothingRunsOrStarts_IsSaidOnceForEachJob()
    {
        farm.Starts();

        farm.Pass(5);

        Said().ShouldBe(2);
        farm.Log.ShouldContain(line => line.StartsWith("Error a nothing plots; waits for its initial delay until", StringComparison.Ordinal));
    }

    [Fact]
    public void OtherReasons_AreSaidAnew_AndAPlotEndsIt()
    {
        farm.Starts();
        farm.Pass(2);
        farm.Ledger.SetStarts(StartMode.Paused);
        farm.Pass(2);
        Said().ShouldBe(4);

        farm.Ledger.SetStarts(StartMode.Allowed);
        farm.Pass(8); // a plots from minute 10 on

        Said().ShouldBe(6);
    }

    [Fact]
    public void SomethingPlots_IsNoStandstill()
    {
        var busy = new ScriptedFarm(ScriptedFarm.Job("a")).Starts();

        busy.Pass(5);

        busy.Log.ShouldNotContain(line => line.Contains("nothing plots"));
    }

    [Fact]
    public void Draining_IsWhatTheUserWants()
    {
        farm.Starts();
        farm.Ledger.SetStarts(StartMode.Draining);

        farm.Pass(5);

        Said().ShouldBe(0);
    }

    private int Said() => farm.Log.Count(line => line.Contains("nothing plots"));
}
