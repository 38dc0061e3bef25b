using System.Collections.Immutable;
using PlotManager.Core.Farm.Checks;
using PlotManager.Core.Plotters;
using PlotManager.Core.Plotters.Logs;
using PlotManager.Core.Plotters.Reading;
using PlotManager.Core.Plotting;
using PlotManager.Journal;
using PlotManager.Observing;
using PlotManager.Snapshots;

namespace PlotManager.Tests.Snapshots;

public sealed class TimesLeftTests
{
    private static readonly DateTimeOffset Noon = new(2026, 11, 22, 12, 0, 0, TimeSpan.Zero);
    private static readonly PlotterProfile MadMax = BuiltInProfiles.Catalog.Find("madmax").ShouldNotBeNull();

    [Fact]
    public void Of_APlotInPhase2_TakesTheMediansOfItsOwnJob()
    {
        var journal = new Remembered(
            Made("quick", 1000, 200, 300, 50, copy: 100), Made(
                "quick", 1200, 240, 340, 60, copy: 120), Made("quick", 1100, 220, 320, 55, copy: 110),
            Made("slow", 9000, 9000, 9000, 9000, copy: 9000));
        // Phase 1 ended 20 seconds ago.
        var seen = Seen(
            "quick",
            new PlotLog { Phase = 2, Phases = [new PhaseEnd(1, 1000, Noon.AddSeconds(-20).DateTime, 9)], State = PlotState.Making });

        var left = new TimesLeft(journal).Of(seen, seen.Current!, Noon.AddSeconds(-1020), Noon, 0).ShouldNotBeNull();

        left.Usual.ShouldBe(220 - 20 + 320 + 55 + 110);
        // Of three values the 90th percentile is four fifths of the way from the second to the third.
        left.AtMost.ShouldNotBeNull().ShouldBe(236 - 20 + 336 + 59 + 118, 0.000001);
        left.Basis.ShouldBe(3);
    }

    [Fact]
    public void Of_EveryLook_AsksTheJournalOnlyAfterAPlotHasEnded()
    {
        var journal = new Remembered(Made("quick", 1000, 200, 300, 50, copy: 100));
        var left = new TimesLeft(journal);
        var seen = Seen("quick", new PlotLog { Phase = 1, State = PlotState.Making });

        for (var look = 0; look < 5; look++)
        {
            left.Of(seen, seen.Current!, Noon, Noon, 0);
        }

        journal.Asked.ShouldBe(1);
        left.Of(seen, seen.Current!, Noon, Noon, 1);
        journal.Asked.ShouldBe(2);
    }

    [Fact]
    public void Of_WhatWaitsForEver_IsUnknown() =>
        new TimesLeft(new Remembered(Made("quick", 1, 1, 1, 1, 1)))
            .OfCurrent(Seen("quick", new PlotLog { Phase = 1, State = PlotState.Blocked })).ShouldBeNull();

    [Fact]
    public void Of_SuspendedAndSuspectPlots_AreNoMeasure()
    {
        var suspended = Made("quick", 5000, 5000, 5000, 5000, copy: 5000);
        var suspect = Made("quick", 5000, 5000, 5000, 5000, copy: 5000);
        var journal = new Remembered(
            suspended with
            {
                Plot = suspended.Plot with { SuspendedSeconds = 1 },
            }, suspect with { Plot = suspect.Plot with { Suspect = "it waited" } },
            Made("quick", 1000, 200, 300, 50, copy: 100));

        new TimesLeft(journal).OfCurrent(Seen("quick", new PlotLog { Phase = 1, State = PlotState.Making }))
            .ShouldNotBeNull().Usual
            .ShouldBe(1650);
    }

    private static ObservedRun Seen(string job, PlotLog plot) => new(
        new TrackedRun(Run(job), [new PlotRecord("r", 1)
        {
            PhaseEnds = [.. plot.Phases.Select(end => (DateTimeOffset?)new DateTimeOffset(end.EndedAt!.Value, TimeSpan.Zero))],
        }]), MadMax, new RunLog { Plots = [plot] }, null, null, null, new PlotDirectories(null, null, null), RunFiles.None);

    private static RunRecord Run(string job) => new()
    {
        RunId = "r",
        Job = job,
        Plotter = "madmax",
        K = 32,
        State = RunState.Running,
        LaunchedAt = Noon,
        Directories = new PlotDirectories("/t", null, "/d"),
    };

    private static PastPlot Made(string job, double p1, double p2, double p3, double p4, double copy) => new(
        Run(job), new PlotRecord("r", 1) { State = PlotState.Completed, PhaseSeconds = [p1, p2, p3, p4], CopySeconds = copy });

    private sealed class Remembered(params ImmutableArray<PastPlot> plots) : IJournal
    {
        public int Asked { get; private set; }

        public JournalState Load() => new();

        public void Commit(IReadOnlyList<Change> changes) => throw new JournalException("nothing is written here");

        public IReadOnlyList<EventRecord> Events(DateTimeOffset since) => [];

        public TrackedRun? Find(string runId) => null;

        public IReadOnlyList<RunRecord> RunsEnded(DateTimeOffset since) => [];

        public IReadOnlyList<PastPlot> Ended(DateTimeOffset since, int most)
        {
            Asked++;
            return plots;
        }

        public IReadOnlyList<CheckRecord> LastChecks() => [];

        public void Dispose()
        {
        }
    }
}

file static class CurrentPlot
{
    public static PlotManager.Core.History.Remaining? OfCurrent(this TimesLeft left, ObservedRun seen)
    {
        var noon = new DateTimeOffset(2026, 11, 22, 12, 0, 0, TimeSpan.Zero);
        return left.Of(seen, seen.Current!, noon, noon, 0);
    }
}
