using PlotManager.Core.PlotFiles;
using PlotManager.Core.Plotters.Reading;
using PlotManager.Core.Scheduling;
using PlotManager.Core.Tests.PlotFiles;
using PlotManager.Platform;
using PlotManager.Plots;
using PlotManager.Tests.Configuration;
using PlotManager.Tests.Faults;

namespace PlotManager.Tests.Plots;

public sealed class PlotScanTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("plots").FullName;
    private readonly Machine _machine = ThisMachine.Open();

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    private string Index => Path.Combine(_folder, "state", "plots.index");

    [Fact]
    public void Of_EveryRealHead_WholeAtItsLength_TruncatedAByteBefore()
    {
        foreach (var real in RealHead.All)
        {
            PlotFolder.Real(Path.Combine(_folder, "whole"), real);
            PlotFolder.Real(Path.Combine(_folder, "short"), real, missing: 1);
        }

        Scan(_machine, "whole").Plots.Select(plot => (plot.File.Id, plot.File.State)).ShouldBe(
            RealHead.All.OrderBy(real => real.Name, StringComparer.Ordinal).Select(real => ((string?)real.Id, PlotFileState.Whole)));
        Scan(_machine, "short").Plots.ShouldAllBe(plot => plot.File.State == PlotFileState.Truncated && plot.File.MissingBytes == 1);
    }

    [Fact]
    public void Of_NamesThatAreNoPlots_LeavesThemAlone()
    {
        foreach (var name in new[]
        {
            "photo.jpg", $"plot-k32-{HandMade.Id}.plot.p1.t1.sort_bucket_000.tmp", $"plot-k32-{HandMade.Id}.plot.table1.tmp",
            $"xchplot2-job-{HandMade.Id}.tsv",
        })
        {
            PlotFolder.Sparse(_folder, name, [1], 5000);
        }

        PlotFolder.Sparse(_folder, $"plot-k32-{HandMade.Id}.plot.2.tmp", [1], 5000);
        Directory.CreateDirectory(Path.Combine(_folder, "folder.plot"));

        Scan(_machine, "").Plots.Select(plot => plot.File.Name).ShouldBe([$"plot-k32-{HandMade.Id}.plot.2.tmp"]);
    }

    [Fact]
    public void Of_OneFileByTwoNames_IsThereOnce()
    {
        var plot = PlotFolder.Real(_folder, RealHead.All[0]);
        File.CreateSymbolicLink(Path.Combine(_folder, "z.plot"), plot);

        Scan(_machine, "").Plots.Select(found => found.Path).ShouldBe([plot]);
    }

    [Fact]
    public void Of_AnEmptyFileAndOneOf4GiB_Answers()
    {
        PlotFolder.Sparse(_folder, "a.plot", [], 0);
        PlotFolder.Sparse(_folder, "b.plot", HandMade.V1(32, HandMade.ContractMemo, Enumerable.Repeat(0UL, 10)), uint.MaxValue);

        Scan(_machine, "").Plots.Select(plot => plot.File.State).ShouldBe([PlotFileState.Truncated, PlotFileState.Unfinished]);
    }

    [Fact]
    public void Of_LinksToWhatIsNoFile_Unreadable()
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "no such devices");
        File.CreateSymbolicLink(Path.Combine(_folder, "device.plot"), "/dev/zero");
        File.CreateSymbolicLink(Path.Combine(_folder, "folder.plot"), _folder);
        File.CreateSymbolicLink(Path.Combine(_folder, "loop.plot"), Path.Combine(_folder, "loop.plot"));

        var plots = Scan(_machine, "").Plots;

        plots.ShouldAllBe(plot => plot.File.State == PlotFileState.Unreadable);
        plots.Single(plot => plot.File.Name == "device.plot").File.NoteText.ShouldBe("a device");
        plots.ShouldContain(plot => plot.File.Name == "loop.plot" && plot.File.Note == PlotFileNote.CannotBeRead);
    }

    [Fact]
    public void Of_DeepGroups_JudgesByTheIndex()
    {
        PlotFolder.Group(_folder, "a.gplot");
        using (var damaged = new FileStream(PlotFolder.Group(_folder, "b.gplot"), FileMode.Open))
        {
            // Bit 8000 of the index is a low bit of entry 1333, which begins at bit 7998: that chunk has 237 bytes by it.
            damaged.Position = 51 + 112 + 4096 * 235 + 1000;
            damaged.WriteByte(1);
        }

        File.SetLastWriteTimeUtc(Path.Combine(_folder, "b.gplot"), new DateTime(2026, 11, 28, 0, 0, 0, DateTimeKind.Utc));
        Scan(_machine, "").Plots.ShouldAllBe(plot => plot.File.State == PlotFileState.Whole && plot.File.ExpectedLength == null);
        var deep = Scan(_machine, "", deep: true).Plots; // what was read of the heads alone does not do
        deep[0].File.State.ShouldBe(PlotFileState.Whole);
        deep[0].File.ExpectedLength.ShouldBe(51 + 112 + 4096 * 235 + 3072);
        deep[1].File.State.ShouldBe(PlotFileState.Unreadable);
        Scan(_machine, "", deep: false).Plots[1].File.State.ShouldBe(PlotFileState.Unreadable); // known by now
    }

    [Fact]
    public void Of_FileThatCannotBeRead_TheOthersAreJudged()
    {
        var bad = PlotFolder.Real(_folder, RealHead.All[0]);
        PlotFolder.Real(_folder, RealHead.All[1]);

        var plots = Scan(FaultyMachine.Over(_machine, SeamCalls.Failing("Files.Read", bad)), "").Plots;

        plots.Single(plot => plot.Path == bad).File.Note.ShouldBe(PlotFileNote.CannotBeRead);
        plots.Single(plot => plot.Path != bad).File.State.ShouldBe(PlotFileState.Whole);
        Scan(_machine, "").Plots.ShouldAllBe(plot => plot.File.State == PlotFileState.Whole); // and it is asked again
    }

    [Fact]
    public void Of_FileThatShrinksWhileItIsRead_Unreadable()
    {
        PlotFolder.Sparse(_folder, "a.plot", RealHead.All[0].Head, 2000);
        var stale = _machine.Files.Look(Path.Combine(_folder, "a.plot"))!.Value with { Length = 1_000_000 };

        PlotInspector.Inspect(_machine.Files, stale, deep: false).Note.ShouldBe(PlotFileNote.Shrank);
        var group = _machine.Files.Look(PlotFolder.Group(_folder, "g.gplot"))!.Value;
        PlotInspector.Inspect(_machine.Files, group, deep: true).State.ShouldBe(PlotFileState.Whole);
        PlotFolder.Group(_folder, "g.gplot", missing: 100);
        PlotInspector.Inspect(_machine.Files, group, deep: true).Note.ShouldBe(PlotFileNote.Shrank);
    }

    [Fact]
    public void Of_KnownFiles_AreNotReadAgain_UntilTheyChange()
    {
        foreach (var real in RealHead.All)
        {
            PlotFolder.Real(_folder, real);
        }

        var first = Scan(_machine, "");
        var calls = SeamCalls.Undisturbed();
        Scan(FaultyMachine.Over(_machine, calls), "").Plots.Select(plot => plot.File).ShouldBe(first.Plots.Select(plot => plot.File));
        calls.Made.ShouldNotContain(call => call.Name == "Files.Read");
        PlotFolder.Real(_folder, RealHead.All[3], missing: 7);
        calls = SeamCalls.Undisturbed();
        Scan(FaultyMachine.Over(_machine, calls), "").Plots.Single(plot => plot.File.IsBad).File.MissingBytes.ShouldBe(7);
        calls.Made.Count(call => call.Name == "Files.Read").ShouldBe(1);
    }

    [Fact]
    public void Of_DamagedMemory_IsReadAnew()
    {
        PlotFolder.Real(_folder, RealHead.All[0]);
        var first = Scan(_machine, "");
        var bytes = File.ReadAllBytes(Index);
        for (var at = 0; at < bytes.Length; at += 7)
        {
            var damaged = bytes.ToArray();
            damaged[at] ^= 0x11;
            File.WriteAllBytes(Index, damaged);

            Scan(_machine, "").Plots.Select(plot => plot.File).ShouldBe(first.Plots.Select(plot => plot.File), $"byte {at}");
        }
    }

    [Fact]
    public void Of_DriveThatDoesNotAnswer_IsATrouble_AndTheOthersAreRead()
    {
        PlotFolder.Real(Path.Combine(_folder, "good"), RealHead.All[0]);
        var drives = new FakeDrives().Broken("/mnt/dead", DirectoryCondition.Unreadable, "its drive did not answer within 5 s")
            .With(Path.Combine(_folder, "good"), "/mnt/good", 10);

        var inventory = new PlotScan(_machine with { Drives = drives }, BuiltInProfiles.Catalog, PlotMemory.Open([]), deep: false)
            .Of(["/mnt/dead", Path.Combine(_folder, "good"), "/mnt/none"]);

        inventory.Troubles.ShouldBe(["/mnt/dead: its drive did not answer within 5 s", "/mnt/none: there is no such file or folder"]);
        inventory.Plots.Single().Drive.ShouldBe("/mnt/good");
    }

    private PlotInventory Scan(Machine machine, string folder, bool deep = false)
    {
        var memory = PlotMemory.Open([Index]);
        var inventory = new PlotScan(machine, BuiltInProfiles.Catalog, memory, deep).Of([Path.Combine(_folder, folder)]);
        inventory.Troubles.ShouldBeEmpty();
        memory.Save(isWhole: false);
        return inventory;
    }
}
