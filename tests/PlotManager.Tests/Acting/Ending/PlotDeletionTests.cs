using PlotManager.Acting.Ending;
using PlotManager.Core.Plotting;
using PlotManager.Journal;
using PlotManager.Platform;
using PlotManager.Remains;
using PlotManager.Store;
using PlotManager.Tests.Faults;

namespace PlotManager.Tests.Acting.Ending;

/// <summary>What keeps a file from being deleted, whoever asks for it.</summary>
public sealed class PlotDeletionTests : IDisposable
{
    private readonly PlotFolders _folders = new();

    public void Dispose() => _folders.Dispose();

    private static LostPlot A =>
        new(PlotFolders.Id('a'), Finished: false, 667_397_652, PhaseIsSure: true) { Begun = PlotFolders.Now.AddHours(-9) };

    private PlotDeletion Judge(LostPlot plot, DeletionTerms? terms = null, Machine? machine = null, PlotDirectories? directories = null) =>
        PlotRemains.Judge(
            machine ?? _folders.Machine, [plot], directories ?? _folders.Directories, PlotFolders.Chia, terms ?? _folders.Terms);

    private Machine Failing(params string[] calls) =>
        FaultyMachine.Over(_folders.Machine, new SeamCalls(call => calls.Contains(call.Name) ? Fate.Fails : Fate.Happens));

    private static string KeptWhy(PlotDeletion deletion)
    {
        deletion.Files.ShouldBeEmpty();
        return deletion.Kept.ShouldHaveSingleItem().Why;
    }

    [Fact]
    public void Judge_AnIdThatAnotherRunInFlightHas_Stays()
    {
        var store = new FarmStore(new JournalToLookAt(null));
        var living = _folders.Put(store, 'a', PlotState.Making, phasesOver: 1);
        _folders.File(_folders.Temp, 'a', ".plot.table1.tmp");

        KeptWhy(Judge(A, new DeletionTerms(PlotsInUse.Of(_folders.Config(), store, "another", PlotFolders.Now), PlotFolders.Now)))
            .ShouldBe($"pid {living.Run.Process!.Value.Pid} is at work with this plot id too");
        Judge(A, new DeletionTerms(
            PlotsInUse.Of(_folders.Config(), store, living.RunId, PlotFolders.Now), PlotFolders.Now)).Files.ShouldHaveSingleItem();
    }

    [Fact]
    public void Judge_APlotOfALivingRunThatIsOver_StaysWithThatRun()
    {
        var store = new FarmStore(new JournalToLookAt(null));
        _folders.Put(store, 'a', PlotState.Completed, phasesOver: 4);
        _folders.File(_folders.Temp, 'a', ".plot.table1.tmp");

        KeptWhy(Judge(A, new DeletionTerms(
            PlotsInUse.Of(_folders.Config(), store, ended: null, PlotFolders.Now),
            PlotFolders.Now))).ShouldContain("is at work with this plot id too");
    }

    [Fact]
    public void Judge_AnIdInDoubt_StaysWithTheReason()
    {
        _folders.File(_folders.Temp, 'a', ".plot.table1.tmp");

        KeptWhy(Judge(A with { Doubt = "nothing proves it" })).ShouldBe("nothing proves it");
    }

    [Fact]
    public void Judge_AFileOlderThanItsProcess_Stays()
    {
        _folders.File(_folders.Temp, 'a', ".plot.table1.tmp"); // changed at 11:00:00

        KeptWhy(Judge(A with { Begun = PlotFolders.Now.AddHours(-3).AddSeconds(2) })).ShouldBe(
            "it is older than the plotter, which began at 2026-11-22 11:00:02");
        Judge(A with { Begun = PlotFolders.Now.AddHours(-3) }).Files.ShouldHaveSingleItem();
    }

    [Fact]
    public void Judge_AFileMadeBeforeItsProcessAndWrittenToSince_Stays()
    {
        var path = _folders.File(_folders.Temp, 'a', ".plot.table1.tmp");
        var born = _folders.Machine.Files.Look(path)!.Value.Born;
        Assert.SkipWhen(born is null, "this filesystem does not keep when a file was made");
        File.SetLastWriteTimeUtc(path, born.Value.UtcDateTime.AddHours(2));

        KeptWhy(Judge(A with { Begun = born.Value.AddHours(1) })).ShouldContain("older than the plotter");
    }

