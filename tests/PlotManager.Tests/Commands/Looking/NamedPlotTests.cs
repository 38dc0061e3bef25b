using PlotManager.Hosting;

namespace PlotManager.Tests.Commands.Looking;

/// <summary><c>log</c>, <c>details</c> and <c>events</c> of what people call by name.</summary>
public sealed class NamedPlotTests : IDisposable
{
    private readonly TypedCommand _typed = new();

    public NamedPlotTests() => _typed.WriteMadMaxFarm();

    public void Dispose() => _typed.Dispose();

    [Theory]
    [InlineData("log"), InlineData("logs"), InlineData("details")]
    public async Task NamedPlot_ThatNobodyKnows_SaysWhereNamesAre(string command)
    {
        var (exit, _, error) = await _typed.Run(command, "7c01ab2");

        exit.ShouldBe(ExitCode.No);
        error.ShouldContain("no plot is called '7c01ab2'");
        error.ShouldContain("plotmanager history");
    }

    [Fact]
    public async Task Log_AFileOfThatName_IsMeantFirst()
    {
        File.Copy(TypedCommand.RecordedLog(Recorded), Path.Combine(_typed.Folder, "7c01ab2"));

        (await _typed.Run("log", "7c01ab2")).Output.ShouldStartWith("7c01ab2");
    }

    [Fact]
    public async Task Details_OfAPlotOfTheLogFolder_ShowsItAndItsLog()
    {
        var log = _typed.Write("logs/quick_2026-11-22_10_00_00_000000.log", File.ReadAllText(TypedCommand.RecordedLog(Recorded)));

        var (exit, output, error) = await _typed.Run("details", "quick");

        exit.ShouldBe(ExitCode.Done, error);
        output.ShouldContain(log);
        (await _typed.Run("log", "quick")).Output.ShouldContain("phase 1");
    }

    [Fact]
    public async Task Events_OfAJob_AreItsLinesOfDebugLog()
    {
        _typed.Write("debug.log", """
            2026-11-22 10:00:00.000+00:00 INFO    - - manager 0.1.0 started (pid 1) for config.yaml
            2026-11-22 10:00:01.000+00:00 INFO    quick 7c01ab2 the plot is made: /d/plot
            2026-11-22 10:00:02.000+00:00 INFO    other 8c01ab2 the plot is made: /d/plot

            """);

        (await _typed.Run("events")).Output.Split(Environment.NewLine, StringSplitOptions.RemoveEmptyEntries).Length.ShouldBe(3);
        (await _typed.Run("events", "--job", "quick")).Output.ShouldBe(
            $"2026-11-22 10:00:01.000+00:00 INFO    quick 7c01ab2 the plot is made: /d/plot{Environment.NewLine}");
    }

    [Fact]
    public async Task Events_WhereNoManagerHasBeen_SaysSo() =>
        (await _typed.Run("events")).Error.ShouldContain("there are no events yet");

    private const string Recorded = "madmax/k18_solo.log";
}
