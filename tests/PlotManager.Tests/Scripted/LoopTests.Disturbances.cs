using PlotManager.Tests.Faults;

namespace PlotManager.Tests.Scripted;

/// <summary>Logs, directories, drives and the journal that fail beneath the loop.</summary>
public sealed partial class LoopTests
{
    [Fact]
    public void LogDeleted_PlotIsFollowedToItsEnd()
    {
        _farm.Starts().Look();
        _farm.Pass(3);
        _farm.Machine.Files.Delete(A.LogFile!);
        _farm.Pass(2);
        OneMessage("the log is gone");
        _farm.Pass(4);
        _farm.Store.State.Job("b").Completed.ShouldBe(1);
        _farm.Store.State.Job("a").Completed.ShouldBe(1, "its file and its exit code say so");
    }

    [Fact]
    public void LogTruncatedOrReplaced_PlotIsFollowedToItsEnd()
    {
        _farm.Starts().Look();
        _farm.Pass(3);
        _farm.Machine.Files.Truncate(A.LogFile!);
        _farm.Machine.Files.Replace(B.LogFile!, "something else altogether\n");
        _farm.Pass(6);
        (_farm.Store.State.Job("a").Completed, _farm.Store.State.Job("b").Completed).ShouldBe((1, 1));
    }

    [Fact]
    public void LogUnreadable_OthersPlotOnAndItIsSaidOnce()
    {
        _farm.Starts().Look();
        _farm.Pass(3);
        _farm.Machine.Files.Unreadable.Add(A.LogFile!);
        _farm.Pass(2);
        OneMessage("Input/output error");
        _farm.Pass(2);
        _farm.Machine.Files.Unreadable.Clear();
        _farm.Pass(2);
        (_farm.Store.State.Job("a").Completed, _farm.Store.State.Job("b").Completed).ShouldBe((1, 1));
    }

    [Fact]
    public void TempDirectoryRemoved_JobWaitsForItWithOneMessage()
    {
        _farm.Starts().Look();
        _farm.Pass(3);
        _farm.Machine.Finish(A, null, 9);
        _farm.Machine.Files.RemoveFolder("/a/temp");
        _farm.Pass(30);
        OneMessage("there is no such directory");
        _farm.Store.State.Job("b").Completed.ShouldBe(4);
        _farm.Machine.Files.Folders.Add("/a/temp");
        _farm.Pass(9);
        _farm.Store.State.Job("a").Completed.ShouldBe(1);
    }

    [Fact]
    public void DriveUnreadable_JobWaitsForItWithOneMessage()
    {
        _farm.Starts().Look();
        _farm.Pass(9);
        _farm.Machine.Files.Unreadable.Add("/a-dest");
        _farm.Pass(30);
        OneMessage("it does not answer");
        _farm.Store.State.Job("b").Completed.ShouldBeGreaterThanOrEqualTo(4);
        _farm.Machine.Launches.Count(order => order.Arguments.Contains("/a/temp")).ShouldBe(2);
    }

    [Fact]
    public void DriveFull_JobWaitsForRoom()
    {
        _farm.Machine.Files.FreeBytes["/a-dest"] = 150L << 30; // one k32 plot, not two
        _farm.Starts().Look();
        _farm.Machine.Files.FreeBytes["/a-dest"] = 50L << 30;
        _farm.Pass(20);
        _farm.Machine.Launches.Count(order => order.Arguments.Contains("/a/temp")).ShouldBe(1);
        _farm.Snapshot.Jobs[0].Rule.ShouldBe("destination");
        _farm.Store.State.Job("b").Completed.ShouldBe(2);
    }

    [Fact]
    public void JournalCannotBeWritten_NothingIsStartedUntilItCan()
    {
        _farm.Starts().Look();
        _farm.Memory.Refuses = "the drive of the journal is full";
        _farm.Pass(20);
        _farm.Machine.Launches.Count.ShouldBe(2);
        OneMessage("the drive of the journal is full");
        _farm.Snapshot.Problems.ShouldContain(problem => problem.Text.Contains("the drive of the journal is full"));
        _farm.Store.State.Job("a").Completed.ShouldBe(1);
        _farm.Memory.Queued.ShouldBeEmpty();

        _farm.Memory.Refuses = null;
        _farm.Pass(2);
        _farm.Machine.Launches.Count.ShouldBe(4);
        _farm.Memory.Queued.Count.ShouldBe(2);
    }

    [Fact]
    public void JournalFailsRightAfterTheLaunch_TheRunIsFoundByTheNextManager()
    {
        _farm.Starts(new SeamCalls(call => call.Name == "Journal.Commit" && _farm.Machine.Launches.Count > 0 ? Fate.Fails : Fate.Happens));
        _farm.Look();
        _farm.Machine.Launches.Count.ShouldBe(1, "after the confirmation that failed nothing more is started");
        _farm.Crashes();
        _farm.Starts().Look();
        _farm.Machine.Launches.Count.ShouldBe(2);
        _farm.Store.State.Job("a").KickedOff.ShouldBe(1);
    }

    [Fact]
    public void AnyCallThatFails_TheLoopGoesOnAndMakesItsPlots()
    {
        var all = SeamCalls.Undisturbed();
        Run(all);
        foreach (var number in all.Made.Where(call => call.Name != "Journal.Load").Select(call => call.Number))
        {
            var calls = SeamCalls.Only(number, Fate.Fails);
            var made = Run(calls);
            made.ShouldBeGreaterThanOrEqualTo(1, $"when {calls.Made[number - 1]} failed");
        }

        static int Run(SeamCalls calls)
        {
            var one = new LoopTests();
            one._farm.Starts(calls).Loop.TryPass();
            one._farm.Pass(9);
            return one._farm.Store.State.Job("b").Completed;
        }
    }

    private void OneMessage(string words) => _farm.Log.Count(line => line.Contains(words)).ShouldBe(1, string.Join('\n', _farm.Log));
}