    [Fact]
    public void Judge_ALeftoverWhoseTimeOfChangeWasSetBack_IsAsOldAsItIs()
    {
        var path = _folders.File(_folders.Temp, 'a', ".plot.table1.tmp");
        var born = _folders.Machine.Files.Look(path)!.Value.Born;
        Assert.SkipWhen(born is null, "this filesystem does not keep when a file was made");
        var begun = born.Value.AddMinutes(-1); // changed long before that
        var terms = new DeletionTerms(_folders.Terms.InUse, born.Value.AddHours(3)) { Quiet = Cleanup.Quiet };

        Judge(A with { Begun = begun }, terms).Files.ShouldHaveSingleItem();
        KeptWhy(Judge(A with { Begun = born.Value.AddMinutes(1) }, terms)).ShouldContain("older than the plotter");
    }

    [Fact]
    public void Judge_AFileOfThePlotIsOpen_StaysWithAllOfThePlot()
    {
        if (!OperatingSystem.IsLinux())
        {
            Assert.Skip("which process has a file open is shown on Linux only");
        }

        _folders.File(_folders.Temp, 'a', ".plot.table1.tmp");
        using var open = File.OpenRead(_folders.File(_folders.Made("elsewhere"), 'a', ".plot.table2.tmp"));

        KeptWhy(Judge(A)).ShouldBe($"pid {Environment.ProcessId} has {Path.GetFileName(open.Name)} open");
    }

    [Theory]
    [InlineData("/in/a/container/{0}", null)] // its files cannot be identified: the name must do
    [InlineData("/in/a/container/another.name", "{1}")]
    public void Judge_OpenInAnotherContainer_Stays(string path, string? identity)
    {
        var file = _folders.File(_folders.Temp, 'a', ".plot.table1.tmp");
        var seen = _folders.Machine.Files.Look(file)!.Value;
        var open = new OpenFile(77, string.Format(path, Path.GetFileName(file)), identity is null ? null : seen.Identity, ForWriting: true);

        KeptWhy(Judge(A, machine: _folders.Machine with { Processes = new Shown(open) })).ShouldBe(
            $"pid 77 has {Path.GetFileName(open.Path)} open");
        Judge(A, machine: _folders.Machine with
        {
            Processes = new Shown(open with { Path = "/in/a/container/x", Identity = "1:2:3" }),
        }).Files.ShouldHaveSingleItem();
    }

    [Fact]
    public void Judge_OpenInAProcessThatCannotBeLookedAt_StaysByWhatTheKernelTellsOfTheFile()
    {
        if (OperatingSystem.IsMacOS())
        {
            Assert.Skip("macOS does not tell of a file whether it is open");
        }

        var path = _folders.File(_folders.Temp, 'a', ".plot.table1.tmp");
        var blind = Failing("Processes.OpenFiles");
        using (File.OpenRead(path))
        {
            KeptWhy(Judge(A, machine: blind)).ShouldBe($"a process has {Path.GetFileName(path)} open");
        }

        Judge(A, machine: blind).Files.ShouldHaveSingleItem("the kernel tells that nobody has it open");
    }

    [Fact]
    public void Judge_WhereNothingTellsWhatIsOpen_StaysAndNamesTheReason()
    {
        _folders.File(_folders.Temp, 'a', ".plot.table1.tmp");

        KeptWhy(Judge(A, machine: Failing("Processes.OpenFiles", "Files.IsOpen")))
            .ShouldBe("whether a process has it open cannot be asked: this system does not show which files a process has open");
    }

    [Fact]
    public void Judge_OldFilesWhereNothingTellsWhatIsOpen_StayAll()
    {
        File.SetLastWriteTimeUtc(_folders.File(_folders.Temp, 'a', ".plot.table1.tmp"), PlotFolders.Now.UtcDateTime.AddDays(-30));
        var terms = _folders.Terms with { Quiet = Cleanup.Quiet };

        KeptWhy(Judge(A with { Begun = null }, terms, Failing("Processes.OpenFiles", "Files.IsOpen"))).ShouldContain("cannot be asked");
        Judge(A with { Begun = null }, terms).Files.ShouldHaveSingleItem();
    }

    [Fact]
    public void Judge_AFinalNameInADestinationThatIsThisRunsTemp_StaysEvenWhereFinishedPlotsGo()
    {
        var delivered = _folders.File(_folders.Destination, 'a', ".plot");
        var directories = new PlotDirectories(_folders.Destination, null, _folders.Temp2);

        var deletion = Judge(A with { Finished = true }, _folders.Terms with { DeleteFinished = true }, directories: directories);

        KeptWhy(deletion).ShouldBe("it has a plot's final name in a destination");
        deletion.Delete(_folders.Machine).Files.ShouldBeEmpty();
        File.Exists(delivered).ShouldBeTrue();
    }

