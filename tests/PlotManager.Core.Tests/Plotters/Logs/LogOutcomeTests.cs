using PlotManager.Core.Plotters;
using PlotManager.Core.Plotters.Logs;
using PlotManager.Core.Plotters.Reading;
using PlotManager.Core.Plotting;

namespace PlotManager.Core.Tests.Plotters.Logs;

public sealed class LogOutcomeTests
{
    private static readonly PlotterProfile MadMax = BuiltInProfiles.Catalog.Find("madmax").ShouldNotBeNull();

    [Theory]
    [InlineData(0, PlotState.Completed)]
    [InlineData(1, PlotState.Completed)]
    public void Of_TheLogsLastWord_StandsWhateverComesAfter(int exitCode, PlotState state) =>
        Of("madmax/k20_solo", new ProcessFacts(false, exitCode), null).State.ShouldBe(state);

    // The log of a plot written straight to its destination ends without a last word; it has 17,125,861 bytes.
    [Theory]
    [InlineData(17_125_861, 0, PlotState.Completed)]
    [InlineData(16_783_344, 0, PlotState.Completed)]
    [InlineData(15_000_000, 0, PlotState.Failed)]
    [InlineData(17_125_861, 134, PlotState.Failed)]
    public void Of_NoLastWord_TheFinalFileDecides(long bytes, int exitCode, PlotState state) =>
        Of("madmax/k20_directout", new ProcessFacts(false, exitCode), bytes).State.ShouldBe(state);

    [Fact]
    public void Of_NoLastWordAndFileMovedAway_IsUnknown() =>
        Of("madmax/k20_directout", new ProcessFacts(false, 0), 0).State.ShouldBe(PlotState.Unknown);

    [Fact]
    public void Of_LogThatStops_RunsOnlyWhileAProcessHoldsIt()
    {
        Of("madmax/sig_sigkill_n1_p3", ProcessFacts.Living, null).State.ShouldBe(PlotState.Making);
        Of("madmax/sig_sigkill_n1_p3", ProcessFacts.Vanished, null).State.ShouldBe(PlotState.Unknown);
        Of("madmax/sig_sigkill_n1_p3", null, null).State.ShouldBe(PlotState.Unknown);
    }

    [Theory]
    [InlineData(null, 9, "SIGKILL")]
    [InlineData(137, null, "SIGKILL")]
    [InlineData(143, null, "SIGTERM")]
    [InlineData(null, 2, "SIGINT")]
    public void Of_Signal_IsNamed(int? exitCode, int? signal, string name)
    {
        var outcome = Of("madmax/sig_sigkill_n1_p3", new ProcessFacts(false, exitCode, signal), null);

        (outcome.State, outcome.Failure?.Cause).ShouldBe((PlotState.Killed, FailureCause.Killed));
        outcome.Failure.ShouldNotBeNull().Text.ShouldContain(name);
    }

    [Fact]
    public void Of_ExitCodeWithoutWords_QuotesTheLastLines()
    {
        var failure = Of("madmax/sig_sigkill_n1_p3", new ProcessFacts(false, 7), null).Failure.ShouldNotBeNull();

        failure.Text.ShouldStartWith("the plotter ended with exit code 7; its last lines: ");
        failure.Text.ShouldContain("Wrote plot header with 268 bytes");
    }

    [Fact]
    public void Of_WrapperThatExits0WithoutAPlot_HasFailed() =>
        Of("madmax/chiaplotters_madmax_sigterm", new ProcessFacts(false, 0), 0).State.ShouldBe(PlotState.Failed);

    [Fact]
    public void Of_Blocked_WaitsWhileItLivesAndFailsByItsCauseWhenItEnds()
    {
        Of("madmax/full_final_10m", ProcessFacts.Living, null).State.ShouldBe(PlotState.Blocked);
        Of("madmax/full_final_10m", null, null).State.ShouldBe(PlotState.Blocked);
        var ended = Of("madmax/full_final_10m", new ProcessFacts(false, 1), 0);
        (ended.State, ended.Failure?.Cause).ShouldBe((PlotState.Failed, FailureCause.DestinationFull));
    }

    private static PlotOutcome Of(string name, ProcessFacts? process, long? bytes)
    {
        var log = Fixture.Read(name);
        return LogOutcome.Of(MadMax, log, log.Plots.Length - 1, process, bytes);
    }
}
