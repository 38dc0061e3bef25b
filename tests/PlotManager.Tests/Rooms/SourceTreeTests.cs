namespace PlotManager.Tests.Rooms;

/// <summary>How large a room and a file may become: both are read in one go.</summary>
public sealed class SourceTreeTests
{
    private const int MostLines = 300;
    private const int MostFiles = 18;

    private static readonly string[] Roots = ["src", "tests", "benchmarks"];

    [Fact]
    public void File_OfTheSources_HasAtMost300Lines() =>
        Sources().Select(file => (Name(file), Lines: File.ReadLines(file).Count())).Where(file => file.Lines > MostLines).ShouldBeEmpty();

    [Fact]
    public void Room_OfTheSources_HasAtMost18Files() =>
        Sources().GroupBy(file => Path.GetDirectoryName(file)!).Select(room => (Name(room.Key), Files: room.Count()))
            .Where(room => room.Files > MostFiles).ShouldBeEmpty();

    private static IEnumerable<string> Sources() =>
        Roots.SelectMany(root => Directory.EnumerateFiles(Repository.PathOf(root), "*.cs", SearchOption.AllDirectories))
            .Where(file => !file.Split(Path.DirectorySeparatorChar).Any(part => part is "bin" or "obj"));

    private static string Name(string path) => Path.GetRelativePath(Repository.Folder, path);
}
