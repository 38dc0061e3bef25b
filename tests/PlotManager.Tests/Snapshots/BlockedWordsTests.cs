using PlotManager.Core.Plotters.Logs;
using PlotManager.Core.Plotting;
using PlotManager.Snapshots;

namespace PlotManager.Tests.Snapshots;

public sealed class BlockedWordsTests
{
    private const string Line = "Could not copy \"/t/plot-k32-2026.plot.2.tmp\" to \"/d/plot-k32-2026.plot.2.tmp\". Input/output error";

    private static string Words(FailureCause? cause, string? detail) =>
        BlockedWords.Of(new PlotRecord("r", 1) { State = PlotState.Blocked, Cause = cause, Detail = detail });

    [Fact]
    public void Of_AKnownCause_IsTheCauseAndWhatHelps() =>
        Words(FailureCause.DestinationFull, $"the destination is full: {Line}")
            .ShouldBe("blocked: the destination is full; make room there; the plotter tries again by itself");

    [Fact]
    public void Of_AnUnknownCause_QuotesThePlotter() =>
        Words(FailureCause.Unknown, Line).ShouldBe($"blocked: {Line}; see its log; plotmanager kill ends it");

    [Fact]
    public void Of_EveryCause_HasARemedy()
    {
        foreach (var cause in Enum.GetValues<FailureCause>())
        {
            Words(cause, "x: y").Split("; ").Length.ShouldBeGreaterThanOrEqualTo(2);
        }
    }
}
