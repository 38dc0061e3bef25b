using PlotManager.Observing;
using PlotManager.Tests.Scripted;

namespace PlotManager.Tests.Observing;

public class FarmClockTests
{
    private readonly ScriptedClock _time = new(new DateTimeOffset(2026, 11, 22, 10, 0, 0, TimeSpan.Zero));

    [Theory]
    [InlineData(60)]
    [InlineData(-60)]
    [InlineData(1)]
    public void Read_ClockWasSet_TellsByHowMuchAndOnlyOnce(int minutes)
    {
        var clock = new FarmClock(_time);
        _time.PassTo(TimeSpan.FromMinutes(10));
        _time.SetWallBy(TimeSpan.FromMinutes(minutes));
        var (now, setBy) = clock.Read();
        setBy.ShouldBe(TimeSpan.FromMinutes(minutes));
        now.ShouldBe(new DateTimeOffset(2026, 11, 22, 10, 10, 0, TimeSpan.Zero).AddMinutes(minutes));
        clock.Read().SetBy.ShouldBe(TimeSpan.Zero);
    }

    [Theory]
    [InlineData(30)]
    [InlineData(-30)]
    public void Read_Drift_IsNoJump(int seconds)
    {
        var clock = new FarmClock(_time);
        _time.PassTo(TimeSpan.FromHours(24));
        _time.SetWallBy(TimeSpan.FromSeconds(seconds));
        clock.Read().SetBy.ShouldBe(TimeSpan.Zero);
    }

    [Fact]
    public void Read_ALookThatTookLong_IsNoJump()
    {
        var clock = new FarmClock(_time);
        _time.PassTo(TimeSpan.FromHours(3));
        clock.Read().SetBy.ShouldBe(TimeSpan.Zero);
    }
}
