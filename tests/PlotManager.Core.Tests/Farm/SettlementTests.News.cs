using PlotManager.Core.Farm;
using PlotManager.Core.Plotting;
using static PlotManager.Core.Farm.FarmEvent;

namespace PlotManager.Core.Tests.Farm;

/// <summary>What an event is worth telling.</summary>
public sealed partial class SettlementTests
{
    [Fact]
    public void News_OfTheManagersAndJobsEvents_HaveKeysThatStay()
    {
        var state = Launched().Apply(new SessionBegun("s1", 1, T0));
        var unix = T0.ToUnixTimeSeconds();
        News.Of(state, new SessionBegun("s2", 2, T0)).ShouldBe(new News.ManagerStarted("s2", T0));
        News.Of(state, new SessionFailed("it broke", T0)).ShouldBe(new News.ManagerFailed("s1", T0, "it broke"));
        News.Of(state, new BackOffBegun("a", "r", T0, T0.AddMinutes(5), "bad key"))
            .ShouldBe(new News.JobBacksOff("a:r", T0, "a", "bad key", TimeSpan.FromMinutes(5)));
        News.Of(state, new ShortageBegun("a", T0, "full")).ShouldBe(new News.NoDestination($"a:{unix}", T0, "a", "full"));
        News.Of(state, new RunEnded("r", T0)).ShouldBeNull();
    }

    [Theory]
    [InlineData(PlotState.Completed, typeof(News.PlotCompleted))]
    [InlineData(PlotState.Failed, typeof(News.PlotFailed))]
    [InlineData(PlotState.Killed, typeof(News.PlotFailed))]
    [InlineData(PlotState.Unknown, typeof(News.PlotFailed))]
    [InlineData(PlotState.Blocked, typeof(News.RunBlocked))]
    [InlineData(PlotState.Making, null)]
    public void News_OfAPlot_AreItsEndAndThatItWaits(PlotState state, Type? kind)
    {
        var farm = Launched();
        var plot = new PlotRecord("r", 1) { State = state, StartedAt = T0.AddHours(-2), Detail = "why", Blockades = 2 };
        var news = News.Of(farm, new PlotChanged(plot, T0));
        news?.GetType().ShouldBe(kind);
        news?.Key.ShouldBe(state == PlotState.Blocked ? "r:1:2" : "r:1");
        if (news is News.PlotCompleted made)
        {
            made.Took.ShouldBe(TimeSpan.FromHours(2));
        }
    }

    [Fact]
    public void News_OfAPlot_TellWhatItsLogAndItsUserSay()
    {
        var plot = new PlotRecord("r", 1) { PlotId = Id, State = PlotState.Completed, TotalSeconds = 100, CopySeconds = 20 };
        News.Of(Launched(), new PlotChanged(plot, T0)).ShouldBeOfType<News.PlotCompleted>().Took.ShouldBe(TimeSpan.FromSeconds(120));
        News.Of(Launched(), new PlotChanged(plot, T0))!.Key.ShouldBe(Id);
        News.Of(Launched(), new PlotChanged(plot with { Suspect = "odd" }, T0)).ShouldBeOfType<News.PlotSuspect>();
        News.Of(Launched().Apply(new KillAsked("r")), new PlotChanged(plot with { State = PlotState.Killed }, T0)).ShouldBeNull();

        // Of a plotter that others started it is news only where job and plot are known.
        var lost = plot with { State = PlotState.Unknown };
        var foreign = Run() with { Owner = RunOwner.Adopted, State = RunState.Running };
        News.Of(FarmState.Empty.Apply(new RunAdopted(foreign)), new PlotChanged(lost, T0)).ShouldBeOfType<News.PlotFailed>();
        News.Of(FarmState.Empty.Apply(new RunAdopted(foreign)), new PlotChanged(lost with { PlotId = null }, T0)).ShouldBeNull();
        News.Of(FarmState.Empty.Apply(new RunAdopted(foreign with { Job = null })), new PlotChanged(lost, T0)).ShouldBeNull();
    }
}
