namespace PlotManager.Tests.Rooms;

/// <summary>The files of the sources, without what a build makes.</summary>
internal static class SourceTree
{
    private static readonly string[] Roots = ["src", "tests", "benchmarks"];

    public static IEnumerable<string> Files() =>
        Roots.SelectMany(root => Directory.EnumerateFiles(Repository.PathOf(root), "*.cs", SearchOption.AllDirectories))
            .Where(file => !file.Split(Path.DirectorySeparatorChar).Any(part => part is "bin" or "obj"));

    public static string Name(string path) => Path.GetRelativePath(Repository.Folder, path);
}
