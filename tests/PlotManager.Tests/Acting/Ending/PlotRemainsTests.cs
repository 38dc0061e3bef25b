using PlotManager.Acting.Ending;
using PlotManager.Core.Plotters.Reading;
using PlotManager.Core.Scheduling;
using PlotManager.Platform;
using PlotManager.Remains;

namespace PlotManager.Tests.Acting.Ending;

public sealed class PlotRemainsTests : IDisposable
{
    private const long K25 = 667_397_652;
    private readonly PlotFolders _folders = new();

    public void Dispose() => _folders.Dispose();

    private PlotDeletion Find(LostPlot plot, bool deleteFinished = false) => PlotRemains.Judge(
        _folders.Machine, [plot], _folders.Directories, PlotFolders.Chia, _folders.Terms with { DeleteFinished = deleteFinished });

    private static LostPlot A(bool finished = false, bool sure = true) => new(PlotFolders.Id('a'), finished, K25, sure);

    private static IEnumerable<string> Paths(IEnumerable<DeletionCandidate> files) => files.Select(file => file.File.Path).Order();

    [Fact]
    public void Find_InPhase2_TakesItsOwnTempFilesOnly()
    {
        string[] own = [_folders.File(_folders.Temp, 'a', ".plot.p1.t2.sort_bucket_000.tmp"), _folders.File(
            _folders.Temp, 'a', ".plot.table1.tmp"), _folders.File(_folders.Temp2, 'a', ".plot.2.tmp")];
        _folders.File(_folders.Temp, 'b', ".plot.p1.t2.sort_bucket_000.tmp");
        _folders.Named(_folders.Temp, $"notes about {PlotFolders.Id('a')}.txt");

        var remains = Find(A());

        Paths(remains.Files).ShouldBe(own.Order());
        remains.Kept.ShouldBeEmpty();
    }

    [Fact]
    public void Find_AfterTheLastPhase_KeepsTheFinishedPlotAndTakesThePartialCopy()
    {
        var finished = _folders.Whole(_folders.Temp2, 'a', ".plot.2.tmp");
        var partial = _folders.File(_folders.Destination, 'a', ".plot.2.tmp");

        var remains = Find(A(finished: true));

        Paths(remains.Files).ShouldBe([partial]);
        remains.Kept.ShouldHaveSingleItem().File.Path.ShouldBe(finished);
    }

    [Fact]
    public void Find_AfterTheLastPhaseWithDeleteFinished_TakesBoth()
    {
        string[] both = [_folders.Whole(_folders.Temp2, 'a', ".plot.2.tmp"), _folders.File(_folders.Destination, 'a', ".plot.2.tmp")];

        Paths(Find(A(finished: true), deleteFinished: true).Files).ShouldBe(both.Order());
    }

    [Fact]
    public void Find_CopiedButNotYetRenamed_KeepsTheOnlyCopy()
    {
        var copy = _folders.Whole(_folders.Destination, 'a', ".plot.2.tmp"); // chiapos removes temp2's file before it renames this one

        var remains = Find(A(finished: true));

        remains.Files.ShouldBeEmpty();
        remains.Kept.ShouldHaveSingleItem().File.Path.ShouldBe(copy);
    }

