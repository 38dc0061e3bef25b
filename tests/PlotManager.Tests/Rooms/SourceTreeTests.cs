namespace PlotManager.Tests.Rooms;

/// <summary>How large a room and a file may become: both are read in one go.</summary>
public sealed class SourceTreeTests
{
    private const int MostLines = 300;
    private const int MostFiles = 18;

    [Fact]
    public void File_OfTheSources_HasAtMost300Lines() =>
        SourceTree.Files().Select(file => (SourceTree.Name(file), Lines: File.ReadLines(file).Count()))
            .Where(file => file.Lines > MostLines).ShouldBeEmpty();

    [Fact]
    public void Room_OfTheSources_HasAtMost18Files() =>
        SourceTree.Files().GroupBy(file => Path.GetDirectoryName(file)!).Select(room => (SourceTree.Name(room.Key), Files: room.Count()))
            .Where(room => room.Files > MostFiles).ShouldBeEmpty();
}
