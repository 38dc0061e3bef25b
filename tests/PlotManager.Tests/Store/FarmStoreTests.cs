using PlotManager.Core.Plotting;
using PlotManager.Journal;
using PlotManager.Store;
using PlotManager.Tests.Scripted;
using static PlotManager.Core.Farm.FarmEvent;

namespace PlotManager.Tests.Store;

/// <summary>What a commit writes and whom it tells. What an event does to the state is tested with <see cref="FarmState"/>.</summary>
public sealed class FarmStoreTests : IDisposable
{
    private static readonly DateTimeOffset T0 = new(2026, 11, 22, 10, 0, 0, TimeSpan.Zero);

    private readonly MemoryJournal _journal = new();
    private readonly FakeClock _clock = new(T0);

    public void Dispose() => _journal.Dispose();

    [Fact]
    public void Commit_ARunLaunched_CountsItsPlots()
    {
        var store = Started();
        store.Commit(new RunIntended(Run("r", plots: 3))).ShouldBeTrue();
        store.State.Job("a").KickedOff.ShouldBe(0, "only what has started counts");
        store.Commit(new RunLaunched("r", Process(7)));
        (store.State.Job("a").KickedOff, store.State.Job("a").LastStart).ShouldBe((3, T0));
        store.State.Find("r")!.Run.Process.ShouldBe(Process(7));
    }

    [Fact]
    public void Commit_PlotMade_IsOneTransactionWithItsCountAndItsNotice()
    {
        var store = Launched("r");
        var commits = _journal.Commits;
        store.Commit(Plot("r", PlotState.Completed), new RunEnded("r", T0));

        _journal.Commits.ShouldBe(commits + 1);
        var saved = _journal.Load();
        saved.Plots.ShouldHaveSingleItem().State.ShouldBe(PlotState.Completed);
        saved.Runs.ShouldHaveSingleItem().State.ShouldBe(RunState.Ended);
        var job = saved.Jobs.ShouldHaveSingleItem();
        (job.KickedOff, job.Completed, job.Failed).ShouldBe((1, 1, 0));
        _journal.Queued.ShouldBe(["plot-completed:id-r"]);
    }

    [Fact]
    public void Commit_TheSameEventsAgain_CountsOnceAndQueuesTheNoticeOnce()
    {
        var store = Launched("r");
        store.Commit(Plot("r", PlotState.Completed));
        store.Commit(Plot("r", PlotState.Completed));
        store.Commit(new RunEnded("r", T0));
        store.Commit(Plot("r", PlotState.Completed), new RunEnded("r", T0));
        (store.State.Job("a").KickedOff, store.State.Job("a").Completed, store.State.Job("a").Failed).ShouldBe((1, 1, 0));
        (store.PlotsEnded, store.RunsEnded).ShouldBe((1, 1));
        _journal.Queued.ShouldBe(["plot-completed:id-r"]);
    }

    [Fact]
    public void Commit_SuspectPlot_IsMadeButNotCountedAsCompleted()
    {
        var store = Launched("r");
        store.Commit(new PlotChanged(Plot("r", PlotState.Completed).Plot with { Suspect = "temp was full" }, T0));
        (store.State.Job("a").KickedOff, store.State.Job("a").Completed, store.State.Job("a").Failed).ShouldBe((1, 0, 0));
        _journal.Queued.ShouldBe(["plot-suspect:id-r"]);
    }

    [Fact]
    public void Commit_KilledByTheUser_IsNoNews()
    {
        var store = Launched("r");
        store.Commit(new KillAsked("r"));
        store.Commit(Plot("r", PlotState.Killed), new RunEnded("r", T0));
        (store.State.Job("a").KickedOff, store.State.Job("a").HeldBackUntil).ShouldBe((0, null));
        _journal.Load().Runs.ShouldHaveSingleItem().KilledByUser.ShouldBeTrue();
        _journal.Queued.ShouldBeEmpty();
    }

    [Fact]
    public void Commit_AdoptedRunOfTheJob_CompletesButIsNotKickedOff()
    {
        var store = Started();
        store.Commit(new RunAdopted(Run("f") with { Owner = RunOwner.Adopted, State = RunState.Running, Process = Process(8) }));
        store.Commit(Plot("f", PlotState.Completed));
        (store.State.Job("a").KickedOff, store.State.Job("a").Completed).ShouldBe((0, 1));
    }

    [Theory]
    [InlineData(RunOwner.OtherFarm)]
    [InlineData(RunOwner.Stranger)]
    public void Commit_ARunThatDoesNotPlotForThisFarm_IsInNoCountAndNoNotice(RunOwner owner)
    {
        var store = Started();
        foreach (var state in new[] { PlotState.Completed, PlotState.Failed, PlotState.Killed, PlotState.Blocked })
        {
            store.Commit(
                new RunAdopted(Run($"{state}") with { Owner = owner, State = RunState.Running, Process = Process(8 + (int)state) }));
            store.Commit(Plot($"{state}", state));
        }

        store.State.Job("a").ShouldBe(new JobRecord("a"));
        _journal.Queued.ShouldBeEmpty();
        new LostPlots(_journal, TimeSpan.FromDays(1)).At(T0, ended: 3).ShouldBeEmpty();
    }

    [Fact]
    public void SessionBegun_AfterACleanEnd_CountsAnew()
    {
        Launched("r").Commit(new SessionEnded(T0));
        var next = Started(T0.AddHours(1));
        (next.State.Job("a").KickedOff, next.State.Job("a").LastStart).ShouldBe((0, T0), "staggers go on");

        next.Commit(Plot("r", PlotState.Failed), new RunEnded("r", T0));
        next.State.Job("a").KickedOff.ShouldBe(0, "an adopted run was not counted, so nothing is given back");
    }

