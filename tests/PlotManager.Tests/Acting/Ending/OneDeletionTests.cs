namespace PlotManager.Tests.Acting.Ending;

/// <summary>No code of the program deletes through the seam but the one that decides it.</summary>
public sealed class OneDeletionTests
{
    [Fact]
    public void Delete_InTheWholeProgram_IsCalledInOnePlaceAlone()
    {
        var callers = Directory.EnumerateFiles(Repository.PathOf("src", "PlotManager"), "*.cs", SearchOption.AllDirectories)
            .Where(file => File.ReadAllText(file).Contains("Files.Delete(", StringComparison.Ordinal));

        callers.Select(Path.GetFileName).ShouldBe(["PlotDeletion.cs"]);
    }
}
