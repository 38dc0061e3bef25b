using PlotManager.Core.Plotting;
using PlotManager.Core.Text;
using PlotManager.Journal;
using PlotManager.Remains;
using PlotManager.Snapshots;
using PlotManager.Store;
using PlotManager.Tests.Acting.Ending;

namespace PlotManager.Tests.Remains;

/// <summary>What lost plots have left is a problem with its bytes and the command that frees them.</summary>
public sealed class LostPlotFilesTests : IDisposable
{
    private readonly PlotFolders _folders = new();
    private readonly FakeClock _clock = new(PlotFolders.Now);
    private readonly FarmStore _store = new FarmStore(new JournalToLookAt(null));
    private readonly LostPlotFiles _left;

    public LostPlotFilesTests() => _left = new LostPlotFiles(_folders.Machine with { Time = _clock }, _store);

    public void Dispose() => _folders.Dispose();

    private LeftFiles Left() => _left.At(_folders.Config(), _clock.Now);

    private long Allocated(string path) => _folders.Machine.Files.Look(path)!.Value.Allocated;

    [Fact]
    public void At_FilesOfTwoLostPlots_NamesTheirBytesAndTheCommand()
    {
        _folders.Put(_store, 'a', PlotState.Failed, phasesOver: 1, RunState.Ended);
        _folders.Put(_store, 'b', PlotState.Unknown, phasesOver: 1, RunState.Ended);
        var bytes = Allocated(_folders.File(_folders.Temp, 'a', ".plot.table1.tmp", bytes: 3_000_000))
            + Allocated(_folders.File(_folders.Temp2, 'a', ".plot.2.tmp"))
                + Allocated(_folders.File(_folders.Temp, 'b', ".plot.table1.tmp"));

        var left = Left();

        (left.Plots, left.Files, left.Bytes).ShouldBe((2, 3, bytes));
        var problem = LeftWords.Of(left).ShouldNotBeNull();
        problem.Severity.ShouldBe("warning");
        problem.Text.ShouldBe(
            $"{Figures.Size(bytes)} in 3 files are left of 2 lost plots: plotmanager cleanup lists them, plotmanager cleanup --delete "
                + "frees them two hours after their last change");
    }

    [Fact]
    public void At_WhatCleanupWouldNotFree_IsNone()
    {
        _folders.Put(_store, 'a', PlotState.Making, phasesOver: 1); // lives
        _folders.Put(_store, 'b', PlotState.Completed, phasesOver: 4, RunState.Ended);
        _folders.Put(_store, 'c', PlotState.Killed, phasesOver: 4, RunState.Ended); // finished, hours of work
        _folders.File(_folders.Temp, 'a', ".plot.table1.tmp");
        _folders.File(_folders.Temp, 'b', ".plot.table1.tmp");
        _folders.File(_folders.Temp2, 'c', ".plot.2.tmp");
        _folders.File(_folders.Destination, 'c', ".plot");
        _folders.File(_folders.Temp, 'd', ".plot.table1.tmp"); // of a plot that nobody knows

        Left().Files.ShouldBe(0);
    }

    [Fact]
    public void At_FilesOfRunsThatWereSeenToEnd_AreFreedAtOnce()
    {
        _folders.Put(_store, 'a', PlotState.Failed, phasesOver: 1, RunState.Ended, exitCode: 1);
        var bytes = Figures.Size(Allocated(_folders.File(_folders.Temp, 'a', ".plot.table1.tmp", bytes: 3_000_000)));

        LeftWords.Of(Left()).ShouldNotBeNull().Text.ShouldBe(
            $"{bytes} in 1 file are left of 1 lost plot: plotmanager cleanup lists them, plotmanager cleanup --delete frees them");
        LeftWords.InTheWay(Left(), _folders.Config().Jobs[0]).ShouldBe(
            $"{bytes} of lost plots are in the way in its temp: plotmanager cleanup --delete frees them");
    }

    [Fact]
    public void At_AFinishedPlotThatAKillHasKept_StaysAProblemWithTheCommandsThatMoveOrDeleteIt()
    {
        _folders.Put(_store, 'a', PlotState.Killed, phasesOver: 4, RunState.Ended);
        _folders.Put(_store, 'b', PlotState.Killed, phasesOver: 4, RunState.Ended);
        var copying = _folders.File(_folders.Temp2, 'a', ".plot.2.tmp");
        var final = _folders.File(_folders.Temp, 'b', ".plot");
        _folders.File(_folders.Destination, 'b', ".plot.tmp"); // what was copied of it

        var kept = Left().Finished;

        kept.Select(plot => plot.Path).Order().ShouldBe([final, copying]);
        var target = Path.Combine(_folders.Destination, Path.GetFileName(copying)[..^".2.tmp".Length]);
        LeftWords.Of(kept.Single(plot => plot.Path == copying)).Text.ShouldBe(
            $"a finished plot that was not delivered lies in temp ({Figures.Size(Allocated(copying))}): mv -n {copying} {target} moves it, "
            + $"rm {copying} deletes it");
    }

    [Fact]
    public void At_FilesThatAreFreed_IsOverAfterAMinute()
    {
        _folders.Put(_store, 'a', PlotState.Failed, phasesOver: 1, RunState.Ended);
        var file = _folders.File(_folders.Temp, 'a', ".plot.table1.tmp");
        Left().Files.ShouldBe(1);
        File.Delete(file);

        _clock.Now += TimeSpan.FromSeconds(59);
        Left().Files.ShouldBe(1, "names are read once a minute");
        _clock.Now += TimeSpan.FromSeconds(1);
        Left().Files.ShouldBe(0);
    }
}