    [Fact]
    public void SessionBegun_AfterACrash_GoesOnCounting()
    {
        Launched("r");
        var next = Started(T0.AddHours(1));
        next.State.Job("a").KickedOff.ShouldBe(1);
        next.Commit(Plot("r", PlotState.Failed), new RunEnded("r", T0));
        next.State.Job("a").KickedOff.ShouldBe(0);
    }

    [Theory]
    [InlineData(StartMode.Paused, StartMode.Paused)]
    [InlineData(StartMode.Draining, StartMode.Allowed)]
    public void SessionBegun_APauseStaysADrainDoesNot(StartMode before, StartMode after)
    {
        Started().Commit(new StartsChanged(before));
        Started().State.Starts.ShouldBe(after);
        _journal.Load().Starts.ShouldBe(after);
    }

    [Fact]
    public void Commit_JournalCannotBeWritten_IsRefusedAndKeepsWhatItMissed()
    {
        var store = Launched("r");
        _journal.Refuses = "the drive of the journal is full";
        store.Commit(new RunIntended(Run("s"))).ShouldBeFalse();
        store.Commit(new RunForgotten("s", T0));
        store.Commit(Plot("r", PlotState.Completed));
        store.Trouble.ShouldBe("the drive of the journal is full");
        store.Unsaved.ShouldBe(5, "a wish to start and its end, a plot, its job's count and its notice");
        store.State.Job("a").Completed.ShouldBe(1);
        store.Find("s")!.Run.State.ShouldBe(RunState.Ended, "a run that has ended is asked of the journal, saved or not");
        _journal.Load().Plots.ShouldBeEmpty();

        _journal.Refuses = null;
        _clock.Now += BufferedJournal.Pause;
        store.Flush();
        store.Trouble.ShouldBeNull();
        var written = _journal.Load();
        written.Plots.ShouldHaveSingleItem().State.ShouldBe(PlotState.Completed);
        written.Jobs.ShouldHaveSingleItem().Completed.ShouldBe(1);
        written.Runs.Single(run => run.RunId == "s").State.ShouldBe(RunState.Ended);
        _journal.Queued.ShouldBe(["plot-completed:id-r"]);
    }

    [Fact]
    public void Happened_IsCalledAfterTheCommitThoughNothingIsSaved()
    {
        var told = new Subscriber(_journal);
        var store = Launched("r", subscriber: told);
        told.Saw.Clear();
        store.Commit(Plot("r", PlotState.Completed));
        told.Saw.ShouldBe([("PlotChanged", "PlotCompleted", 1)], "the journal has the plot by then");

        _journal.Refuses = "full";
        store.Commit(new RunEnded("r", T0));
        told.Saw[^1].ShouldBe(("RunEnded", null, 1));
        _journal.Refuses = null;
        _clock.Now += BufferedJournal.Pause;
        store.Flush();
        told.Saw.Count.ShouldBe(2, "that it is saved is no news");
    }

    [Fact]
    public void ClockShifted_MovesWhatIsRememberedInOneTransaction()
    {
        var store = Launched("r");
        var commits = _journal.Commits;
        store.Commit(new ClockShifted(TimeSpan.FromHours(-1)));
        _journal.Commits.ShouldBe(commits + 1, "all of it or nothing");
        var saved = _journal.Load();
        saved.Jobs.ShouldHaveSingleItem().LastStart.ShouldBe(T0.AddHours(-1));
        saved.LastSession!.StartedAt.ShouldBe(T0.AddHours(-1));
        saved.Runs.ShouldHaveSingleItem().LaunchedAt.ShouldBe(T0.AddHours(-1));
    }

    [Fact]
    public void Commit_TheTurnInTheDirectoryLists_IsNotWritten()
    {
        var store = Launched("r");
        var commits = _journal.Commits;
        store.Commit(new FirstPassMade());
        store.State.Job("a").DirectoryOffset.ShouldBe(2);
        _journal.Commits.ShouldBe(commits);
    }

    private FarmStore Started(DateTimeOffset? at = null, IFarmSubscriber? subscriber = null)
    {
        var notices = new NoticeWriter("host", () => ["webhook"]);
        var store = new FarmStore(new BufferedJournal(_journal, _clock), notices, subscriber is null ? [] : [subscriber]);
        store.Commit(new SessionBegun($"s{at ?? T0:HHmm}", 1, at ?? T0));
        return store;
    }

    private FarmStore Launched(string runId, int plots = 1, IFarmSubscriber? subscriber = null)
    {
        var store = Started(subscriber: subscriber);
        store.Commit(new RunIntended(Run(runId, plots)));
        store.Commit(new RunLaunched(runId, Process(7)));
        return store;
    }

    private static PlotChanged Plot(string runId, PlotState state) =>
        new(new PlotRecord(runId, 1) { PlotId = $"id-{runId}", State = state, EndedAt = T0 }, T0);

    private static RunRecord Run(string id, int plots = 1) => new()
    {
        RunId = id,
        Job = "a",
        Plotter = "chia",
        Plots = plots,
        LaunchedAt = T0,
        Directories = new PlotDirectories("/t", null, "/d"),
    };

    private static ProcessIdentity Process(int pid) => new(pid, 1, "boot");

    private sealed class Subscriber(MemoryJournal journal) : IFarmSubscriber
    {
        /// <summary>Event, news, and how many plots the journal had then.</summary>
        public List<(string Event, string? News, int Plots)> Saw { get; } = [];

        public void Happened(CommittedEvent committed) =>
            Saw.Add((committed.Event.GetType().Name, committed.News?.GetType().Name, journal.Load().Plots.Length));
    }
}
