using PlotManager.Core.Text;

namespace PlotManager.Core.Tests.Text;

public sealed class DurationsTests
{
    [Theory]
    [InlineData(-5, "0 s")]
    [InlineData(0, "0 s")]
    [InlineData(0.9, "0 s")]
    [InlineData(59.9, "59 s")]
    [InlineData(60, "1 min")]
    [InlineData(63, "1 min")]
    [InlineData(119.9, "1 min")]
    [InlineData(3599, "59 min")]
    [InlineData(3600, "1 h")]
    [InlineData(7559, "2 h 5 min")]
    [InlineData(86_399, "23 h 59 min")]
    [InlineData(86_400, "1 d")]
    [InlineData(86_400 * 4 + 3660, "4 d 1 h")]
    public void Words_AnyDuration_AreNeverRoundedUp(double seconds, string words) =>
        Durations.Words(TimeSpan.FromSeconds(seconds)).ShouldBe(words);
}
