using PlotManager.Core.Plotting;
using PlotManager.Journal;
using PlotManager.Manager;
using PlotManager.Manager.Ending;

namespace PlotManager.Tests.Manager.Ending;

public sealed class CleanupTests : IDisposable
{
    private readonly PlotFolders folders = new();
    private readonly Ledger ledger = Ledger.Load(new JournalToLookAt(null));

    public void Dispose() => folders.Dispose();

    private Leftovers Find(string? job = null)
    {
        var config = folders.Config();
        return new Cleanup(folders.Machine, config, ledger, new EndedPlots(config, [], ledger), PlotFolders.Now).Find(job is null ? null : config.FindJob(job)!);
    }

    private static IEnumerable<string> Paths(Leftovers leftovers) => leftovers.Temp.Select(leftover => leftover.File.Path).Order();

    private void EndedPlot(char id, int phasesOver = 1, PlotState state = PlotState.Killed) => folders.Put(ledger, id, state, phasesOver, RunState.Ended);

    [Fact]
    public void Find_PlotsThatTheJournalKnowsAsEnded_AreLeftovers()
    {
        EndedPlot('a');
        string[] own = [folders.File(folders.Temp, 'a', ".plot.table1.tmp"), folders.File(folders.Temp2, 'a', ".plot.2.tmp"), folders.File(folders.Destination, 'a', ".plot.2.tmp")];

        Paths(Find()).ShouldBe(own.Order());
    }

    [Fact]
    public void Find_AnIdThatNobodyKnows_IsNotTouched()
    {
        folders.File(folders.Temp, 'c', ".plot.table1.tmp");

        var found = Find();

        found.Temp.ShouldBeEmpty();
        found.Left.ShouldBeEmpty();
    }

    [Fact]
    public void Find_APlotThatLives_IsNotTouched()
    {
        folders.Put(ledger, 'a', PlotState.Making, phasesOver: 1);
        folders.File(folders.Temp, 'a', ".plot.table1.tmp");

        Find().Temp.ShouldBeEmpty();
        Find("steady").Temp.ShouldBeEmpty();
    }

    [Fact]
    public void Find_AFileOfTheIdChangedInTheLastTwoHours_ProtectsThemAll()
    {
        EndedPlot('a');
        folders.File(folders.Temp, 'a', ".plot.table1.tmp");
        File.SetLastWriteTimeUtc(folders.File(folders.Destination, 'a', ".plot.2.tmp"), PlotFolders.Now.UtcDateTime.AddMinutes(-119));

        var found = Find();

        found.Temp.ShouldBeEmpty();
        found.Left.Length.ShouldBe(2);
        found.Left[0].Why.ShouldContain("12:01, less than two hours ago"); // 14:00 - 119 min
    }

    [Fact]
    public void Find_AnOpenFile_ProtectsItsPlot()
    {
        if (!OperatingSystem.IsLinux())
        {
            Assert.Skip("open files are known on Linux only");
        }

        EndedPlot('a');
        folders.File(folders.Temp, 'a', ".plot.table1.tmp");
        using (File.OpenRead(folders.File(folders.Temp, 'a', ".plot.table2.tmp")))
        {
            Find().Left.Select(kept => kept.Why).ShouldAllBe(why => why.Contains("open"));
        }

        Find().Temp.Length.ShouldBe(2);
    }

    [Fact]
    public void Find_AFinishedPlotThatWasNeverDelivered_IsKeptAndNamed()
    {
        EndedPlot('a', phasesOver: 4);
        var finished = folders.File(folders.Temp2, 'a', ".plot.2.tmp");
        var partial = folders.File(folders.Destination, 'a', ".plot.2.tmp");

        var found = Find();

        Paths(found).ShouldBe([partial]);
        found.Left.ShouldHaveSingleItem().File.Path.ShouldBe(finished);
    }

