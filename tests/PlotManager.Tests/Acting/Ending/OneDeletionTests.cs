using PlotManager.Tests.Commands.Looking;
using PlotManager.Tests.Commands.Running;
using PlotManager.Tests.Commands.Service;
using PlotManager.Tests.Farms;
using PlotManager.Tests.Loop;
using PlotManager.Tests.Observing;
using PlotManager.Tests.Snapshots;
using PlotManager.Tests.Store;
using PlotManager.Tests.Commands;

namespace PlotManager.Tests.Acting.Ending;

/// <summary>No code of the program deletes through the seam but the one that decides it.</summary>
public sealed class OneDeletionTests
{
    [Fact]
    public void Delete_InTheWholeProgram_IsCalledInOnePlaceAlone()
    {
        var callers = Directory.EnumerateFiles(Path.Combine(ProgramShape.Repository(), "src", "PlotManager"), "*.cs", SearchOption.AllDirectories)
            .Where(file => File.ReadAllText(file).Contains("Files.Delete(", StringComparison.Ordinal));

        callers.Select(Path.GetFileName).ShouldBe(["PlotDeletion.cs"]);
    }
}
