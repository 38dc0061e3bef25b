using PlotManager.Core.Farm.Checks;
using PlotManager.Journal;
using PlotManager.Tests.Scripted;

namespace PlotManager.Tests.Observing;

public sealed class WorldBuilderTests
{
    private readonly ScriptedFarm _farm = new(ScriptedFarm.Job("a"), ScriptedFarm.Job("b"));

    public WorldBuilderTests() => _farm.Machine.Script = order => order.Arguments.Contains("/a/temp")
        ? PlotScript.Good(PlotScript.Id(1), "/a/temp", "/a-dest/plots").Steps
        : PlotScript.Good(PlotScript.Id(2), "/b/temp", "/b-dest/plots").Steps;

    [Fact]
    public void Build_RunInPhase2_HasItsPhaseItsDrivesAndItsBytes()
    {
        _farm.Starts().Look();
        _farm.Pass(3);
        var run = _farm.Look().World.Runs.First(run => run.Job == "a");
        run.Phase.ShouldBe(2);
        run.PhaseEnds.ShouldHaveSingleItem().ShouldBe(new DateTimeOffset(2026, 11, 22, 10, 1, 0, TimeSpan.Zero)); // as its log says
        (run.TempDrive, run.DestinationDrive, run.IsKickedOff, run.PlotsToMake).ShouldBe(("/a", "/a-dest", true, 1));
        run.PlotBytes.ShouldBe(108_877_420_953);
        run.TempBytes.ShouldBe(1 << 20);
        run.BytesAtDestination.ShouldBe(0, "temp is on another drive");
        run.TempPeakBytes.ShouldBe(239L << 30);
    }

    [Fact]
    public void Build_Jobs_HaveTheirCountsAndTheLastStartOfAny()
    {
        _farm.Starts().Look();
        _farm.Pass(1);
        var world = _farm.Look().World;
        world.Jobs.Select(job => (job.Name, job.KickedOff, job.DirectoryOffset, job.LastStart)).ShouldBe([
            ("a", 1, 1, ScriptedMachine.T0), ("b", 1, 1, ScriptedMachine.T0)]);
        (world.LastStart, world.ManagerStarted).ShouldBe((ScriptedMachine.T0, ScriptedMachine.T0));
    }

    [Fact]
    public void Build_ForeignRunOfTheJob_MovesItsStaggerAndIsNotKickedOff()
    {
        _farm.Machine.Pass(TimeSpan.FromMinutes(1));
        _farm.Machine.Start(["/bin/chia", "plots", "create", "-t", "/a/temp", "-d", "/a-dest/plots"], []);
        var world = _farm.Starts().Look().World;
        world.Jobs[0].LastStart.ShouldBe(ScriptedMachine.T0.AddMinutes(1));
        var run = world.Runs.First(run => run.Job == "a");
        (run.IsKickedOff, run.PlotBytes).ShouldBe((false, 108_877_420_953L));
        world.Jobs[0].KickedOff.ShouldBe(0);
    }

    [Theory]
    [InlineData("24")]
    [InlineData("51")]
    [InlineData("-3")]
    [InlineData("2000000000")]
    public void Build_ForeignRunOfASizeThatItsPlotterDoesNotMake_CountsAndPromisesNothingAndIsAProblem(string k)
    {
        var stranger = _farm.Machine.Start(["/bin/chia", "plots", "create", "-k", k, "-t", "/a/temp", "-d", "/a-dest/plots"], []);

        var run = _farm.Starts().Look().World.Runs.First(run => run.Job == "a");

        (run.PlotBytes, run.TempPeakBytes, run.PlotsToMake).ShouldBe((0, 0, 1));
        _farm.Snapshot.Jobs[0].Running.ShouldBe(1, "it counts against max_concurrent");
        _farm.Snapshot.Drives.Single(drive => drive.Path == "/a-dest").Promised.ShouldBe(0);
        _farm.Snapshot.Problems.ShouldHaveSingleItem().Text.ShouldBe(
            $"pid {stranger.Pid} plots k{k}, which chia does not make (only 25 to 50): it counts in the limits, and no room is "
                + "kept for it");
    }

    [Fact]
    public void Build_ForeignRunOfMorePlotsThanAnyDriveHolds_PromisesOne()
    {
        _farm.Machine.Start(["/bin/chia", "plots", "create", "-n", "20000", "-t", "/a/temp", "-d", "/a-dest/plots"], []);

        _farm.Starts().Look().World.Runs.First(run => run.Job == "a").PlotsToMake.ShouldBe(1);

        _farm.Snapshot.Drives.Single(drive => drive.Path == "/a-dest").Promised.ShouldBe(109_095_175_795); // 1.002 x the size of k32
    }

    [Fact]
    public void Build_PlotterMissing_IsTheJobsProblem()
    {
        _farm.Machine.Files.Executables.Clear();
        _farm.Starts().Look().World.Jobs[0].PlotterProblem.ShouldBe("/bin/chia: there is no such file");
    }

    [Fact]
    public void Snapshot_RunAndJob_AreAsTheBooksAndTheLogSay()
    {
        _farm.Starts().Look();
        _farm.Pass(3);
        var snapshot = _farm.Snapshot;
        var run = snapshot.Runs.First(run => run.Job == "a");
        (run.PlotId, run.Phase, run.PhaseName, run.Elapsed, run.State, run.K).ShouldBe(
            (PlotScript.Id(1), 2, "backpropagation", 180.0, "running", 32));
        run.PhaseSeconds.ShouldBe([60, 120]); // phase 1 took 60 s and ended at 10:01; it is 10:03
        (snapshot.Jobs[0].KickedOff, snapshot.Jobs[0].Running, snapshot.Jobs[0].Verdict).ShouldBe((1, 1, "wait"));
        snapshot.Manager.Running.ShouldBe(true);
        snapshot.Drives.Select(drive => drive.Path).ShouldBe(["/a", "/a-dest", "/b", "/b-dest"]);
        snapshot.Drives.Single(drive => drive.Path == "/a-dest").Promised.ShouldBe(109_095_175_795); // 1.002 x the size of k32
        snapshot.Problems.ShouldBeEmpty();
    }

    [Fact]
    public void Snapshot_CompletedPlots_AreCountedToday()
    {
        _farm.Starts().Look();
        _farm.Pass(9);
        (_farm.Snapshot.Stats.Today, _farm.Snapshot.Jobs[0].Completed).ShouldBe((2, 1));
    }

    [Fact]
    public void Snapshot_HistoryCannotBeRead_IsAProblemAndNotTheEnd()
    {
        var broken = new ScriptedFarm(ScriptedFarm.Job("a")) { Journal = new Unreadable() };
        broken.Starts().Look();
        broken.Snapshot.Problems.ShouldContain(problem => problem.Text.Contains("finished plots cannot be read"));
    }

    private sealed class Unreadable : IJournal
    {
        public JournalState Load() => new();

        public void Commit(IReadOnlyList<Change> changes)
        {
            // It takes anything.
        }

        public IReadOnlyList<EventRecord> Events(DateTimeOffset since) => throw new JournalException("cannot be read");

        public TrackedRun? Find(string runId) => throw new JournalException("cannot be read");

        public IReadOnlyList<RunRecord> RunsEnded(DateTimeOffset since) => throw new JournalException("cannot be read");

        public IReadOnlyList<PastPlot> Ended(DateTimeOffset since, int most) => throw new JournalException("finished plots cannot be read");

        public IReadOnlyList<CheckRecord> LastChecks() => throw new JournalException("cannot be read");

        public void Dispose()
        {
            // Nothing is held.
        }
    }
}
