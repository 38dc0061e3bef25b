using PlotManager.Core.Plotters;
using PlotManager.Core.Plotters.Logs;
using PlotManager.Core.Plotters.Reading;
using PlotManager.Core.Plotting;

namespace PlotManager.Core.Tests.Plotters.Logs;

public sealed class ProgressOfTests
{
    private static readonly PlotterProfile Chia = BuiltInProfiles.Catalog.Find("chia").ShouldNotBeNull();
    private static readonly ProgressSettings Settings = new([801, 834, 2474, 2620], [33.4, 20.43, 42.29, 3.88]);

    [Theory]
    // In phase 1 line 400.5 of 801 is half of 33.4 %.
    [InlineData(1, 801, 0.334)]
    [InlineData(1, 0, 0)]
    [InlineData(1, 5000, 0.334)]
    [InlineData(2, 834, 0.5383)]
    // Half of the way from line 834 to line 2474.
    [InlineData(3, 1654, 0.53830 + 0.21145)]
    [InlineData(3, 100, 0.5383)]
    public void Settings_LineEnds_SetThePositionWithinTheBand(int phase, int lines, double progress) =>
        ProgressOf.Settings(Chia, Plot(phase, 0), lines, Settings, ownBackend: true).ShouldBe(progress, 1e-9);

    [Fact]
    public void Settings_AnotherBackend_GoesByItsOwnMilestones() =>
        ProgressOf.Settings(Chia, Plot(1, 0.5), 5000, Settings, ownBackend: false).ShouldBe(0.167, 1e-9);

    [Fact]
    public void Settings_SecondPlotOfALog_CountsItsOwnLines() =>
        ProgressOf.Settings(Chia, Plot(1, 0) with { FirstLine = 1001 }, 1000 + 801, Settings, ownBackend: true).ShouldBe(0.334, 1e-9);

    [Fact]
    public void Settings_AllPhasesOver_IsNotWholeBeforeCompletion()
    {
        ProgressOf.Settings(Chia, Plot(5, 0) with { State = PlotState.Copying }, 9999, Settings, ownBackend: true)
            .ShouldBe(ProgressOf.AlmostAll);
        ProgressOf.Settings(Chia, Plot(5, 0) with { State = PlotState.Completed }, 9999, Settings, ownBackend: true).ShouldBe(1);
    }

    [Fact]
    public void Settings_LessThanWasShown_StaysWhereItWas() =>
        ProgressOf.Settings(Chia, Plot(1, 0), 0, Settings, ownBackend: true, reached: 0.25).ShouldBe(0.25);

    // 33.4 of the phases' 100 and the copy's 3.
    [Theory]
    [InlineData(0, 100 / 108.0)]
    [InlineData(0.5, 104 / 108.0)]
    [InlineData(1, ProgressOf.AlmostAll)]
    public void Settings_WhileCopying_MovesByWhatIsCopied(double copied, double progress)
    {
        // madMax: four phases of 46 + 19 + 31 + 4, and 8 for the copy.
        var madMax = BuiltInProfiles.Catalog.Find("madmax")!;
        var plot = Plot(5, 0) with { State = PlotState.Copying };

        ProgressOf.Settings(madMax, plot, 9999, null, ownBackend: true, copied: copied).ShouldBe(progress, 1e-9);
    }

    [Fact]
    public void Settings_ACopyThatBeginsAnew_NeverGoesBack() =>
        ProgressOf.Settings(Chia, Plot(5, 0) with { State = PlotState.Copying }, 9999, null, ownBackend: true, reached: 0.99, copied: 0)
            .ShouldBe(0.99);

    [Fact]
    public void Profile_EndOfPhase1_IsItsShare() => ProgressOf.Profile(Chia, 2, 0).ShouldBe(33.4 / 103, 1e-9);

    private static PlotLog Plot(int phase, double within) => new() { Phase = phase, WithinPhase = within, FirstLine = 1 };
}
