using System.Runtime.InteropServices;

namespace PlotManager.EndToEnd.Tests.Farm;

/// <summary>Processes as /proc shows them, for a witness that shares no code with the program.</summary>
public static class Processes
{
    public const int SigInt = 2;
    public const int SigKill = 9;
    public const int SigTerm = 15;
    public const int SigHup = 1;

    /// <summary>Pids of the living plotters that a manager started and whose executable was called by a path below this folder.</summary>
    public static IReadOnlyList<int> PlottersBelow(string folder) =>
        [.. PlottersHere(folder).Select(Wine.There)];

    /// <summary>The same by the pids of this system.</summary>
    public static IEnumerable<int> PlottersHere(string folder) => All().Where(pid =>
        CommandLine(pid).StartsWith(folder, StringComparison.Ordinal)
        && IsAliveHere(pid)
        && (Wine.IsOn || TextHere(pid, "environ").Contains("PLOTMANAGER_RUN=")));

    /// <summary>Whether there is such a process and it has not ended (a zombie has).</summary>
    public static bool IsAlive(int pid) =>
        IsAliveHere(Wine.Here(pid)) && (!Wine.IsOn || TextHere(Wine.Here(pid), "cmdline").Contains(".exe"));

    /// <summary>All pids of this system.</summary>
    public static IEnumerable<int> All() =>
        Directory.EnumerateDirectories("/proc")
            .Select(path => Path.GetFileName(path))
            .Where(name => name.All(char.IsAsciiDigit))
            .Select(int.Parse);

    public static string CommandLine(int pid) => Wine.IsOn ? Wine.CommandLine(pid) : TextHere(pid, "cmdline");

    private static bool IsAliveHere(int pid)
    {
        var stat = TextHere(pid, "stat");
        var end = stat.LastIndexOf(')');
        return end > 0 && stat.Length > end + 2 && stat[end + 2] is not ('Z' or 'X');
    }

    /// <summary>The file of this name under /proc/PID with its NULs as spaces; empty if it cannot be read.</summary>
    public static string Text(int pid, string name) => TextHere(Wine.Here(pid), name);

    /// <summary>The same of a pid of this system.</summary>
    public static string TextHere(int pid, string name)
    {
        try
        {
            return File.ReadAllText($"/proc/{pid}/{name}").Replace('\0', ' ');
        }
        catch (Exception gone) when (gone is IOException or UnauthorizedAccessException)
        {
            return "";
        }
    }

    /// <summary>Whether a process of this system has the file open.</summary>
    public static bool HasOpen(int pid, string file)
    {
        try
        {
            return Directory.EnumerateFiles($"/proc/{pid}/fd").Any(descriptor => new FileInfo(descriptor).LinkTarget == file);
        }
        catch (Exception gone) when (gone is IOException or UnauthorizedAccessException)
        {
            return false;
        }
    }

    public static void Signal(int pid, int signal) => _ = Kill(Wine.Here(pid), signal);

    [DllImport("libc", EntryPoint = "kill")]
    private static extern int Kill(int pid, int signal);
}
