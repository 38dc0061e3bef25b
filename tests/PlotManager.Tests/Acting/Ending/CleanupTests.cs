using PlotManager.Acting.Ending;
using PlotManager.Core.Plotting;
using PlotManager.Journal;
using PlotManager.Remains;
using PlotManager.Store;
using PlotManager.Tests.Faults;

namespace PlotManager.Tests.Acting.Ending;

public sealed partial class CleanupTests : IDisposable
{
    private readonly PlotFolders _folders = new();
    private readonly FarmStore _store = new FarmStore(new JournalToLookAt(null));

    public void Dispose() => _folders.Dispose();

    private PlotDeletion Find(string? job = null, PlotManager.Platform.Machine? machine = null)
    {
        var config = _folders.Config();
        return new Cleanup(
            machine ?? _folders.Machine,
            config,
            _store,
            new EndedPlots(config, _store.EndedPlots(), _store.State, _folders.Machine.Files),
            PlotFolders.Now).Judge(job is null ? null : config.FindJob(job)!);
    }

    private static IEnumerable<string> Paths(PlotDeletion deletion) => deletion.Files.Select(file => file.File.Path).Order();

    private void EndedPlot(char id, int phasesOver = 1, PlotState state = PlotState.Killed) =>
        _folders.Put(_store, id, state, phasesOver, RunState.Ended);

    [Fact]
    public void Find_PlotsThatTheJournalKnowsAsEnded_AreLeftovers()
    {
        EndedPlot('a');
        string[] own = [_folders.File(_folders.Temp, 'a', ".plot.table1.tmp"), _folders.File(
            _folders.Temp2, 'a', ".plot.2.tmp"), _folders.File(_folders.Destination, 'a', ".plot.2.tmp")];

        Paths(Find()).ShouldBe(own.Order());
    }

    [Fact]
    public void Sums_ManyFilesOfAFolder_AreOneLine()
    {
        EndedPlot('a');
        for (var table = 1; table <= 7; table++)
        {
            _folders.File(_folders.Temp, 'a', $".plot.table{table}.tmp");
        }

        _folders.File(_folders.Temp2, 'a', ".plot.2.tmp");

        var sums = Find().Sums().ToList();

        sums.Count.ShouldBe(2);
        sums.ShouldContain(line => line.StartsWith($"  {_folders.Temp}  7 files, ", StringComparison.Ordinal));
        sums.ShouldContain(line => line.StartsWith($"  {_folders.Temp2}  1 file, ", StringComparison.Ordinal));
    }

    [Fact]
    public void Find_AnIdThatNobodyKnows_IsNotTouched()
    {
        _folders.File(_folders.Temp, 'c', ".plot.table1.tmp");

        var found = Find();

        found.Files.ShouldBeEmpty();
        found.Kept.ShouldBeEmpty();
    }

    [Fact]
    public void Find_APlotThatLives_IsNotTouched()
    {
        _folders.Put(_store, 'a', PlotState.Making, phasesOver: 1);
        _folders.File(_folders.Temp, 'a', ".plot.table1.tmp");

        Find().Files.ShouldBeEmpty();
        Find("steady").Files.ShouldBeEmpty();
    }

    [Fact]
    public void Find_AFileOfTheIdChangedInTheLastTwoHours_ProtectsThemAll()
    {
        EndedPlot('a');
        _folders.File(_folders.Temp, 'a', ".plot.table1.tmp");
        File.SetLastWriteTimeUtc(_folders.File(_folders.Destination, 'a', ".plot.2.tmp"), PlotFolders.Now.UtcDateTime.AddMinutes(-119));

        var found = Find();

        found.Files.ShouldBeEmpty();
        found.Kept.Length.ShouldBe(2);
        found.Kept[0].Why.ShouldContain("12:01, less than two hours ago"); // 14:00 - 119 min
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
            Find().Kept.Select(kept => kept.Why).ShouldAllBe(why => why.Contains("open"));
        }

