using PlotManager.Core.Plotting;
using PlotManager.Journal;
using PlotManager.Store;
using PlotManager.Tests.Scripted;

namespace PlotManager.Tests.Store;

public sealed class LedgerTests : IDisposable
{
    private static readonly DateTimeOffset T0 = new(2026, 11, 22, 10, 0, 0, TimeSpan.Zero);
    private static readonly NoticeFacts Facts = new("host", DiedBeforeWork: false);

    private readonly MemoryJournal _journal = new();
    private readonly FakeClock _clock = new(T0);

    public void Dispose() => _journal.Dispose();

    [Fact]
    public void Confirm_CountsThePlotsOfTheRun()
    {
        var ledger = Started();
        ledger.Intend(Run("r", plots: 3)).ShouldBeTrue();
        ledger.Job("a").KickedOff.ShouldBe(0, "only what has started counts");
        ledger.Confirm("r", Process(7));
        (ledger.Job("a").KickedOff, ledger.Job("a").LastStart).ShouldBe((3, T0));
        ledger.Find("r")!.Run.Process.ShouldBe(Process(7));
    }

    [Fact]
    public void Settle_PlotMade_CountsOnceAndQueuesItsNoticeOnce()
    {
        var ledger = Launched("r");
        var made = Plot(ledger, "r", PlotState.Completed);
        ledger.Settle(made, Facts, T0);
        ledger.Settle(made, Facts, T0);
        ledger.Settle(made with { Run = made.Run with { State = RunState.Ended } }, Facts, T0);
        (ledger.Job("a").KickedOff, ledger.Job("a").Completed, ledger.Job("a").Failed).ShouldBe((1, 1, 0));
        _journal.Queued.ShouldBe(["plot-completed:id-r"]);
    }

    [Fact]
    public void Settle_PlotLost_IsGivenBackAtOnceThoughTheProcessLingers()
    {
        var ledger = Launched("r");
        var lost = Plot(ledger, "r", PlotState.Failed);
        ledger.Settle(lost, Facts, T0);
        (ledger.Job("a").KickedOff, ledger.Job("a").Failed, ledger.Job("a").FailuresInARow).ShouldBe((0, 1, 1));
        ledger.Settle(lost with { Run = lost.Run with { State = RunState.Ended } }, Facts, T0);
        (ledger.Job("a").KickedOff, ledger.Job("a").Failed, ledger.Job("a").FailuresInARow).ShouldBe((0, 1, 1));
    }

    [Fact]
    public void Settle_RunOfThreeEndsAtItsSecond_GivesBackTwo()
    {
        var ledger = Launched("r", plots: 3);
        ledger.Settle(Plot(ledger, "r", PlotState.Completed), Facts, T0);
        var second = ledger.Find("r")!.With(new PlotRecord("r", 2) { State = PlotState.Failed, EndedAt = T0 });
        ledger.Settle(second with { Run = second.Run with { State = RunState.Ended } }, Facts, T0);
        (ledger.Job("a").KickedOff, ledger.Job("a").Completed, ledger.Job("a").Failed).ShouldBe((1, 1, 1));
    }

    [Fact]
    public void Settle_SuspectPlot_IsMadeButNotCountedAsCompleted()
    {
        var ledger = Launched("r");
        var made = Plot(ledger, "r", PlotState.Completed);
        ledger.Settle(made.With(made.Plots[0] with { Suspect = "temp was full" }), Facts, T0);
        (ledger.Job("a").KickedOff, ledger.Job("a").Completed, ledger.Job("a").Failed).ShouldBe((1, 0, 0));
        _journal.Queued.ShouldBe(["plot-suspect:id-r"]);
    }

    [Fact]
    public void Settle_KilledByTheUser_IsNoEarlyDeathAndNoNews()
    {
        var ledger = Launched("r");
        ledger.MarkKilledByUser("r");
        var killed = Plot(ledger, "r", PlotState.Killed);
        ledger.Settle(killed with { Run = killed.Run with { State = RunState.Ended } }, Facts with { DiedBeforeWork = true }, T0);
        (ledger.Job("a").KickedOff, ledger.Job("a").FailuresInARow, ledger.Job("a").HeldBackUntil).ShouldBe((0, 0, null));
        _journal.Queued.ShouldBeEmpty();
    }

    [Fact]
    public void Settle_AdoptedRunOfTheJob_CompletesButIsNotKickedOff()
    {
        var ledger = Started();
        ledger.Adopt(Run("f") with { Owner = RunOwner.Adopted, State = RunState.Running, Process = Process(8) });
        ledger.Settle(Plot(ledger, "f", PlotState.Completed), Facts, T0);
        (ledger.Job("a").KickedOff, ledger.Job("a").Completed).ShouldBe((0, 1));
    }

    [Theory]
    [InlineData(RunOwner.OtherFarm)]
    [InlineData(RunOwner.Stranger)]
    public void Settle_ARunThatDoesNotPlotForThisFarm_IsInNoCountAndNoNotice(RunOwner owner)
    {
        var ledger = Started();
        foreach (var state in new[] { PlotState.Completed, PlotState.Failed, PlotState.Killed, PlotState.Blocked })
        {
            ledger.Adopt(Run($"{state}") with { Owner = owner, State = RunState.Running, Process = Process(8 + (int)state) });
            ledger.Settle(Plot(ledger, $"{state}", state), Facts, T0);
        }

        ledger.Job("a").ShouldBe(new JobRecord("a"));
        _journal.Queued.ShouldBeEmpty();
        ledger.Lost(DateTimeOffset.MinValue).ShouldBeEmpty();
    }

