using System.Runtime.CompilerServices;

namespace Shared;

/// <summary>The source tree that the tests were built from.</summary>
internal static class Repository
{
    public static readonly string Folder = Find();

    /// <summary>A path of the tree, from its parts.</summary>
    public static string PathOf(params string[] parts) => Path.Combine([Folder, .. parts]);

    private static string Find([CallerFilePath] string here = "")
    {
        var folder = Path.GetDirectoryName(here);
        while (folder is not null && !File.Exists(Path.Combine(folder, "PlotManager.slnx")))
        {
            folder = Path.GetDirectoryName(folder);
        }

        return folder ?? throw new DirectoryNotFoundException($"no folder above {here} holds PlotManager.slnx");
    }
}
