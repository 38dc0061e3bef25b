using PlotManager.Platform;

namespace PlotManager.Tests.Platform;

/// <summary>The real files of whatever system the tests run on.</summary>
public sealed class DiskFilesTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("files").FullName;
    private readonly IFiles _files = ThisMachine.Open().Files;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    private string In(string name) => Path.Combine(_folder, name);

    [Fact]
    public void Look_RegularFile_TellsLengthAllocationAndTime()
    {
        File.WriteAllBytes(In("log"), new byte[5000]);
        var found = _files.Look(In("log")).ShouldNotBeNull();
        found.Length.ShouldBe(5000);
        found.Allocated.ShouldBeInRange(5000, 1 << 20);
        found.Changed.ShouldBe(new DateTimeOffset(File.GetLastWriteTimeUtc(In("log"))));
    }

    [Fact]
    public void LookAll_FilesOfSeveralFolders_AsEachAlone()
    {
        Directory.CreateDirectory(In("logs"));
        File.WriteAllText(In("a"), "1");
        File.WriteAllText(In("logs/b"), "22");
        string[] paths = [In("a"), In("logs/b"), In("a"), In("none"), In("none/c"), In("logs")];
        _files.LookAll(paths).ShouldBe(paths.Distinct().ToDictionary(path => path, _files.Look), ignoreOrder: true);
    }

    [Fact]
    public void Look_SparseFile_AllocatesLessThanItsLength()
    {
        using (var file = File.OpenHandle(In("sparse"), FileMode.Create, FileAccess.ReadWrite))
        {
            RandomAccess.SetLength(file, 1L << 30);
            RandomAccess.Write(file, "end"u8, (1L << 30) - 3);
        }
        var found = _files.Look(In("sparse")).ShouldNotBeNull();
        found.Length.ShouldBe(1L << 30);
        found.Allocated.ShouldBeLessThan(1L << 20);
    }

    [Fact]
    public void Look_ReplacedFile_ChangesIdentityAndAppendedDoesNot()
    {
        File.WriteAllText(In("log"), "one");
        var first = _files.Look(In("log"))!.Value.Identity;
        File.AppendAllText(In("log"), "two");
        _files.Look(In("log"))!.Value.Identity.ShouldBe(first);
        File.WriteAllText(In("new"), "other");
        File.Move(In("new"), In("log"), overwrite: true);
        _files.Look(In("log"))!.Value.Identity.ShouldNotBe(first);
    }

    [Fact]
    public void Look_FolderOrNothing_IsNull()
    {
        _files.Look(_folder).ShouldBeNull();
        _files.Look(In("missing")).ShouldBeNull();
        _files.Look(In("missing/below")).ShouldBeNull();
        File.WriteAllText(In("file"), "");
        _files.Look(In("file/below")).ShouldBeNull();
    }

    [Fact]
    public void List_RegularFilesOnly_LinksAndFoldersAreNone()
    {
        File.WriteAllText(In("a"), "1");
        Directory.CreateDirectory(In("sub"));
        File.CreateSymbolicLink(In("link"), In("a"));
        _files.List(_folder).Select(found => found.Path).ShouldBe([In("a")]);
        _files.Look(In("link"))!.Value.Length.ShouldBe(1);
        Should.Throw<IOException>(() => _files.List(In("missing")));
    }

    [Fact]
    public void Read_PastTheEnd_IsShortOrEmpty()
    {
        File.WriteAllText(In("log"), "0123456789");
        _files.Read(In("log"), 2, 3).ShouldBe("234"u8.ToArray());
        _files.Read(In("log"), 8, 100).ShouldBe("89"u8.ToArray());
        _files.Read(In("log"), 10, 5).ShouldBeEmpty();
        _files.Read(In("log"), 50, 5).ShouldBeEmpty();
        Should.Throw<IOException>(() => _files.Read(In("missing"), 0, 1));
    }

    [Fact]
    public void MakeFolder_AndDelete_DoNotMindWhatIsThereAlready()
    {
        _files.MakeFolder(In("x/y"));
        _files.MakeFolder(In("x/y"));
        Directory.Exists(In("x/y")).ShouldBeTrue();
        File.WriteAllText(In("x/f"), "");
        _files.Delete(In("x/f"));
        _files.Delete(In("x/f"));
        File.Exists(In("x/f")).ShouldBeFalse();
        File.WriteAllText(In("file"), "");
        Should.Throw<IOException>(() => _files.MakeFolder(In("file")));
    }

    [Fact]
    public void Delete_Link_LeavesWhatItLeadsTo()
    {
        File.WriteAllText(In("plot"), "precious");
        File.CreateSymbolicLink(In("link"), In("plot"));
        _files.Delete(In("link"));
        File.Exists(In("plot")).ShouldBeTrue();
    }

    [Fact]
    public void ExecutionProblem_TellsProgramsFromOthers()
    {
        _files.ExecutionProblem(Environment.ProcessPath!).ShouldBeNull();
        _files.ExecutionProblem(_folder).ShouldBe("it is a directory, not a program");
        _files.ExecutionProblem(In("missing")).ShouldBe("there is no such file");
        File.WriteAllText(In("plain"), "");
        _files.ExecutionProblem(In("plain")).ShouldBe("it is not executable (Permission denied)");
    }

    [Fact]
    public void IsOpen_AFile_IsSoWhileAnyDescriptorOrMapIsOnIt()
    {
        Assert.SkipWhen(OperatingSystem.IsMacOS(), "macOS does not tell");
        File.WriteAllText(In("f"), "some");
        _files.IsOpen(In("f")).ShouldBe(false);
        using (File.OpenRead(In("f")))
        {
            _files.IsOpen(In("f")).ShouldBe(true);
        }

        using (File.Open(In("f"), FileMode.Append))
        {
            _files.IsOpen(In("f")).ShouldBe(true);
        }

        using (var map = System.IO.MemoryMappedFiles.MemoryMappedFile.CreateFromFile(In("f")))
        using (map.CreateViewAccessor())
        {
            _files.IsOpen(In("f")).ShouldBe(true);
        }

        _files.IsOpen(In("f")).ShouldBe(false);
    }

    [Fact]
    public void IsOpen_NoFileOrALink_TellsNothing()
    {
        Assert.SkipUnless(OperatingSystem.IsLinux(), "links are made by anybody on Linux");
        File.WriteAllText(In("f"), "some");
        File.CreateSymbolicLink(In("link"), In("f"));
        _files.IsOpen(In("none")).ShouldBeNull();
        _files.IsOpen(In("link")).ShouldBeNull();
    }

    [Fact]
    public async Task IsOpen_WhileOthersOpenIt_HoldsNobodyUpAndEndsNobody()
    {
        Assert.SkipUnless(OperatingSystem.IsLinux(), "it is a lease on Linux");
        File.WriteAllText(In("f"), "some");
        var (done, opened) = (false, 0);
        var opener = Task.Run(() =>
        {
            while (!Volatile.Read(ref done))
            {
                using var file = File.OpenRead(In("f"));
                Interlocked.Increment(ref opened);
            }
        }, TestContext.Current.CancellationToken);
        for (var times = 0; times < 200 || Volatile.Read(ref opened) < 2000; times++)
        {
            _files.IsOpen(In("f")).ShouldNotBeNull();
        }

        Volatile.Write(ref done, true);
        await opener;
    }

    [Fact]
    public void Look_AFile_TellsWhenItWasMadeAndNotOnlyWhenItChanged()
    {
        Assert.SkipUnless(OperatingSystem.IsLinux(), "told on Linux");
        File.WriteAllText(In("f"), "some");
        var born = _files.Look(In("f"))!.Value.Born;
        Assert.SkipWhen(born is null, "this filesystem does not keep when a file was made");
        File.SetLastWriteTimeUtc(In("f"), new DateTime(2030, 1, 1, 0, 0, 0, DateTimeKind.Utc));

        _files.Look(In("f"))!.Value.Born.ShouldBe(born);
    }
}