    [Fact]
    public void BeginSession_AfterACleanEnd_CountsAnew()
    {
        var ledger = Launched("r");
        ledger.EndSession(T0);
        var next = Started(T0.AddHours(1));
        (next.Job("a").KickedOff, next.Job("a").LastStart).ShouldBe((0, T0), "staggers go on");

        var lost = Plot(next, "r", PlotState.Failed);
        next.Settle(lost with { Run = lost.Run with { State = RunState.Ended } }, Facts, T0);
        next.Job("a").KickedOff.ShouldBe(0, "an adopted run was not counted, so nothing is given back");
    }

    [Fact]
    public void BeginSession_AfterACrash_GoesOnCounting()
    {
        Launched("r");
        var next = Started(T0.AddHours(1));
        next.Job("a").KickedOff.ShouldBe(1);
        var lost = Plot(next, "r", PlotState.Failed);
        next.Settle(lost with { Run = lost.Run with { State = RunState.Ended } }, Facts, T0);
        next.Job("a").KickedOff.ShouldBe(0);
    }

    [Theory]
    [InlineData(StartMode.Paused, StartMode.Paused)]
    [InlineData(StartMode.Draining, StartMode.Allowed)]
    public void BeginSession_APauseStaysADrainDoesNot(StartMode before, StartMode after)
    {
        Started().SetStarts(before);
        Started().Starts.ShouldBe(after);
        _journal.Load().Starts.ShouldBe(after);
    }

    [Fact]
    public void Intend_JournalCannotBeWritten_IsRefusedAndKeepsWhatItMissed()
    {
        var ledger = Launched("r");
        _journal.Refuses = "the drive of the journal is full";
        ledger.Intend(Run("s")).ShouldBeFalse();
        ledger.Forget("s", T0);
        ledger.Settle(Plot(ledger, "r", PlotState.Completed), Facts, T0);
        ledger.Trouble.ShouldBe("the drive of the journal is full");
        ledger.Unsaved.ShouldBe(5, "a wish to start and its end, a plot, its job's count and its notice");
        ledger.Job("a").Completed.ShouldBe(1);
        _journal.Load().Plots.ShouldBeEmpty();

        _journal.Refuses = null;
        _clock.Now += BufferedJournal.Pause;
        ledger.Flush();
        ledger.Trouble.ShouldBeNull();
        var written = _journal.Load();
        written.Plots.ShouldHaveSingleItem().State.ShouldBe(PlotState.Completed);
        written.Jobs.ShouldHaveSingleItem().Completed.ShouldBe(1);
        written.Runs.Single(run => run.RunId == "s").State.ShouldBe(RunState.Ended);
        _journal.Queued.ShouldBe(["plot-completed:id-r"]);
    }

    [Fact]
    public void NoticeQueued_IsToldAtOnceThoughTheNoticeIsNotSaved()
    {
        var (ledger, told) = (Launched("r"), 0);
        ledger.NoticeQueued = () => told++;
        _journal.Refuses = "full";
        ledger.Settle(Plot(ledger, "r", PlotState.Completed), Facts, T0);
        told.ShouldBe(1);
        _journal.Refuses = null;
        _clock.Now += BufferedJournal.Pause;
        ledger.Flush();
        told.ShouldBe(1, "that it is saved is no news");
    }

    [Fact]
    public void ShiftClock_MovesWhatIsRemembered()
    {
        var ledger = Launched("r");
        var commits = _journal.Commits;
        ledger.ShiftClock(TimeSpan.FromHours(-1));
        _journal.Commits.ShouldBe(commits + 1, "all of it or nothing");
        ledger.Job("a").LastStart.ShouldBe(T0.AddHours(-1));
        ledger.SessionStarted.ShouldBe(T0.AddHours(-1));
        ledger.Find("r")!.Run.LaunchedAt.ShouldBe(T0.AddHours(-1));
    }

    [Fact]
    public void FindByProcess_PidUsedAgain_IsAnotherProcess()
    {
        var ledger = Launched("r");
        ledger.FindByProcess(Process(7))!.RunId.ShouldBe("r");
        ledger.FindByProcess(Process(7) with { StartTicks = 99 }).ShouldBeNull();
        ledger.FindByProcess(Process(7) with { BootId = "another" }).ShouldBeNull();
    }

    private Ledger Started(DateTimeOffset? at = null)
    {
        var ledger = Ledger.Load(new BufferedJournal(_journal, _clock));
        ledger.Services = ["webhook"];
        ledger.BeginSession($"s{at ?? T0:HHmm}", 1, at ?? T0);
        return ledger;
    }

    private Ledger Launched(string runId, int plots = 1)
    {
        var ledger = Started();
        ledger.Intend(Run(runId, plots));
        ledger.Confirm(runId, Process(7));
        return ledger;
    }

    private static TrackedRun Plot(Ledger ledger, string runId, PlotState state) =>
        ledger.Find(runId)!.With(new PlotRecord(runId, 1) { PlotId = $"id-{runId}", State = state, EndedAt = T0 });

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
}