        Find().Files.Length.ShouldBe(2);
    }

    [Fact]
    public void Find_AFinishedPlotThatWasNeverDelivered_IsKeptAndNamed()
    {
        EndedPlot('a', phasesOver: 4);
        var finished = _folders.File(_folders.Temp2, 'a', ".plot.2.tmp");
        var partial = _folders.File(_folders.Destination, 'a', ".plot.2.tmp");

        var found = Find();

        Paths(found).ShouldBe([partial]);
        found.Kept.ShouldHaveSingleItem().File.Path.ShouldBe(finished);
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

        Find().Files.ShouldBeEmpty();
        Find("steady").Files.ShouldBeEmpty();
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
        _store.Commit(new FarmEvent.RunAdopted(new RunRecord
        {
            RunId = "foreign-1",
            Plotter = "chia",
            State = RunState.Running,
            Process = new ProcessIdentity(4711, 1, "boot"),
            LaunchedAt = PlotFolders.Now,
            Owner = RunOwner.Stranger,
            Directories = new PlotDirectories(_folders.Temp, null, null),
        }));
        _folders.File(_folders.Temp, 'c', ".plot.table1.tmp");

        Find("steady").Kept.ShouldHaveSingleItem().Why.ShouldContain("at work in this directory");
    }

    [Fact]
    public void Find_OfAJob_KeepsWhatIsAsLargeAsAPlot()
    {
        _folders.Whole(_folders.Temp2, 'c', ".plot.2.tmp");

        Find("steady").Kept.ShouldHaveSingleItem().Why.ShouldContain("as large as a finished plot");
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

        Find().Files.ShouldBeEmpty();
    }

    [Theory]
    [InlineData(null, false)]
    [InlineData(4711, true)]
    [InlineData(4712, false)]
    public void Find_AnEndedPlotOfAStranger_GoesOnlyIfItsLogNamesItsProcess(int? named, bool goes)
    {
        Stranger('a', PlotState.Killed, RunState.Ended, named);
        var file = _folders.File(_folders.Temp, 'a', ".plot.table1.tmp");

        var found = Find();

        Paths(found).ShouldBe(goes ? [file] : []);
        found.Kept.Select(kept => kept.Why).ShouldBe(
            goes ? [] : ["nothing proves that the plotter which ended was this plot's: its log was found by its time alone"]);
        Paths(Find("steady")).ShouldBe([file], "the user means all that nobody is at work with");
    }

    [Theory]
    [InlineData(null, false)]
    [InlineData(4711, true)]
    public void Find_OfAJobWithAStrangerWhoseLogWasFoundByItsTime_TakesNothingThere(int? named, bool goes)
    {
        Stranger('a', PlotState.Making, RunState.Running, named); // its true id may be another one
        var file = _folders.File(_folders.Temp, 'c', ".plot.table1.tmp");

        var found = Find("steady");

        Paths(found).ShouldBe(goes ? [file] : []);
        found.Kept.Select(kept => kept.Why).ShouldBe(goes ? [] : ["a plotter is at work in this directory and may own it"]);
    }

    [Fact]
    public void Find_WhereNothingTellsWhatIsOpen_KeepsOldFilesToo()
    {
        EndedPlot('a');
        _folders.File(_folders.Temp, 'a', ".plot.table1.tmp");
        var blind = FaultyMachine.Over(
            _folders.Machine, new SeamCalls(call => call.Name is "Processes.OpenFiles" or "Files.IsOpen" ? Fate.Fails : Fate.Happens));

        var found = Find(machine: blind);

        found.Files.ShouldBeEmpty();
        found.Kept.ShouldHaveSingleItem().Why.ShouldContain("cannot be asked: this system does not show which files a process has open");
    }

    private void Stranger(char id, PlotState state, RunState run, int? named)
    {
        var log = Path.Combine(_folders.Made("logs"), "stranger.log");
        File.WriteAllText(log, $"Plot size is: 25\n{(named is null ? "" : $"Process ID is: {named}\n")}Starting phase 1/4: Forward "
            + "Propagation into tmp files... Sun Nov 22 10:52:32 2026\n");
        var record = new RunRecord
        {
            RunId = "foreign-1",
            Plotter = "chia",
            State = RunState.Running,
            Process = new ProcessIdentity(4711, 1, "boot"),
            LaunchedAt = PlotFolders.Now.AddHours(-9),
            Owner = RunOwner.Stranger,
            LogFile = log,
            Directories = _folders.Directories,
        };
        _store.Commit(new FarmEvent.RunAdopted(record));
        var plot = new PlotRecord(
            record.RunId, 1)
        { PlotId = PlotFolders.Id(id), State = state, EndedAt = state.IsOver() ? PlotFolders.Now.AddHours(-3) : null };
        _store.Commit(new FarmEvent.PlotChanged(plot, PlotFolders.Now.AddHours(-3)));
        if (run == RunState.Ended)
        {
            _store.Commit(new FarmEvent.RunEnded(record.RunId, PlotFolders.Now.AddHours(-3)));
        }
    }
}
