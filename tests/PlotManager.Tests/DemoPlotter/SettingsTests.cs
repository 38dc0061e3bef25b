using PlotManager.DemoPlotter.Settings;

namespace PlotManager.Tests.DemoPlotter;

public sealed class SettingsTests
{
    [Fact]
    public void Parse_AllKeys_AreRead()
    {
        var settings = StandInSettings.Parse("""
            # how this plotter behaves
            seconds: 20
            phases: 45, 15,30 ,3
            copy_seconds: 2.5
            version: 1
            fail: temp_full@2.30
            fail_every: 3
            retry_seconds: 1

            ignore_sigterm: true
            """);
        settings.DurationFor(18).ShouldBe(TimeSpan.FromSeconds(20));
        settings.PhaseShares.ShouldBe([45, 15, 30, 3]);
        settings.CopySeconds.ShouldBe(2.5);
        settings.Version.ShouldBe(1);
        settings.Failure.ShouldBe(new PlannedFailure(FailureCause.TempFull, 2, 0.30));
        settings.FailEvery.ShouldBe(3);
        settings.RetryPause.ShouldBe(TimeSpan.FromSeconds(1));
        settings.IgnoreSigterm.ShouldBeTrue();
    }

    [Fact]
    public void Parse_Nothing_IsAPlotOfEightSecondsWithRealRetries()
    {
        var settings = StandInSettings.Parse("");
        settings.DurationFor(18).ShouldBe(TimeSpan.FromSeconds(8));
        settings.DurationFor(20).ShouldBe(TimeSpan.FromSeconds(12.5));
        settings.RetryPause.ShouldBe(TimeSpan.FromMinutes(5));
        settings.Failure.ShouldBeNull();
    }

    [Theory]
    [InlineData("crash", 1, 0.5)]
    [InlineData("crash@3", 3, 0.5)]
    [InlineData("crash@4.100", 4, 1)]
    [InlineData("crash@1.0", 1, 0)]
    public void Parse_FailurePoint_IsPhaseAndPercent(string text, int phase, double fraction) =>
        PlannedFailure.Parse(text).ShouldBe(new PlannedFailure(FailureCause.Crash, phase, fraction));

    [Theory]
    [InlineData("seconds 20", "line 1: 'key: value' expected, not 'seconds 20'")]
    [InlineData("\nseconds: -1", "line 2: seconds: '-1' is not a value for it")]
    [InlineData("phases: 1,2,3", "line 1: phases: '1,2,3' is not a value for it")]
    [InlineData("phases: 0,0,0,0", "line 1: phases: '0,0,0,0' is not a value for it")]
    [InlineData("fail: crash@5", "line 1: fail: 'crash@5' is not a value for it")]
    [InlineData("fail: crash@1.101", "line 1: fail: 'crash@1.101' is not a value for it")]
    [InlineData("fail: tired", "line 1: fail: 'tired' is not a value for it")]
    [InlineData("fail_every: 0", "line 1: fail_every: '0' is not a value for it")]
    [InlineData("version: 3", "line 1: version: '3' is not a value for it")]
    [InlineData("seconds: NaN", "line 1: seconds: 'NaN' is not a value for it")]
    [InlineData("colour: red", "line 1: unknown key 'colour'")]
    public void Parse_WrongLine_IsNamed(string text, string expected) =>
        Should.Throw<FormatException>(() => StandInSettings.Parse(text)).Message.ShouldBe(expected);

    [Fact]
    public void Next_ManyAtOnce_GivesEachNumberOnce()
    {
        var folder = Directory.CreateTempSubdirectory("counter");
        try
        {
            var numbers = new System.Collections.Concurrent.ConcurrentBag<int>();
            Parallel.For(0, 40, _ => numbers.Add(PlotCounter.Next(Path.Combine(folder.FullName, "chia.stand-in"))));
            numbers.Order().ShouldBe(Enumerable.Range(1, 40));
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }
}
