using ArchUnitNET.Domain;
using ArchUnitNET.Domain.Dependencies;
using ArchUnitNET.Loader;
using PlotManager.Core.Configuration;
using PlotManager.Hosting;
using PlotManager.Platform;

namespace PlotManager.Tests.Rooms;

/// <summary>
/// Rooms depend on each other in one direction. A room is a namespace right beneath its project's, with all that is within it. A failure
/// lists every dependency that is part of a circle, so that the one to cut can be seen.
/// </summary>
public sealed class DependencyTests
{
    private const string Core = "PlotManager.Core";
    private const string Seam = "PlotManager.Platform";
    private const string Program = "PlotManager";

    private static readonly Architecture Built = new ArchLoader()
        .LoadAssemblies(typeof(Config).Assembly, typeof(Machine).Assembly, typeof(CommandEnvironment).Assembly).Build();

    [Fact]
    public void Rooms_OfTheCore_FormNoCircle() => Circles(Core).ShouldBeEmpty();

    [Fact]
    public void Rooms_OfTheProgram_FormNoCircle() => Circles(Program).ShouldBeEmpty();

    [Fact]
    public void Core_UsesNothingOfOursOutside() =>
        Uses(Core).Where(use => IsIn(Program, use.Target) && !IsIn(Core, use.Target)).Select(Words).ShouldBeEmpty();

    [Fact]
    public void Platform_UsesNothingOfTheProgram() =>
        Uses(Seam).Where(use => IsIn(Program, use.Target) && !IsIn(Core, use.Target) && !IsIn(Seam, use.Target)).Select(Words)
            .ShouldBeEmpty();

    [Fact]
    public void Rooms_OfTheTests_AreFoundAtAll() => Uses(Program).Select(use => Room(Program, use.Target)).Distinct().Count()
        .ShouldBeGreaterThan(15, "an architecture without rooms would pass every test here");

    // A room that uses none of the others is in no circle. What is left when all those are taken away, again and again, is in one or
    // leads into one.
    private static IEnumerable<string> Circles(string project)
    {
        var left = Uses(project).Where(use => Room(project, use.Target) is { } target && target != Room(project, use.Origin)).ToList();
        int before;
        do
        {
            before = left.Count;
            var users = left.Select(use => Room(project, use.Origin)).ToHashSet();
            var used = left.Select(use => Room(project, use.Target)).ToHashSet();
            left = [.. left.Where(use => users.Contains(Room(project, use.Target)) && used.Contains(Room(project, use.Origin)))];
        }
        while (left.Count < before);

        return left.Select(Words).Distinct().Order(StringComparer.Ordinal);
    }

    // What source generators write has no room of its own.
    private static IEnumerable<ITypeDependency> Uses(string project) =>
        Built.Types.Where(type => IsIn(project, type)).SelectMany(type => type.Dependencies)
            .Where(use => use.Target is not GenericParameter && !use.Target.FullName.Contains('<'));

    private static bool IsIn(string project, IType type) =>
        type.Namespace?.FullName is { } name && (name == project || name.StartsWith(project + ".", StringComparison.Ordinal));

    /// <summary>Null outside the project. The file that starts the program is in no room.</summary>
    private static string? Room(string project, IType type) =>
        IsIn(project, type) && type.Namespace!.FullName.Length > project.Length
            ? type.Namespace.FullName[(project.Length + 1)..].Split('.')[0]
            : null;

    private static string Words(ITypeDependency use) => $"{use.Origin.FullName} uses {use.Target.FullName}";
}