    [Fact]
    public void Find_PhaseNotSure_KeepsWhatIsAsLargeAsAPlot()
    {
        var large = _folders.Whole(_folders.Temp2, 'a', ".plot.2.tmp");
        var small = _folders.File(_folders.Temp, 'a', ".plot.table1.tmp");

        var remains = Find(A(sure: false));

        Paths(remains.Files).ShouldBe([small]);
        remains.Kept.ShouldHaveSingleItem().File.Path.ShouldBe(large);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void Find_AFinalNameAtTheDestination_IsNeverTaken(bool deleteFinished)
    {
        var final = _folders.File(_folders.Destination, 'a', ".plot");

        var remains = Find(A(finished: true), deleteFinished);

        remains.Files.ShouldBeEmpty();
        remains.Kept.ShouldHaveSingleItem().File.Path.ShouldBe(final);
    }

    [Fact]
    public void Find_ALinkWithItsName_IsNotFollowed()
    {
        var elsewhere = _folders.Named(_folders.Made("elsewhere"), "precious");
        File.CreateSymbolicLink(Path.Combine(_folders.Temp, $"plot-k25-2026-11-22-10-52-{PlotFolders.Id('a')}.plot.table1.tmp"), elsewhere);

        Find(A()).Files.ShouldBeEmpty();
    }

    [Fact]
    public void Find_TempFilesWithoutPlotIds_AreNamedAndKept()
    {
        var file = _folders.Named(_folders.Temp, "t1_0.tmp");

        var remains = PlotRemains.Judge(
            _folders.Machine, [A()], _folders.Directories, BuiltInProfiles.Catalog.Find("bladebit-disk")!, _folders.Terms);

        remains.Files.ShouldBeEmpty();
        remains.Kept.ShouldHaveSingleItem().File.Path.ShouldBe(file);
    }

    [Fact]
    public void Find_AFolderThatIsGone_IsSaid()
    {
        Directory.Delete(_folders.Temp2);

        Find(A()).Troubles.ShouldHaveSingleItem().ShouldStartWith($"{_folders.Temp2} could not be looked through");
    }

    [Fact]
    public void Lines_ANameWithControlCodes_IsStripped()
    {
        if (OperatingSystem.IsWindows())
        {
            Assert.Skip("file names cannot hold control codes there");
        }

        _folders.Named(_folders.Temp, $"plot-k25-\x1b[31m-{PlotFolders.Id('a')}.plot.table1.tmp");

        Find(A()).Lines().ShouldHaveSingleItem().ShouldNotContain("\x1b");
    }

    [Fact]
    public void Delete_UnchangedFiles_FreesThem()
    {
        _folders.File(_folders.Temp, 'a', ".plot.table1.tmp", bytes: 10_000);
        var remains = Find(A());

        var removed = remains.Delete(_folders.Machine);

        removed.Bytes.ShouldBe(remains.Bytes);
        removed.Refusals.ShouldBeEmpty();
        Directory.GetFiles(_folders.Temp).ShouldBeEmpty();
    }

    [Fact]
    public void Delete_AFileThatWasReplacedByALink_IsLeft()
    {
        var precious = _folders.Named(_folders.Made("elsewhere"), "precious");
        var path = _folders.File(_folders.Temp, 'a', ".plot.table1.tmp");
        var remains = Find(A());
        File.Delete(path);
        File.CreateSymbolicLink(path, precious);

        var removed = remains.Delete(_folders.Machine);

        removed.Files.ShouldBeEmpty();
        removed.Refusals.ShouldHaveSingleItem().ShouldContain("no longer the file that was seen");
        File.Exists(precious).ShouldBeTrue();
    }

    [Fact]
    public void Delete_AFileThatWasWrittenTo_IsLeft()
    {
        var path = _folders.File(_folders.Temp, 'a', ".plot.table1.tmp");
        var remains = Find(A());
        File.AppendAllText(path, "more");

        remains.Delete(_folders.Machine).Refusals.ShouldHaveSingleItem().ShouldContain("written to it");
        File.Exists(path).ShouldBeTrue();
    }

    [Fact]
    public void Delete_AnotherDriveInTheSamePlace_IsLeft()
    {
        var path = _folders.File(_folders.Temp, 'a', ".plot.table1.tmp");
        var remains = Find(A());

        remains.Delete(_folders.Machine with { Drives = new OtherDrives() }).Refusals
            .ShouldHaveSingleItem()
            .ShouldContain("drive is not the one");
        File.Exists(path).ShouldBeTrue();
    }

    /// <summary>As if other drives had been mounted in the places of these.</summary>
    private sealed class OtherDrives : IDrives
    {
        public DirectoryFinding Look(string directory) => new("/", 0, 0, DirectoryCondition.Usable);

        public DriveReading? DriveOf(string path) => new("/", "another", "ext4", 1, 1);

        public IReadOnlyList<string> MountsBeside(string directory) => [];

        public void Refresh()
        {
        }
    }
}
