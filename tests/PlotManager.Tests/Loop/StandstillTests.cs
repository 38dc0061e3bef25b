using PlotManager.Tests.Scripted;

namespace PlotManager.Tests.Loop;

public sealed class StandstillTests
{
    private readonly ScriptedFarm _farm = new(
        ScriptedFarm.Job(
            "a") with
        { InitialDelay = TimeSpan.FromMinutes(10) }, ScriptedFarm.Job("b") with { InitialDelay = TimeSpan.FromMinutes(20) });

    [Fact]
    public void NothingRunsOrStarts_IsSaidOnceForEachJob()
    {
        _farm.Starts();

        _farm.Pass(5);

        Said().ShouldBe(2);
        _farm.Log.ShouldContain(line => line.StartsWith(
            "Info a nothing plots; waits for its initial delay until", StringComparison.Ordinal));
    }

    [Fact]
    public void OtherReasons_AreSaidAnew_AndAPlotEndsIt()
    {
        _farm.Starts();
        _farm.Pass(2);
        _farm.Store.Commit(new FarmEvent.StartsChanged(StartMode.Paused));
        _farm.Pass(2);
        Said().ShouldBe(4);

        _farm.Store.Commit(new FarmEvent.StartsChanged(StartMode.Allowed));
        _farm.Pass(8); // a plots from minute 10 on

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
        _farm.Starts();
        _farm.Store.Commit(new FarmEvent.StartsChanged(StartMode.Draining));

        _farm.Pass(5);

        Said().ShouldBe(0);
    }

    private int Said() => _farm.Log.Count(line => line.Contains("nothing plots"));
}
