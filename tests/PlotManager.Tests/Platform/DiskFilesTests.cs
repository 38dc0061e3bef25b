using PlotManager.Platform;

namespace PlotManager.Tests.Platform;

/// <summary>The real files of whatever system the tests run on.</summary>
public sealed class DiskFilesTests : IDisposable
{
    private readonly string folder = Directory.CreateTempSubdirectory("files").FullName;
    private readonly IFiles files = ThisMachine.Open().Files;

    public void Dispose() => Directory.Delete(folder, recursive: true);

    private string In(string name) => Path.Combine(folder, name);

    [Fact]
    public void Look_RegularFile_TellsLengthAllocationAndTime()
    {
        File.WriteAllBytes(In("log"), new byte[5000]);
        var found = files.Look(In("log")).ShouldNotBeNull();
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
        files.LookAll(paths).ShouldBe(paths.Distinct().ToDictionary(path => path, files.Look), ignoreOrder: true);
    }

    [Fact]
    public void Look_SparseFile_AllocatesLessThanItsLength()
    {
        using (var file = File.OpenHandle(In("sparse"), FileMode.Create, FileAccess.ReadWrite))
        {
            RandomAccess.SetLength(file, 1L << 30);
            RandomAccess.Write(file, "end"u8, (1L << 30) - 3);
        }
        var found = files.Look(In("sparse")).ShouldNotBeNull();
        found.Length.ShouldBe(1L << 30);
        found.Allocated.ShouldBeLessThan(1L << 20);
    }

    [Fact]
    public void Look_ReplacedFile_ChangesIdentityAndAppendedDoesNot()
    {
        File.WriteAllText(In("log"), "one");
        var first = files.Look(In("log"))!.Value.Identity;
        File.AppendAllText(In("log"), "two");
        files.Look(In("log"))!.Value.Identity.ShouldBe(first);
        File.WriteAllText(In("new"), "other");
        File.Move(In("new"), In("log"), overwrite: true);
        files.Look(In("log"))!.Value.Identity.ShouldNotBe(first);
    }

    [Fact]
    public void Look_FolderOrNothing_IsNull()
    {
        files.Look(folder).ShouldBeNull();
        files.Look(In("missing")).ShouldBeNull();
        files.Look(In("missing/below")).ShouldBeNull();
        File.WriteAllText(In("file"), "");
        files.Look(In("file/below")).ShouldBeNull();
    }

    [Fact]
    public void List_RegularFilesOnly_LinksAndFoldersAreNone()
    {
        File.WriteAllText(In("a"), "1");
        Directory.CreateDirectory(In("sub"));
        File.CreateSymbolicLink(In("link"), In("a"));
        files.List(folder).Select(found => found.Path).ShouldBe([In("a")]);
        files.Look(In("link"))!.Value.Length.ShouldBe(1);
        Should.Throw<IOException>(() => files.List(In("missing")));
    }

    [Fact]
    public void Read_PastTheEnd_IsShortOrEmpty()
    {
        File.WriteAllText(In("log"), "0123456789");
        files.Read(In("log"), 2, 3).ShouldBe("234"u8.ToArray());
        files.Read(In("log"), 8, 100).ShouldBe("89"u8.ToArray());
        files.Read(In("log"), 10, 5).ShouldBeEmpty();
        files.Read(In("log"), 50, 5).ShouldBeEmpty();
        Should.Throw<IOException>(() => files.Read(In("missing"), 0, 1));
    }

    [Fact]
    public void MakeFolder_AndDelete_DoNotMindWhatIsThereAlready()
    {
        files.MakeFolder(In("x/y"));
        files.MakeFolder(In("x/y"));
        Directory.Exists(In("x/y")).ShouldBeTrue();
        File.WriteAllText(In("x/f"), "");
        files.Delete(In("x/f"));
        files.Delete(In("x/f"));
        File.Exists(In("x/f")).ShouldBeFalse();
        File.WriteAllText(In("file"), "");
        Should.Throw<IOException>(() => files.MakeFolder(In("file")));
    }

    [Fact]
    public void Delete_Link_LeavesWhatItLeadsTo()
    {
        File.WriteAllText(In("plot"), "precious");
        File.CreateSymbolicLink(In("link"), In("plot"));
        files.Delete(In("link"));
        File.Exists(In("plot")).ShouldBeTrue();
    }

    [Fact]
    public void ExecutionProblem_TellsProgramsFromOthers()
    {
        files.ExecutionProblem(Environment.ProcessPath!).ShouldBeNull();
        files.ExecutionProblem(folder).ShouldBe("it is a directory, not a program");
        files.ExecutionProblem(In("missing")).ShouldBe("there is no such file");
        File.WriteAllText(In("plain"), "");
        files.ExecutionProblem(In("plain")).ShouldBe("it is not executable (Permission denied)");
    }
}
