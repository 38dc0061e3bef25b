using System.Runtime.Versioning;
using PlotManager.Platform;

namespace PlotManager.Acting;

/// <summary>
/// This program under a plotter's name: a link that is that plotter. On Windows, where such a link needs rights, a folder of hard links to
/// all that the program consists of, and copies only where the volume is another one or has no hard links.
/// </summary>
public static class StandInLink
{
    /// <returns>The path of the link.</returns>
    public static string Make(string folder, string name)
    {
        var program = Path.Combine(AppContext.BaseDirectory, OperatingSystem.IsWindows() ? "plotmanager.exe" : "plotmanager");
        if (!File.Exists(program))
        {
            program = OwnProgram.Current().Executable; // published as a single file under another name
        }

        if (!OperatingSystem.IsWindows())
        {
            var link = Path.Combine(folder, name);
            File.CreateSymbolicLink(link, program);
            return link;
        }

        var plotter = Path.Combine(folder, name + ".exe");
        LinkOrCopy(program, plotter);
        foreach (var part in Directory.EnumerateFiles(Path.GetDirectoryName(program)!).Where(file => file != program && IsPart(file)))
        {
            LinkOrCopy(part, Path.Combine(folder, Path.GetFileName(part)));
        }

        return plotter;
    }

    // Libraries, and what says which of them belong to the program.
    private static bool IsPart(string file) => Path.GetExtension(file).ToLowerInvariant() is ".dll" or ".json";

    [SupportedOSPlatform("windows")]
    private static void LinkOrCopy(string file, string name)
    {
        if (!WindowsHardLink.TryMake(name, file))
        {
            File.Copy(file, name);
        }
    }
}
