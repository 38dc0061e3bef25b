using PlotManager.Core.Plotting;
using PlotManager.Journal;
using PlotManager.Manager;
using PlotManager.Manager.Ending;

namespace PlotManager.Tests.Manager.Ending;

public sealed class CleanupTests : IDisposable
{
    private readonly PlotFolders _folders = new();
    private readonly Ledger _ledger = Ledger.Load(new JournalToLookAt(null));

    public void Dispose() => _folders.Dispose();

    private Leftovers Find(string? job = null)
    {
        var config = _folders.Config();
        return new Cleanup(_folders.Machine, config, _ledger, new EndedPlots(config, [], _ledger), PlotFolders.Now).Find(job is null ? null : config.FindJob(job)!);
    }

    private static IEnumerable<string> Paths(Leftovers leftovers) => leftovers.Temp.Select(leftover => leftover.File.Path).Order();

    private void EndedPlot(char id, int phasesOver = 1, PlotState state = PlotState.Killed) => _folders.Put(_ledger, id, state, phasesOver, RunState.Ended);

    [Fact]
    public void Find_PlotsThatTheJournalKnowsAsEnded_AreLeftovers()
    {
        EndedPlot('a');
        string[] own = [_folders.File(_folders.Temp, 'a', ".plot.table1.tmp"), _folders.File(_folders.Temp2, 'a', ".plot.2.tmp"), _folders.File(_folders.Destination, 'a', ".plot.2.tmp")];

        Paths(Find()).ShouldBe(own.Order());
    }

    [Fact]
    public void Find_AnIdThatNobodyKnows_IsNotTouched()
    {
        _folders.File(_folders.Temp, 'c', ".plot.table1.tmp");

        var found = Find();

        found.Temp.ShouldBeEmpty();
        found.Left.ShouldBeEmpty();
    }

    [Fact]
    public void Find_APlotThatLives_IsNotTouched()
    {
        _folders.Put(_ledger, 'a', PlotState.Making, phasesOver: 1);
        _folders.File(_folders.Temp, 'a', ".plot.table1.tmp");

        Find().Temp.ShouldBeEmpty();
        Find("steady").Temp.ShouldBeEmpty();
    }

    [Fact]
    public void Find_AFileOfTheIdChangedInTheLastTwoHours_ProtectsThemAll()
    {
        EndedPlot('a');
        _folders.File(_folders.Temp, 'a', ".plot.table1.tmp");
        File.SetLastWriteTimeUtc(_folders.File(_folders.Destination, 'a', ".plot.2.tmp"), PlotFolders.Now.UtcDateTime.AddMinutes(-119));

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
        _folders.File(_folders.Temp, 'a', ".plot.table1.tmp");
        using (File.OpenRead(_folders.File(_folders.Temp, 'a', ".plot.table2.tmp")))
        {
            Find().Left.Select(kept => kept.Why).ShouldAllBe(why => why.Contains("open"));
        }

        Find().Temp.Length.ShouldBe(2);
    }

    [Fact]
    public void Find_AFinishedPlotThatWasNeverDelivered_IsKeptAndNamed()
    {
        EndedPlot('a', phasesOver: 4);
        var finished = _folders.File(_folders.Temp2, 'a', ".plot.2.tmp");
        var partial = _folders.File(_folders.Destination, 'a', ".plot.2.tmp");

        var found = Find();

        Paths(found).ShouldBe([partial]);
        found.Left.ShouldHaveSingleItem().File.Path.ShouldBe(finished);
    }

    [Fact]
    public void Find_ACompletedPlot_ItsFinalFileIsNotTouched()
    {
        EndedPlot('a', phasesOver: 4, PlotState.Completed);
        _folders.File(_folders.Destination, 'a', ".plot");
        var forgotten = _folders.File(_folders.Temp, 'a', ".plot.table1.tmp");

        Paths(Find()).ShouldBe([forgotten]);
    }

    [Fact]
    public void Find_LinksAndFoldersBelow_AreNotFollowed()
    {
        EndedPlot('a');
        var elsewhere = _folders.File(_folders.Made("elsewhere"), 'a', ".plot.table1.tmp");
        File.CreateSymbolicLink(Path.Combine(_folders.Temp, Path.GetFileName(elsewhere)), elsewhere);
        _folders.File(_folders.Made("temp/below"), 'a', ".plot.table3.tmp");

        Find().Temp.ShouldBeEmpty();
        Find("steady").Temp.ShouldBeEmpty();
    }

    [Fact]
    public void Find_OfAJob_TakesEveryPlotShapedTempFileOfItsTempFolders()
    {
        string[] own = [_folders.File(_folders.Temp, 'c', ".plot.table1.tmp"), _folders.File(_folders.Temp2, 'd', ".plot.2.tmp")];
        _folders.Named(_folders.Temp, "holiday.tmp");
        _folders.File(_folders.Destination, 'c', ".plot.2.tmp");

        Paths(Find("steady")).ShouldBe(own.Order());
    }

    [Fact]
    public void Find_OfAJobWithAPlotterOfUnknownIdInTheFolder_TakesNothingThere()
    {
        _ledger.Adopt(new RunRecord
        {
            RunId = "foreign-1",
            Plotter = "chia",
            State = RunState.Running,
            Process = new PlotManager.Platform.ProcessIdentity(4711, 1, "boot"),
            LaunchedAt = PlotFolders.Now,
            Foreign = true,
            Directories = new PlotDirectories(_folders.Temp, null, null),
        });
        _folders.File(_folders.Temp, 'c', ".plot.table1.tmp");

        Find("steady").Left.ShouldHaveSingleItem().Why.ShouldContain("at work in this directory");
    }

    [Fact]
    public void Find_OfAJob_KeepsWhatIsAsLargeAsAPlot()
    {
        _folders.Whole(_folders.Temp2, 'c', ".plot.2.tmp");

        Find("steady").Left.ShouldHaveSingleItem().Why.ShouldContain("as large as a finished plot");
    }

    [Fact]
    public void Find_APlotThatOnlyALogKnowsAsCompleted_IsALeftover()
    {
        var id = PlotFolders.Id('e');
        File.WriteAllText(Path.Combine(_folders.Made("logs"), "steady_2026-11-20_10_00_00_000000.log"), $"""
            Starting plotting progress into temporary dirs: {_folders.Temp} and {_folders.Temp2}
            ID: {id}
            Plot size is: 25
            Starting phase 1/4: Forward Propagation into tmp files... Sun Nov 22 10:52:32 2026
            Renamed final file from "x.plot.2.tmp" to "{_folders.Destination}/plot-k25-2026-11-22-10-52-{id}.plot"

            """);
        var forgotten = _folders.File(_folders.Temp, 'e', ".plot.table1.tmp");

        Paths(Find()).ShouldBe([forgotten]);
    }

    [Fact]
    public void Find_ALogThatMerelyStops_IsNoEnd()
    {
        File.WriteAllText(Path.Combine(_folders.Made("logs"), "steady_2026-11-20_10_00_00_000000.log"), $"""
            Starting plotting progress into temporary dirs: {_folders.Temp} and {_folders.Temp2}
            ID: {PlotFolders.Id('e')}
            Plot size is: 25
            Starting phase 1/4: Forward Propagation into tmp files... Sun Nov 22 10:52:32 2026

            """);
        _folders.File(_folders.Temp, 'e', ".plot.table1.tmp");

        Find().Temp.ShouldBeEmpty();
    }
}