    [Fact]
    public void Judge_AFinalNameInADestinationByAnotherPath_Stays()
    {
        _folders.File(_folders.Destination, 'a', ".plot");
        var link = Path.Combine(_folders.Folder, "link");
        Directory.CreateSymbolicLink(link, _folders.Destination);

        KeptWhy(Judge(
            A with { Finished = true },
            _folders.Terms with { DeleteFinished = true },
            directories: new PlotDirectories(link, null, _folders.Temp2)))
            .ShouldBe("it has a plot's final name in a destination");
    }

    [Fact]
    public void Judge_AFinalNameInTheDestinationOfAStrangerOnly_Stays()
    {
        _folders.File(_folders.Temp, 'a', ".plot");
        var store = new FarmStore(new JournalToLookAt(null));
        store.Commit(new FarmEvent.RunAdopted(new RunRecord
        {
            RunId = "foreign-1",
            Plotter = "chia",
            State = RunState.Running,
            LaunchedAt = PlotFolders.Now,
            Owner = RunOwner.Stranger,
            Directories = new PlotDirectories(_folders.Temp2, null, _folders.Temp),
        }));

        KeptWhy(Judge(
            A with { Finished = true },
            new DeletionTerms(PlotsInUse.Of(_folders.Config(), store, "mine", PlotFolders.Now), PlotFolders.Now) { DeleteFinished = true }))
            .ShouldBe("it has a plot's final name in a destination");
    }

    [Fact]
    public void Judge_AFinalNameWhereADestinationCannotBeListed_StaysAndNamesTheReason()
    {
        _folders.File(_folders.Temp, 'a', ".plot");
        Directory.Delete(_folders.Destination);

        KeptWhy(Judge(A with { Finished = true }, _folders.Terms with { DeleteFinished = true }))
            .ShouldStartWith(
                $"it has a plot's final name, and may be in a destination: {_folders.Destination} could not be looked through");
    }

    [Fact]
    public void Judge_AFinishedPlotInTempAlone_GoesWhereThatIsWished()
    {
        var finished = _folders.File(_folders.Temp, 'a', ".plot"); // as madMax names it before it copies it

        KeptWhy(Judge(A with { Finished = true })).ShouldBe("it is a finished plot, hours of work");
        Judge(A with { Finished = true }, _folders.Terms with { DeleteFinished = true }).Files.ShouldHaveSingleItem().File.Path.ShouldBe(
            finished);
    }

    [Fact]
    public void Judge_ACopyWhileOnlyATableIsLeftInTemp_IsTheOnlyOne()
    {
        var table = _folders.File(_folders.Temp, 'a', ".plot.table1.tmp");
        var copy = _folders.File(_folders.Destination, 'a', ".plot.2.tmp");

        var deletion = Judge(A with { Finished = true });

        deletion.Files.ShouldHaveSingleItem().File.Path.ShouldBe(table);
        deletion.Kept.ShouldHaveSingleItem().File.Path.ShouldBe(copy);
    }

    [Fact]
    public void Delete_AFileThatWasOpenedSince_IsLeft()
    {
        if (OperatingSystem.IsMacOS())
        {
            Assert.Skip("macOS does not tell of a file whether it is open");
        }

        var path = _folders.File(_folders.Temp, 'a', ".plot.table1.tmp");
        var deletion = Judge(A);
        using var open = File.OpenRead(path);

        deletion.Delete(_folders.Machine).Refusals.ShouldHaveSingleItem().ShouldContain("has opened it");
        File.Exists(path).ShouldBeTrue();
    }

    private sealed class Shown(OpenFile open) : IProcessInspector
    {
        public ProcessIdentity Self => new(1, 1, "boot");

        public IReadOnlyList<ProcessSighting> List(Func<string, bool> mayMatter) => [];

        public ProcessSighting? Find(int pid) => null;

        public string? EnvironmentVariable(int pid, string name) => null;

        public string? OutputFile(int pid) => null;

        public IReadOnlyList<int> Descendants(int pid) => [];

        public OpenFileList OpenFiles(Func<string, bool> mayMatter) => new([open], null, new HashSet<int>());
    }
}
