using PlotManager.Core.Plotting;

namespace PlotManager.Tests.Acting.Ending;

/// <summary>Runs whose end is proven.</summary>
public sealed partial class CleanupTests
{
    [Fact]
    public void Find_ARunWhoseEndWasSeen_MayGoAtOnce()
    {
        _folders.Put(_store, 'a', PlotState.Failed, phasesOver: 1, RunState.Ended, exitCode: 1);
        var file = _folders.File(_folders.Temp, 'a', ".plot.table1.tmp");
        File.SetLastWriteTimeUtc(file, PlotFolders.Now.UtcDateTime);

        Paths(Find()).ShouldBe([file]);
        Paths(Find("steady")).ShouldBe([file]);
    }

    [Fact]
    public void Find_ARunOfWhichSomethingLives_MustLieStill()
    {
        var run = _folders.Put(_store, 'a', PlotState.Failed, phasesOver: 1, RunState.Ended, exitCode: 1);
        File.SetLastWriteTimeUtc(_folders.File(_folders.Temp, 'a', ".plot.table1.tmp"), PlotFolders.Now.UtcDateTime);
        var order = new System.Diagnostics.ProcessStartInfo("sleep", "600") { Environment = { ["PLOTMANAGER_RUN"] = run.RunId } };
        using var descendant = System.Diagnostics.Process.Start(order).ShouldNotBeNull();
        try
        {
            Find().Kept.ShouldHaveSingleItem().Why.ShouldContain("less than two hours ago");
        }
        finally
        {
            descendant.Kill();
            descendant.WaitForExit();
        }

        Find().Files.ShouldHaveSingleItem();
    }

    [Fact]
    public void Find_ARunWhoseEndWasSeen_ItsFinishedPlotAndWhatIsOpenStay()
    {
        _folders.Put(_store, 'a', PlotState.Failed, phasesOver: 4, RunState.Ended, exitCode: 1);
        _folders.Put(_store, 'b', PlotState.Failed, phasesOver: 1, RunState.Ended, exitCode: 1);
        _folders.Whole(_folders.Temp2, 'a', ".plot.2.tmp");
        using (File.OpenRead(_folders.File(_folders.Temp, 'b', ".plot.table1.tmp")))
        {
            Find().Files.ShouldBeEmpty();
        }
    }
}
