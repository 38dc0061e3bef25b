using PlotManager.Core.Farm.Checks;
using PlotManager.Core.Plotting;
using PlotManager.Journal;
using PlotManager.Tests.Scripted;

namespace PlotManager.Tests.Journal;

public sealed class BufferedJournalTests : IDisposable
{
    private static readonly DateTimeOffset T0 = new(2026, 11, 22, 10, 0, 0, TimeSpan.Zero);

    private readonly FakeClock _clock = new(T0);
    private readonly RecordingFile _file = new();
    private readonly BufferedJournal _journal;

    public BufferedJournalTests() => _journal = new BufferedJournal(_file, _clock);

    public void Dispose()
    {
        _journal.Dispose();
        _file.Dispose();
    }

    [Fact]
    public void Commit_TheFileTakesIt_NothingWaits()
    {
        _journal.Commit([Job("a")]);
        _file.Commits.ShouldBe(["a"]);
        _journal.Unsaved.ShouldBeEmpty();
        _journal.Trouble.ShouldBeNull();
    }

    [Fact]
    public void Commit_AfterATimeOfRefusals_WritesAllThatWaitsFirstInOneTransaction()
    {
        _file.Refuses = "full";
        foreach (var name in new[] { "a", "b", "c" })
        {
            _journal.Commit([Job(name)]);
        }

        _journal.Trouble.ShouldBe("full");
        _journal.Unsaved.ShouldBe([Job("a"), Job("b"), Job("c")]);
        _file.Refuses = null;
        _clock.Now += BufferedJournal.Pause;
        _journal.Commit([Job("d")]);

        _file.Commits.ShouldBe(["a b c d"]);
        _journal.Unsaved.ShouldBeEmpty();
        _journal.Trouble.ShouldBeNull();
    }

    [Fact]
    public void Commit_TheFileRefuses_ItIsTriedOnceASecondAtMost()
    {
        _file.Refuses = "full";
        for (var time = 0; time < 100; time++)
        {
            _journal.Commit([Job($"{time}")]);
            _clock.Now += BufferedJournal.Pause / 10;
        }

        _file.Attempts.ShouldBe(10, "ten seconds");
    }

    [Fact]
    public void Commit_AnAttemptTakesLong_TheNextOneWaitsAHundredTimesAsLong()
    {
        (_file.Refuses, _file.Takes) = ("I/O error", () => _clock.Now += TimeSpan.FromSeconds(1));
        _journal.Commit([Job("a")]);
        _clock.Now += TimeSpan.FromSeconds(98);
        _journal.Commit([]);
        _file.Attempts.ShouldBe(1);
        _clock.Now += TimeSpan.FromSeconds(1);
        _journal.Commit([]);
        _file.Attempts.ShouldBe(2);
    }

    [Fact]
    public void Save_JustAfterARefusal_TriesAgainAtOnce()
    {
        _file.Refuses = "full";
        _journal.Commit([Job("a")]);
        _file.Refuses = null;
        _journal.Save();
        _file.Commits.ShouldBe(["a"]);
    }

    [Fact]
    public void Made_APlotThatIsNotSaved_Counts()
    {
        _file.Refuses = "full";
        var plot = new PlotRecord("r", 1) { State = PlotState.Completed, EndedAt = T0, FinalBytes = 7 };
        _journal.Commit([new Change.Plot(plot with { State = PlotState.Copying, EndedAt = null }), new Change.Plot(plot)]);
        _journal.Commit([new Change.Plot(plot with { FinalBytes = 8 })]);
        _journal.Made(T0.AddDays(-1)).ShouldBe([new MadePlot(T0, 8, RunOwner.Own)]);
        _journal.Made(T0.AddDays(1)).ShouldBeEmpty();
    }

    [Fact]
    public void Ended_WhatIsNotSaved_IsAmongThemWithItsRun()
    {
        var plot = new PlotRecord("r", 1) { State = PlotState.Making };
        _journal.Commit([new Change.Run(Run(RunState.Running)), new Change.Plot(plot)]);
        _file.Refuses = "full";
        var failed = plot with { State = PlotState.Failed, EndedAt = T0 };
        _journal.Commit([new Change.Plot(failed)]);
        _journal.Ended(T0, most: 9).ShouldBe([new PastPlot(Run(RunState.Running), failed)], "its run is in the file");
        _journal.RunsEnded(T0).ShouldBeEmpty();

        var ended = Run(RunState.Ended) with { EndedAt = T0.AddMinutes(1) };
        var second = new PlotRecord("r", 2) { State = PlotState.Completed, EndedAt = T0.AddMinutes(1) };
        _journal.Commit([new Change.Plot(second), new Change.Run(ended)]);
        _journal.Ended(T0, most: 9).ShouldBe([new PastPlot(ended, second), new PastPlot(ended, failed)], "newest first");
        _journal.Ended(T0, most: 1).ShouldBe([new PastPlot(ended, second)]);
        _journal.Ended(T0.AddMinutes(2), most: 9).ShouldBeEmpty();
        _journal.Lost(T0).ShouldBe([new PastPlot(ended, failed)]);
        _journal.RunsEnded(T0).ShouldBe([ended]);
        _journal.Find("r").ShouldNotBeNull().Plots.ShouldBe([failed, second]);
        _journal.Find("s").ShouldBeNull();

        _file.Refuses = null;
        _journal.Save();
        _journal.Ended(T0, most: 9).ShouldBe([new PastPlot(ended, second), new PastPlot(ended, failed)], "saved, they are the same");
    }

    [Fact]
    public void Events_WhatIsNotSaved_IsAmongThem()
    {
        var happened = new EventRecord(T0, "stagger", "a", null, "waits");
        _journal.Commit([new Change.Happened(happened)]);
        _file.Refuses = "full";
        _journal.Commit([new Change.Happened(happened with { Kind = "start" })]);
        _journal.Events(T0).Select(one => one.Kind).ShouldBe(["stagger", "start"]);
    }

    private static RunRecord Run(RunState state) => new()
    {
        RunId = "r",
        Plotter = "chia",
        State = state,
        LaunchedAt = T0,
        Directories = new PlotDirectories("/t", null, "/d"),
    };

    private static Change.Job Job(string name) => new(new JobRecord(name));

    private sealed class RecordingFile : IJournal
    {
        private readonly MemoryJournal _inner = new();

        public string? Refuses { get; set; }

        public Action Takes { get; set; } = () => { };

        public int Attempts { get; private set; }

        /// <summary>Of each transaction the jobs in it.</summary>
        public List<string> Commits { get; } = [];

        public JournalState Load() => _inner.Load();

        public void Commit(IReadOnlyList<Change> changes)
        {
            Attempts++;
            Takes();
            if (Refuses is { } refusal)
            {
                throw new JournalException(refusal);
            }

            _inner.Commit(changes);
            Commits.Add(string.Join(' ', changes.OfType<Change.Job>().Select(change => change.Record.Name)));
        }

        public IReadOnlyList<EventRecord> Events(DateTimeOffset since) => _inner.Events(since);

        public TrackedRun? Find(string runId) => _inner.Find(runId);

        public IReadOnlyList<RunRecord> RunsEnded(DateTimeOffset since) => _inner.RunsEnded(since);

        public IReadOnlyList<PastPlot> Ended(DateTimeOffset since, int most) => _inner.Ended(since, most);

        public IReadOnlyList<CheckRecord> LastChecks() => _inner.LastChecks();

        public void Dispose() => _inner.Dispose();
    }
}