    [Fact]
    public void Find_ACompletedPlot_ItsFinalFileIsNotTouched()
    {
        EndedPlot('a', phasesOver: 4, PlotState.Completed);
        folders.File(folders.Destination, 'a', ".plot");
        var forgotten = folders.File(folders.Temp, 'a', ".plot.table1.tmp");

        Paths(Find()).ShouldBe([forgotten]);
    }

    [Fact]
    public void Find_LinksAndFoldersBelow_AreNotFollowed()
    {
        EndedPlot('a');
        var elsewhere = folders.File(folders.Made("elsewhere"), 'a', ".plot.table1.tmp");
        File.CreateSymbolicLink(Path.Combine(folders.Temp, Path.GetFileName(elsewhere)), elsewhere);
        folders.File(folders.Made("temp/below"), 'a', ".plot.table3.tmp");

        Find().Temp.ShouldBeEmpty();
        Find("steady").Temp.ShouldBeEmpty();
    }

    [Fact]
    public void Find_OfAJob_TakesEveryPlotShapedTempFileOfItsTempFolders()
    {
        string[] own = [folders.File(folders.Temp, 'c', ".plot.table1.tmp"), folders.File(folders.Temp2, 'd', ".plot.2.tmp")];
        folders.Named(folders.Temp, "holiday.tmp");
        folders.File(folders.Destination, 'c', ".plot.2.tmp");

        Paths(Find("steady")).ShouldBe(own.Order());
    }

    [Fact]
    public void Find_OfAJobWithAPlotterOfUnknownIdInTheFolder_TakesNothingThere()
    {
        ledger.Adopt(new RunRecord
        {
            RunId = "foreign-1",
            Plotter = "chia",
            State = RunState.Running,
            Process = new PlotManager.Platform.ProcessIdentity(4711, 1, "boot"),
            LaunchedAt = PlotFolders.Now,
            Foreign = true,
            Directories = new PlotDirectories(folders.Temp, null, null),
        });
        folders.File(folders.Temp, 'c', ".plot.table1.tmp");

        Find("steady").Left.ShouldHaveSingleItem().Why.ShouldContain("at work in this directory");
    }

    [Fact]
    public void Find_OfAJob_KeepsWhatIsAsLargeAsAPlot()
    {
        folders.Whole(folders.Temp2, 'c', ".plot.2.tmp");

        Find("steady").Left.ShouldHaveSingleItem().Why.ShouldContain("as large as a finished plot");
    }

    [Fact]
    public void Find_APlotThatOnlyALogKnowsAsCompleted_IsALeftover()
    {
        var id = PlotFolders.Id('e');
        File.WriteAllText(Path.Combine(folders.Made("logs"), "steady_2026-11-20_10_00_00_000000.log"), $"""
            Starting plotting progress into temporary dirs: {folders.Temp} and {folders.Temp2}
            ID: {id}
            Plot size is: 25
            Starting phase 1/4: Forward Propagation into tmp files... Sun Nov 22 10:52:32 2026
            Renamed final file from "x.plot.2.tmp" to "{folders.Destination}/plot-k25-2026-11-22-10-52-{id}.plot"

            """);
        var forgotten = folders.File(folders.Temp, 'e', ".plot.table1.tmp");

        Paths(Find()).ShouldBe([forgotten]);
    }

    [Fact]
    public void Find_ALogThatMerelyStops_IsNoEnd()
    {
        File.WriteAllText(Path.Combine(folders.Made("logs"), "steady_2026-11-20_10_00_00_000000.log"), $"""
            Starting plotting progress into temporary dirs: {folders.Temp} and {folders.Temp2}
            ID: {PlotFolders.Id('e')}
            Plot size is: 25
            Starting phase 1/4: Forward Propagation into tmp files... Sun Nov 22 10:52:32 2026

            """);
        folders.File(folders.Temp, 'e', ".plot.table1.tmp");

        Find().Temp.ShouldBeEmpty();
    }
}
