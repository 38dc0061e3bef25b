using PlotManager.Core.History;
using PlotManager.Core.Plotters.Logs;
using PlotManager.Core.Plotting;
using PlotManager.Core.Tests.Plotters.Logs;

namespace PlotManager.Core.Tests.History;

public sealed class LogAnalysisTests
{
    [Fact]
    public void Text_TwoLogs_MeansOfLinesAndSharesOfTime()
    {
        var analysis = new LogAnalysis();
        analysis.Add(Log(Plot(1, (801, 100), (834, 20), (2474, 75), (2620, 5))));
        analysis.Add(Log(Plot(1, (802, 300), (837, 20), (2477, 75), (2621, 5))));

        // Means 801.5, 835.5, 2475.5, 2620.5: halves go to the even neighbour. 400, 40, 150 and 10 of 600 seconds.
        analysis.Text().ShouldBe(
        [
            "  phase1_line_end: 802",
            "  phase2_line_end: 836",
            "  phase3_line_end: 2476",
            "  phase4_line_end: 2620",
            "  phase1_weight: 66.67",
            "  phase2_weight: 6.67",
            "  phase3_weight: 25.0",
            "  phase4_weight: 1.67",
        ]);
    }

    [Fact]
    public void Add_SeveralPlotsInOneLog_EachCountsFromItsOwnFirstLine()
    {
        var analysis = new LogAnalysis();
        analysis.Add(Log(Plot(1, (10, 1), (20, 1), (30, 1), (40, 1)), Plot(51, (60, 1), (70, 1), (80, 1), (90, 1))));

        analysis.Plots.ShouldBe(2);
        analysis.Text()[..4].ShouldBe(["  phase1_line_end: 10", "  phase2_line_end: 20", "  phase3_line_end: 30", "  phase4_line_end: 40"]);
    }

    [Fact]
    public void Text_NothingCompleted_IsEmpty()
    {
        var analysis = new LogAnalysis();
        analysis.Add(Log(Plot(1, (10, 1), (20, 1), (30, 1), (40, 1)) with { State = PlotState.Copying }));

        analysis.Text().ShouldBeEmpty();
    }

    [Fact]
    public void Text_RecordedLog_TakesTheLinesThatEndThePhases()
    {
        var analysis = new LogAnalysis();
        analysis.Add(Fixture.Read("chiapos/chia116_k25_cli_unpatched"));

        // 498.294, 68.088, 178.233 and 10.538 of 755.153 seconds.
        analysis.Text().ShouldBe(
        [
            "  phase1_line_end: 803",
            "  phase2_line_end: 836",
            "  phase3_line_end: 2469",
            "  phase4_line_end: 2615",
            "  phase1_weight: 65.99",
            "  phase2_weight: 9.02",
            "  phase3_weight: 23.6",
            "  phase4_weight: 1.4",
        ]);
    }

    private static RunLog Log(params PlotLog[] plots) => new() { Plots = [.. plots] };

    private static PlotLog Plot(int firstLine, params (int Line, double Seconds)[] ends) => new()
    {
        State = PlotState.Completed,
        FirstLine = firstLine,
        Phases = [.. ends.Select((end, index) => new PhaseEnd(index + 1, end.Seconds, null, end.Line))],
    };
}
