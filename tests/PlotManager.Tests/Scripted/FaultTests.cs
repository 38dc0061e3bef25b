using System.Collections.Immutable;
using PlotManager.Core.Notifications;
using PlotManager.Core.Plotting;
using PlotManager.Journal;
using PlotManager.Journal.Sqlite;
using PlotManager.Platform;
using PlotManager.Tests.Faults;

namespace PlotManager.Tests.Scripted;

/// <summary>
/// Bad hours of a farm of two jobs, each with a plot of eight minutes at a time: whatever happens to job a, the loop goes on, job b plots
/// on, and it is said once. More of them, about logs, directories and journal, are among the <see cref="LoopTests"/>.
/// </summary>
public sealed class FaultTests
{
    private readonly ScriptedFarm _farm = new(ScriptedFarm.Job("a"), ScriptedFarm.Job("b"));
    private int _plots;

    public FaultTests() => _farm.Machine.Script = Good;

    private ScriptedProcess A => _farm.Machine.Alive.Single(process => process.Arguments.Contains("/a/temp"));

    // The plot that runs is named on what is there; the next one waits.
    [Fact]
    public void DriveDisappears_ItsEmptyFolderIsNoPlaceForPlots() =>
        JobWaitsWhile(_farm.Machine.Files.Unmounted, "/a-dest", "its drive /a-dest is not mounted");

    [Fact]
    public void DriveTurnsReadOnly_JobWaitsUntilItCanBeWritten() =>
        JobWaitsWhile(_farm.Machine.Files.ReadOnly, "/a", "Read-only file system");

    [Fact]
    public void DriveAnswersAfterThirtySeconds_OnlyItsJobWaits() =>
        JobWaitsWhile(_farm.Machine.Files.Slow, "/a-dest", "did not answer within 5 s");

    [Fact]
    public void SeveralDrivesAnswerAfterThirtySeconds_TheLoopGoesOn()
    {
        _farm.Starts().Look();
        _farm.Pass(3);
        foreach (var drive in new[] { "/a", "/a-dest", "/b-dest" })
        {
            _farm.Machine.Files.Slow.Add(drive);
        }

        _farm.Pass(30);
        foreach (var subject in new[] { "a /a/temp", "a /a-dest/plots", "b /b-dest/plots" })
        {
            OneMessage($"Error {subject}: its drive did not answer within 5 s");
        }

        (_farm.Store.State.Job("a").Completed, _farm.Store.State.Job("b").Completed).ShouldBe((1, 1), "what ran is followed to its end");
        _farm.Machine.Launches.Count.ShouldBe(2);
        _farm.Machine.Files.Slow.Clear();
        _farm.Pass(1);
        _farm.Machine.Launches.Count.ShouldBe(4);
    }

    [Fact]
    public void PlotterIsKilled_ItIsToldAndTheNextIsStarted()
    {
        _farm.Starts().Look();
        _farm.Pass(3);
        Kill(A);
        _farm.Pass(1);
        Launches("a").ShouldBe(2);
        OneMessage("the plot is lost: killed (SIGKILL), by hand or because memory ran out");
        _farm.Memory.Queued.ShouldBe([$"plot-failed:{PlotScript.Id(1)}"]);
        _farm.Pass(5);
        OtherJobMade(1);
    }

    [Fact]
    public void MachineIsOutOfMemory_PlottersKilledThreeTimesRunning_JobIsHeldBackForIt()
    {
        _farm.Starts().Look();
        for (var time = 0; time < 3; time++)
        {
            _farm.Pass(3);
            Kill(A);
            _farm.Pass(1);
        }

        Launches("a").ShouldBe(3);
        _farm.Snapshot.Jobs[0].Verdict.ShouldBe("held back");
        _farm.Snapshot.Jobs[0].Headline.ShouldContain("because memory ran out");
        _farm.Memory.Queued.Count(id => id.StartsWith("job-held-back:a", StringComparison.Ordinal)).ShouldBe(1);
        OtherJobMade(1);
        _farm.Pass(1);
        Launches("a").ShouldBe(4, "the first pause is a minute");
    }

    [Fact]
    public void MachineIsOutOfMemory_LaunchFails_JobTriesAgainAfterGrowingPauses()
    {
        _farm.Starts().Look();
        _farm.Pass(7);
        _farm.Machine.RefusesLaunch = "cannot start /bin/chia: Cannot allocate memory";
        _farm.Pass(8);
        // Tried at minutes 8, 9, 11 and 16 by each of the two; pauses of 1, 2 and 5 minutes.
        _farm.Log.Count(line => line.Contains("Cannot allocate memory") && line.Contains("could not start")).ShouldBe(2 * 3);
        _farm.Machine.RefusesLaunch = null;
        _farm.Pass(1);
        _farm.Machine.Launches.Count.ShouldBe(4);
    }

    [Fact]
    public void ProcessVanishesBetweenTwoReads_IsAsIfItHadNeverBeenThere()
    {
        ScriptedProcess? foreign = null;
        _farm.Starts(new SeamCalls(call =>
        {
            if (foreign is not null
                && call.Name is "Processes.EnvironmentVariable" or "Processes.OutputFile" or "Processes.Find"
                && call.Subject == $"{foreign!.Pid}")
            {
                _farm.Machine.Finish(foreign, 0, null); // it was in the list a moment ago
                foreign = null;
                return Fate.Fails;
            }

            return Fate.Happens;
        })).Look();
        foreign = _farm.Machine.Start(["/usr/bin/chia", "plots", "create", "-k", "32", "-t", "/x", "-d", "/y"], []);
        _farm.Pass(2);
        foreign.ShouldBeNull("it was asked for");
        _farm.Snapshot.Runs.Length.ShouldBe(2);
        _farm.Pass(6);
        (_farm.Store.State.Job("a").Completed, _farm.Store.State.Job("b").Completed).ShouldBe((1, 1));
    }

