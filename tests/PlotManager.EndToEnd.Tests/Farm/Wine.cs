using System.Collections.Concurrent;
using System.Diagnostics;
using System.Text.RegularExpressions;

namespace PlotManager.EndToEnd.Tests.Farm;

/// <summary>
/// The switch by which the end-to-end tests run the program for Windows under Wine instead of the one for this system. PLOTMANAGER_WINE
/// names the folder of a win-x64 build; .ci/run sets it, and a prefix for all of them. What the tests know of paths stays this system's:
/// drive Z: of Wine is the root folder.
/// </summary>
public static partial class Wine
{
    private const string Drive = "Z:";

    // Pids of Windows, which the program tells, and those of the same processes here, which only a test can find out.
    private static readonly ConcurrentDictionary<int, int> Known = [];

    /// <summary>The folder of the program for Windows; null: the tests are about this system's own.</summary>
    public static string? Folder { get; } =
        Environment.GetEnvironmentVariable("PLOTMANAGER_WINE") is { Length: > 0 } folder ? Path.GetFullPath(folder) : null;

    public static bool IsOn => Folder is not null;

    public static string Program => Path.Combine(Folder!, "plotmanager.exe");

    /// <summary>Skips a test of Windows where it cannot run, and says why.</summary>
    public static void Demand()
    {
        Assert.SkipUnless(IsOn, "PLOTMANAGER_WINE names no folder with a win-x64 build; .ci/run makes one and sets it");
        Assert.SkipUnless(
            (Environment.GetEnvironmentVariable("PATH") ?? "").Split(':').Any(folder => File.Exists(Path.Combine(folder, "wine"))),
            "Wine is not installed here (apt-get install wine wine64)");
    }

    /// <summary>A path of this system as the program for Windows is told it; anything else stays.</summary>
    public static string Told(string word) => word.StartsWith('/') ? Drive + word.Replace('/', '\\') : word;

    /// <summary>What the program printed, with its paths as this system writes them, in text and in JSON.</summary>
    public static string Heard(string text) => PathOnZ().Replace(
        text.ReplaceLineEndings("\n"),
        path => Separators().Replace(path.Value[Drive.Length..], "/"));

    /// <summary>A text with paths below this folder, as the program for Windows is told it.</summary>
    public static string TextAbout(string folder, string text) =>
        text.Replace(Drive + folder, folder, StringComparison.Ordinal).Replace(folder, Drive + folder, StringComparison.Ordinal);

    /// <summary>The words that run the program. Its errors go to a file: every Wine process keeps the descriptor it came with.</summary>
    public static string[] Words(string errors, string[] arguments) =>
        ["sh", "-c", "exec wine \"$@\" 2>\"$0\"", errors, Program, .. arguments.Select(Told)];

    /// <summary>Where the errors of a process that was begun with <see cref="Words"/> went.</summary>
    public static string ErrorsOf(Process process) => process.StartInfo.ArgumentList[2];

    /// <summary>The pid here of a process that the program names; the same where it is not known to be one of Windows.</summary>
    public static int Here(int pid) => Known.GetValueOrDefault(pid, pid);

    /// <summary>The pid of Windows of a process here, where it is known.</summary>
    public static int There(int pid) => Known.FirstOrDefault(pair => pair.Value == pid) is { Value: > 0 } pair ? pair.Key : pid;

    public static void Learn(int there, int here) => Known[there] = here;

    /// <summary>The command line of a process, with its paths as this system writes them.</summary>
    public static string CommandLine(int pid) => Heard(Processes.TextHere(pid, "cmdline").Replace('/', '\\'));

    [GeneratedRegex(@"[Zz]:([\\/]+[^\\/\s""',;:)\]]+)+")]
    private static partial Regex PathOnZ();

    [GeneratedRegex(@"[\\/]+")]
    private static partial Regex Separators();
}
