using PlotManager.Core.Configuration;
using PlotManager.Core.Plotters;
using PlotManager.Farms;
using PlotManager.Tests.Scripted;

namespace PlotManager.Tests.Farms;

public sealed class ConfigSourceTests
{
    private static readonly Config Before = new ScriptedFarm(ScriptedFarm.Job("a")).Config;

    [Fact]
    public void Reload_AJobMore_SaysSo() =>
        Source(Before with { Jobs = [.. Before.Jobs, ScriptedFarm.Job("b")] }).Reload().Text
            .ShouldBe("The config was read again:\njob b added");

    [Fact]
    public void Reload_TheSameAgain_SaysThatNothingHasChanged() =>
        Source(Before).Reload().Text.ShouldBe("The config was read again; nothing in it has changed.");

    [Fact]
    public void Reload_AConfigWithErrors_LeavesTheOldOneInForce()
    {
        var source = Source(null);

        source.Reload().Done.ShouldBeFalse();
        source.Current.ShouldBe(Before);
    }

    [Theory]
    [InlineData("mine", true)]
    [InlineData("chia", false)]
    public void Reload_AProfileIsDropped_IsKeptAsLongAsARunOfItIsInFlight(string inFlight, bool isKept)
    {
        var before = Before with { Profiles = Before.Profiles.With([new PlotterProfile { Name = "mine", Title = "of my own" }]) };
        var hooks = new ConfigHooks(() => null, () => new ConfigReading(Before, []), (_, _, _) => { }, _ => { })
        {
            PlottersInFlight = () => [inFlight],
        };
        var source = new ConfigSource(before, hooks, TimeProvider.System);

        source.Reload();

        source.Current.Profiles.Of("mine").Title.ShouldBe(isKept ? "of my own" : "");
    }

    [Fact]
    public void Follow_AsksForTheFileEveryTwoSecondsAndReadsItOnceItStandsStill()
    {
        var clock = new FakeClock(DateTimeOffset.UnixEpoch);
        var (size, asked, read) = (1, 0, 0);
        var source = new ConfigSource(Before, new ConfigHooks(State, Read, (_, _, _) => { }, _ => { }), clock);
        asked.ShouldBe(1);

        size = 2;
        var taken = new List<double>();
        for (var seconds = 0.5; seconds <= 10; seconds += 0.5)
        {
            clock.Now += TimeSpan.FromSeconds(0.5);
            if (source.Follow())
            {
                taken.Add(seconds);
            }
        }

        taken.ShouldBe([4]); // seen at 2
        (asked, read).ShouldBe((6, 1));

        ConfigWatch.FileState? State()
        {
            asked++;
            return new ConfigWatch.FileState(size, DateTimeOffset.UnixEpoch);
        }

        ConfigReading Read()
        {
            read++;
            return new ConfigReading(Before, []);
        }
    }

    [Fact]
    public void Follow_TheFileIsGone_IsToldOnceItIsAwayForLongerThanAnEditorTakes()
    {
        var clock = new FakeClock(DateTimeOffset.UnixEpoch);
        ConfigWatch.FileState? there = new ConfigWatch.FileState(1, DateTimeOffset.UnixEpoch);
        var (file, told) = (there, new List<(double, bool)>());
        var hooks = new ConfigHooks(() => file, () => new ConfigReading(Before, []), (_, _, _) => { }, _ => { })
        {
            Away = isAway => told.Add(((clock.Now - DateTimeOffset.UnixEpoch).TotalSeconds, isAway)),
        };
        var source = new ConfigSource(Before, hooks, clock);

        for (var seconds = 2; seconds <= 20; seconds += 2)
        {
            clock.Now += TimeSpan.FromSeconds(2);
            file = seconds is 4 or (>= 10 and < 16) ? null : there;
            source.Follow().ShouldBeFalse();
        }

        told.ShouldBe([(12, true), (16, false)], "two seconds at 4 were an editor");
    }

    private static ConfigSource Source(Config? read) =>
        new(Before, new ConfigHooks(() => null, () => new ConfigReading(read, []), (_, _, _) => { }, _ => { }), TimeProvider.System);
}
