using PlotManager.Core.Configuration;
using PlotManager.Core.Plotting;
using PlotManager.Logging;
using PlotManager.Loop;
using PlotManager.Metrics;

namespace PlotManager.Tests.Loop;

public class PlotEventLogTests
{
    private static readonly RunRecord Run = new()
    {
        RunId = "r",
        Job = "a",
        Plotter = "chia",
        LaunchedAt = DateTimeOffset.UnixEpoch,
        Directories = new PlotDirectories("/t", null, "/d"),
    };

    [Fact]
    public void Note_PhasesThatEnded_AreMeasuredUnlessTheRunWasSuspended()
    {
        var metrics = new MetricsState();
        var events = new PlotEventLog(new NoLog(), metrics);
        var plot = new PlotRecord("r", 1);

        events.Note(Run, plot, plot with { PhaseSeconds = [5000], SuspendedSeconds = 1 });
        events.Note(Run with { SuspendedSince = DateTimeOffset.UnixEpoch }, plot, plot with { PhaseSeconds = [5000] });
        metrics.Now.Phases.ShouldBeEmpty();

        events.Note(Run, plot, plot with { PhaseSeconds = [100, 20] });
        metrics.Now.Phases.Keys.ShouldBe([("a", "1"), ("a", "2")]);
    }

    private sealed class NoLog : IEventLog
    {
        public void Write(LogLevel level, string message, string? job = null, string? plot = null)
        {
        }
    }
}