    [Fact]
    public void ForeignPlotterOfAnotherUser_CountsAndIsSaidToBeUnknown()
    {
        _farm.Machine.Dress = process => process.IsAnothers = process.Arguments.Contains("/x");
        _farm.Machine.Start(["/usr/bin/chia", "plots", "create", "-k", "32", "-t", "/x", "-d", "/b-dest/plots"], []);
        _farm.Machine.Start(["chia_plot", "-t", "/x", "-d", "relative/"], []);
        _farm.Starts().Look();
        _farm.Pass(9);
        var foreign = _farm.Snapshot.Runs.Where(run => run.Foreign).ToList();
        foreign.Count.ShouldBe(
            2, "no log in the farm's folder is taken for one of theirs, though the farm's plots began in the same second");
        foreign.ShouldAllBe(run => run.Job == null && run.Phase == null && run.Progress == null && run.Log == null);
        _farm.Snapshot.Drives.Single(drive => drive.Path == "/b-dest").Promised.ShouldBeGreaterThan(0, "its plot will take room there");
        (_farm.Store.State.Job("a").Completed, _farm.Store.State.Job("b").Completed).ShouldBe((1, 1));
        _farm.Log.ShouldNotContain(line => line.StartsWith("Error"));
    }

    [Fact]
    public void JournalTurnsReadOnly_WhatRunsIsFollowedAndNothingIsStarted()
    {
        using var folder = new TempFolder();
        using var journal = SqliteJournal.Open(folder.File("journal.db"), _farm.Machine.Clock, _ => { });
        var real = new ScriptedFarm(ScriptedFarm.Job("a"), ScriptedFarm.Job("b")) { Journal = journal };
        real.Machine.Script = Good;
        real.Starts().Look();
        real.Pass(4);
        journal.Read("PRAGMA query_only = 1", _ => 0);
        real.Pass(20);
        real.Machine.Launches.Count.ShouldBe(2);
        real.Store.State.Job("a").Completed.ShouldBe(1);
        real.Log.Count(line => line.Contains("read-only")).ShouldBe(1, string.Join('\n', real.Log));
        journal.Read("PRAGMA query_only = 0", _ => 0);
        real.Pass(1);
        real.Machine.Launches.Count.ShouldBe(4);
        journal.Load().Jobs.Select(job => job.Completed).ShouldBe([1, 1], "what it missed is written");
        Completions(journal).ShouldBe(2);
    }

    [Fact]
    public void JournalIsDeletedWhileRunning_TheNextManagerKnowsAll()
    {
        using var folder = new TempFolder();
        var journal = SqliteJournal.Open(folder.File("journal.db"), _farm.Machine.Clock, _ => { });
        var real = new ScriptedFarm(ScriptedFarm.Job("a"), ScriptedFarm.Job("b")) { Journal = journal };
        real.Machine.Script = Good;
        real.Starts().Look();
        real.Pass(9); // a plot of each is made, the next ones run
        foreach (var file in Directory.GetFiles(folder.Path))
        {
            File.Delete(file);
        }

        real.Pass(8);
        real.Machine.Launches.Count.ShouldBe(6);
        real.Crashes();
        journal.Dispose();

        using var again = SqliteJournal.Open(folder.File("journal.db"), _farm.Machine.Clock, _ => { });
        again.Load().Jobs.Select(job => (job.Name, job.KickedOff, job.Completed)).Order().ShouldBe([("a", 3, 2), ("b", 3, 2)]);
        again.Load().Plots.Count(plot => plot.State == PlotState.Completed).ShouldBe(4);
        Completions(again).ShouldBe(4);
    }

    private static int Completions(SqliteJournal journal) =>
        new NoticeQueue(journal, journal).Pending().Count(pending => pending.Notice.Kind == NoticeKind.PlotCompleted);

    private ImmutableArray<PlotStep> Good(LaunchOrder order)
    {
        var job = order.Arguments.Contains("/a/temp") ? "a" : "b";
        return PlotScript.Good(PlotScript.Id(++_plots), $"/{job}/temp", $"/{job}-dest/plots").Steps;
    }

    private void Kill(ScriptedProcess process)
    {
        process.Steps.Clear();
        _farm.Machine.Finish(process, null, 9);
    }

    private int Launches(string job) => _farm.Machine.Launches.Count(order => order.Arguments.Contains($"/{job}/temp"));

    private void OtherJobMade(int least) => _farm.Store.State.Job("b").Completed.ShouldBeGreaterThanOrEqualTo(least);

    private void JobWaitsWhile(ICollection<string> faulty, string drive, string message)
    {
        _farm.Starts().Look();
        _farm.Pass(7);
        faulty.Add(drive);
        _farm.Pass(30);
        Launches("a").ShouldBe(1);
        OneMessage(message);
        OtherJobMade(4);
        faulty.Clear();
        _farm.Pass(1);
        Launches("a").ShouldBe(2);
    }

    private void OneMessage(string words) => _farm.Log.Count(line => line.Contains(words)).ShouldBe(1, string.Join('\n', _farm.Log));

    private sealed class TempFolder : IDisposable
    {
        public string Path { get; } = Directory.CreateTempSubdirectory("faults-").FullName;

        public string File(string name) => System.IO.Path.Combine(Path, name);

        public void Dispose() => Directory.Delete(Path, recursive: true);
    }
}
