using System.Runtime.CompilerServices;

namespace PlotManager.Tests.Display;

/// <summary>Screens kept as files beside the tests, each looked at by a person before it was kept.</summary>
internal static class Approved
{
    public static void ShouldMatch(string actual, string name, [CallerFilePath] string here = "")
    {
        var path = Path.Combine(Path.GetDirectoryName(here)!, "Screens", name);
        if (Environment.GetEnvironmentVariable("PLOTMANAGER_WRITE_SCREENS") is not null)
        {
            Directory.CreateDirectory(Path.GetDirectoryName(path)!);
            File.WriteAllText(path, actual);
            Assert.Skip($"{name} was written anew, not compared");
        }

        File.Exists(path).ShouldBeTrue($"there is no {path}; PLOTMANAGER_WRITE_SCREENS=1 writes it, then look at it");
        actual.ShouldBe(File.ReadAllText(path));
    }
}
