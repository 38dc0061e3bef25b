using PlotManager.Platform;

namespace PlotManager.Acting;

/// <summary>This program under a plotter's name: a link that is that plotter. On Windows, where a link needs rights, a copy.</summary>
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

        foreach (var file in Directory.EnumerateFiles(Path.GetDirectoryName(program)!))
        {
            File.Copy(file, Path.Combine(folder, Path.GetFileName(file)));
        }

        var copy = Path.Combine(folder, name + ".exe");
        File.Move(Path.Combine(folder, Path.GetFileName(program)), copy);
        return copy;
    }
}
